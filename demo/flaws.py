"""What is planted in invented materials for the rules to find: how a row was before it was mended."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Any

from demo import people
from demo.materials import Course, Flaw, Materials, Person, line
from demo.numbers import People, lower_certificate

# Each has a word of the national list (screening rule BANNED-CONTENT).
_BANNED_SENTENCES = ("每日签到可参加抽奖。", "课间内置网络游戏闯关。", "历年考前押题命中率高。")
SITES = ("website", "app")
_WHO = ("name", "sex", "identity_number", "certificate_number")


@dataclass
class Ground:
    """The materials in which flaws are planted, and which rows have one already."""

    materials: Materials
    rng: random.Random
    numbers: People
    taken: set[tuple[str, int]] = field(default_factory=set)

    def course(self, fits: Callable[[Course], bool] = lambda course: True) -> int | None:
        """The place of a course that fits."""
        courses = self.materials.courses
        free = [i for i in range(len(courses)) if ("courses", i) not in self.taken and fits(courses[i])]
        return self.rng.choice(free) if free else None

    def person(self, fits: Callable[[Person], bool]) -> int | None:
        """The place of a person who fits; long lists are tried at random, not read through."""
        staff = self.materials.people
        for i in self.rng.sample(range(len(staff)), min(40, len(staff))):
            if ("personnel", i) not in self.taken and fits(staff[i]):
                return i
        return None

    def platform(self, changes: dict[str, Any], kinds: tuple[str, ...] = ()) -> Flaw | None:
        """These columns of any platform, or of one of these kinds."""
        platforms = self.materials.platforms
        free = [
            i
            for i in range(len(platforms))
            if ("platforms", i) not in self.taken and (not kinds or platforms[i].kind in kinds)
        ]
        return Flaw("platforms", self.rng.choice(free), changes) if free else None


Planter = Callable[[Ground], Flaw | None]


def plant(materials: Materials, count: int, rng: random.Random, numbers: People) -> list[Flaw]:
    """Up to `count` flaws, each in a row of its own."""
    ground = Ground(materials, rng, numbers)
    planted: list[Flaw] = []
    for planter in rng.choices(list(PLANTERS), list(PLANTERS.values()), k=count * 4):
        flaw = planter(ground) if len(planted) < count else None
        if flaw is not None:
            planted.append(flaw)
            ground.taken.add((flaw.section, flaw.position))
    return planted


def plant_these(materials: Materials, names: Iterable[str], rng: random.Random, numbers: People) -> list[Flaw]:
    """The planters of these names, where the materials have room for them."""
    ground = Ground(materials, rng, numbers)
    by_name = {planter.__name__: planter for planter in PLANTERS}
    planted = []
    for name in names:
        flaw = by_name[name](ground)
        if flaw is not None:
            planted.append(flaw)
            ground.taken.add((flaw.section, flaw.position))
    return planted


def long_lesson(ground: Ground) -> Flaw | None:
    """LESSON-LENGTH: lessons of 50 minutes."""
    i = ground.course()
    if i is None:
        return None
    if ground.materials.courses[i].mode == "recorded":
        return Flaw("courses", i, {"lesson_minutes": 50})
    lessons = ground.materials.courses[i].lessons
    longer = tuple(x._replace(starts=time(18, 30), ends=time(19, 20), lesson_minutes=50) for x in lessons)
    return Flaw("courses", i, {"lessons": longer})


def short_break(ground: Ground) -> Flaw | None:
    """LESSON-BREAK: five minutes between two stretches of 35."""
    i = ground.course(lambda course: course.mode == "live")
    return None if i is None else _retimed(ground, i, time(18, 30), time(19, 45), 35, 5)


def late_end(ground: Ground) -> Flaw | None:
    """LIVE-END: until 21:20, for pupils of compulsory education."""
    i = ground.course(lambda course: course.mode == "live" and course.stage != "senior")
    return None if i is None else _retimed(ground, i, time(20, 40), time(21, 20), 40, 10)


def school_hours(ground: Ground) -> Flaw | None:
    """SCHOOL-HOURS: at ten in the morning of a weekday in term."""
    i = ground.course(lambda course: course.mode == "live" and "班" in course.name)
    return None if i is None else _retimed(ground, i, time(10, 0), time(10, 40), 40, 10)


def homework(ground: Ground) -> Flaw | None:
    """NO-HOMEWORK: set for grade 1 or 2."""
    i = ground.course(lambda course: course.grades[0] <= 2)
    return None if i is None else Flaw("courses", i, {"homework": "required"})


def curriculum(ground: Ground) -> Flaw | None:
    """CURRICULUM: also for a grade of the next stage."""
    i = ground.course(lambda course: course.stage == "primary")
    return None if i is None else Flaw("courses", i, {"grades": [6, 7]})


def banned_words(ground: Ground) -> Flaw | None:
    """BANNED-CONTENT: a prize draw, a game, or a promise in a course's introduction."""
    i = ground.course()
    if i is None:
        return None
    text = ground.materials.courses[i].introduction + ground.rng.choice(_BANNED_SENTENCES)
    return Flaw("courses", i, {"introduction": text})


def many_hours(ground: Ground) -> Flaw | None:
    """PREPAY-HOURS: 90 class hours in one payment."""
    i = ground.course()
    if i is None:
        return None
    course = ground.materials.courses[i]
    charged: dict[str, Any] = {
        "charge_mode": "by_hour",
        "price": min(course.price or Decimal(60), Decimal(160)),
        "months_per_payment": None,
        "refund_rule": course.refund_rule or "未消耗课时可申请退费。",
    }
    return Flaw("courses", i, charged | {"hours_per_payment": ground.rng.choice((72, 90, 120))})


