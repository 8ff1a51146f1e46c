"""Invented training personnel: teachers whose certificates cover what they teach, tutors, researchers, managers."""

from __future__ import annotations

import random
from datetime import date, timedelta

from demo import names
from demo.materials import Person, line
from demo.numbers import People

_STAGE_ORDER = ("primary", "junior", "senior")
_ROLES = (*("teacher",) * 13, *("tutor",) * 5, "researcher", "manager")
_MAJORS = {
    "chinese": "汉语言文学",
    "mathematics": "数学与应用数学",
    "english": "英语",
    "physics": "物理学",
    "chemistry": "化学",
    "biology": "生物科学",
    "history": "历史学",
    "geography": "地理科学",
    "politics": "思想政治教育",
    "japanese": "日语",
    "russian": "俄语",
}
_DEGREES = ("本科", "本科", "本科", "硕士研究生", "专科")
_NATIONALITIES = ("US", "GB", "CA", "AU", "NZ", "IE", "ZA")
# Where people's identity cards are from, when not from where they work.
_ELSEWHERE = (
    "13",
    "14",
    "21",
    "22",
    "23",
    "34",
    "36",
    "37",
    "41",
    "42",
    "43",
    "45",
    "50",
    "51",
    "52",
    "53",
    "61",
    "62",
)
_FIRST_DAY, _DAYS = date(2013, 3, 1), 2380

Pair = tuple[str, str]


def staff(
    count: int, core: int, pairs: list[Pair], jurisdiction: str, numbers: People, rng: random.Random
) -> list[Person]:
    """`count` people, of whom the first `core` together teach every (subject, stage) of `pairs`."""
    females = [value < 0.68 for value in (rng.random() for _ in range(count))]
    named = names.people(count, females, rng)
    roles = rng.choices(_ROLES, k=count)
    # As many teachers first as it takes to teach everything; the small ones have no others.
    teachers = min(core, max(2, len(pairs)))
    roles[:teachers] = ["teacher"] * teachers
    return [
        _foreigner(rng, numbers, pairs)
        if i > teachers and rng.random() < 0.012 and _teaches(pairs, "english")
        else _local(i, core, named[i], females[i], roles[i], pairs, jurisdiction, numbers, rng)
        for i in range(count)
    ]


def newcomer(like: Person, jurisdiction: str, numbers: People, rng: random.Random) -> Person:
    """Somebody else in the same place, with an own line, name and numbers."""
    female = like.sex == "female"
    return like._replace(
        line=line(rng),
        name=names.people(1, [female], rng)[0],
        identity_number=numbers.resident(jurisdiction, female),
        certificate_number=numbers.certificate(jurisdiction, _highest(like.stages), female, rng.randrange(2005, 2019)),
    )


def _local(
    i: int,
    core: int,
    name: str,
    female: bool,
    role: str,
    pairs: list[Pair],
    jurisdiction: str,
    numbers: People,
    rng: random.Random,
) -> Person:
    taught = [] if role == "manager" else _share(i, core, pairs)
    subjects = list(dict.fromkeys(subject for subject, _ in taught))
    stages = [stage for stage in _STAGE_ORDER if any(stage == other for _, other in taught)]
    origin = jurisdiction if rng.random() < 0.5 else rng.choice(_ELSEWHERE)
    number = numbers.resident(origin, female)
    # Nobody was certified before turning 22, nor before 1996.
    year = max(int(number[6:10]) + 22 + rng.randrange(4), 1996)
    is_from_hong_kong = rng.random() < 0.002
    return Person(
        line=line(rng),
        name=name,
        sex="female" if female else "male",
        nationality="CN",
        identity_kind="hk_macao" if is_from_hong_kong else "resident",
        identity_number=numbers.permit() if is_from_hong_kong else number,
        certificate_number=numbers.certificate(origin, _highest(stages), female, min(year, 2019)) if taught else "",
        subjects=subjects,
        stages=stages,
        role=role,
        employment="full_time" if rng.random() < 0.72 else "part_time",
        employed_from=_FIRST_DAY + timedelta(days=rng.randrange(_DAYS)),
        in_service=False,
        education=f"{_MAJORS[subjects[0]] if subjects else '教育学'}专业，{rng.choice(_DEGREES)}",
        work="",
        teaching=f"从事教学工作 {rng.randrange(1, 15)} 年" if taught else "",
    )


def _foreigner(rng: random.Random, numbers: People, pairs: list[Pair]) -> Person:
    stages = [stage for stage in _STAGE_ORDER if ("english", stage) in pairs]
    return Person(
        line=line(rng),
        name=names.foreigner(rng),
        sex=rng.choice(("female", "male")),
        nationality=rng.choice(_NATIONALITIES),
        identity_kind="passport",
        identity_number=numbers.passport(),
        certificate_number="",
        subjects=["english"],
        stages=stages,
        role="teacher",
        employment="part_time",
        employed_from=_FIRST_DAY + timedelta(days=rng.randrange(_DAYS)),
        in_service=False,
        education="Bachelor of Arts in English; TESOL certificate (120 hours)",
        work=f"Worked as a language teacher for {rng.randrange(2, 12)} years",
        teaching=f"Taught English to primary pupils online since {rng.randrange(2014, 2019)}",
    )


def _share(i: int, core: int, pairs: list[Pair]) -> list[Pair]:
    """What person `i` teaches: one pair, or several where there are more pairs than people of the core."""
    return [pairs[i % len(pairs)]] if i >= core or core >= len(pairs) else pairs[i::core]


def _highest(stages: list[str]) -> str:
    return max(stages, key=_STAGE_ORDER.index)


def _teaches(pairs: list[Pair], subject: str) -> bool:
    return any(taught == subject for taught, _ in pairs)