def long_span(ground: Ground) -> Flaw | None:
    """PREPAY-SPAN: half a year or a whole one in one payment."""
    i = ground.course(lambda course: course.charge_mode == "by_period")
    return None if i is None else Flaw("courses", i, {"months_per_payment": ground.rng.choice((6, 12))})


def in_service(ground: Ground) -> Flaw | None:
    """NO-IN-SERVICE: a school teacher, whom somebody else replaced."""
    i = ground.person(lambda person: person.identity_kind == "resident" and bool(person.subjects))
    if i is None:
        return None
    jurisdiction = ground.materials.profile.credit_code[2:4]
    before = people.newcomer(ground.materials.people[i], jurisdiction, ground.numbers, ground.rng)
    changed = {key: getattr(before, key) for key in _WHO}
    return Flaw("personnel", i, changed | {"line": before.line, "in_service": True})


def uncovered(ground: Ground) -> Flaw | None:
    """QUALIFIED: a certificate of a lower type than what is taught, or none."""
    i = ground.person(lambda person: person.role == "teacher" and _is_certified(person))
    if i is None:
        return None
    number = ground.materials.people[i].certificate_number
    return Flaw("personnel", i, {"certificate_number": lower_certificate(number) if ground.rng.random() < 0.7 else ""})


def foreign_blank(ground: Ground) -> Flaw | None:
    """FOREIGN-RECORD: no background shown."""
    i = ground.person(lambda person: person.nationality != "CN")
    return None if i is None else Flaw("personnel", i, {"work": "", "teaching": ""})


def twice(ground: Ground) -> Flaw | None:
    """DUPLICATE-STAFF: two people of the list with one certificate number."""
    i = ground.person(_is_certified)
    if i is None:
        return None
    stages = ground.materials.people[i].stages
    twin = ground.person(lambda person: _is_certified(person) and person.stages == stages)
    if twin is None or twin == i:
        return None
    return Flaw("personnel", i, {"certificate_number": ground.materials.people[twin].certificate_number})


def moonlighting(ground: Ground) -> Flaw | None:
    """DUPLICATE-STAFF: somebody who is also on the list of the next institution that has this flaw."""
    i = ground.person(_is_certified)
    if i is None:
        return None
    shared, ground.numbers.lent = ground.numbers.lent, None
    if shared is None:
        jurisdiction = ground.materials.profile.credit_code[2:4]
        everything = ground.materials.people[i]._replace(stages=["senior"])
        newcomer = people.newcomer(everything, jurisdiction, ground.numbers, ground.rng)
        shared = {key: getattr(newcomer, key) for key in _WHO}
        ground.numbers.lent = shared
    return Flaw("personnel", i, shared | {"line": line(ground.rng)})


def no_icp(ground: Ground) -> Flaw | None:
    """ICP: a website or app without its number."""
    return ground.platform({"icp_number": ""}, SITES)


def no_mlps(ground: Ground) -> Flaw | None:
    """MLPS: a platform that was never graded."""
    return ground.platform({"mlps_number": "", "mlps_level": None}, SITES)


def no_licence(ground: Ground) -> Flaw | None:
    """TELECOM: telecom business without a licence."""
    return ground.platform({"runs_telecom_business": True, "telecom_licence": ""}, SITES)


def short_retention(ground: Ground) -> Flaw | None:
    """RETENTION: logs or content kept for half a year."""
    return ground.platform(ground.rng.choice(({"log_months": 6}, {"content_months": 6})))


def no_eye_care(ground: Ground) -> Flaw | None:
    """EYE-CARE: no reminder, or no parental control."""
    return ground.platform(ground.rng.choice(({"eye_care": False}, {"parental_control": False})))


def staff_hidden(ground: Ground) -> Flaw | None:
    """STAFF-SHOWN: teachers are not shown."""
    return ground.platform({"staff_shown": False})


def fees_hidden(ground: Ground) -> Flaw | None:
    """FEES-SHOWN: no page with the fees."""
    return ground.platform({"fees_url": ""})


# How often each is planted.
PLANTERS: dict[Planter, int] = {
    uncovered: 16,
    many_hours: 12,
    late_end: 12,
    long_lesson: 10,
    long_span: 9,
    in_service: 8,
    no_icp: 7,
    no_mlps: 6,
    short_break: 6,
    fees_hidden: 5,
    short_retention: 5,
    no_eye_care: 5,
    no_licence: 4,
    twice: 4,
    moonlighting: 6,
    school_hours: 4,
    staff_hidden: 3,
    homework: 3,
    banned_words: 3,
    foreign_blank: 3,
    curriculum: 2,
}


def _retimed(ground: Ground, i: int, starts: time, ends: time, minutes: int, rest: int) -> Flaw:
    """The course's first lesson moved to a weekday at these times; its others as they are."""
    first, *others = ground.materials.courses[i].lessons
    weekday = min(first.weekday, 5)
    moved = first._replace(weekday=weekday, starts=starts, ends=ends, lesson_minutes=minutes, break_minutes=rest)
    return Flaw("courses", i, {"lessons": (moved, *[lesson for lesson in others if lesson.weekday != weekday])})


def _is_certified(person: Person) -> bool:
    return bool(person.certificate_number) and bool(set(person.subjects) - {"japanese", "russian"})
