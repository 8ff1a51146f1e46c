"""The courses of a workbook in the worker's memory: what each row says, its platform and teachers found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import override

from courses.columns import WEEKDAYS
from courses.models import CourseImport, CourseWorkbookError
from courses.section import COURSE_COLUMNS
from institutions.identifiers import normalise
from institutions.models import Dossier
from institutions.workbooks.importing import Tell
from institutions.workbooks.taking import Taking
from institutions.workbooks.wording import listed
from personnel.models import Person

BREAK: Final = 10
PLATFORMS_NAMED: Final = 8

# Weekday, starts, ends, minutes a lesson, minutes of break.
Slot = tuple[int, time, time, int, int]


@dataclass
class StagedCourse:
    """One row: the values of Course, its lessons, and by key its platform and teachers once they are found."""

    row: int
    values: dict[str, Any]
    lessons: frozenset[Slot]
    platform: str
    teachers: list[str]
    platform_id: int | None = None
    teacher_ids: frozenset[int] = field(default_factory=frozenset)


class StagedCourses(Taking):
    """Keeps some thousand rows; a course workbook has no more."""

    def __init__(self, workbook: CourseImport, tell: Tell) -> None:
        super().__init__(workbook, tell)
        self.courses: list[StagedCourse] = []

    def stage(self, right: list[str]) -> None:
        """Keep some rows."""
        self.courses += map(_staged, right)


@contextmanager
def staging(workbook: CourseImport, tell: Tell) -> Iterator[StagedCourses]:
    """An empty staging."""
    yield StagedCourses(workbook, tell)


def find_platforms_and_teachers(
    courses: Iterable[StagedCourse], workbook: CourseImport, dossier: Dossier
) -> list[CourseWorkbookError]:
    """Give each course the keys of its platform and teachers; what cannot be told is an error."""
    courses = list(courses)
    platforms, people = platforms_by_name(dossier), _People(dossier, courses)
    problems = []
    for course in courses:
        if course.platform:
            course.platform_id = platforms.get(normalise(course.platform))
            if course.platform_id is None:
                allowed = listed(list(names_of_platforms(dossier).values())[:PLATFORMS_NAMED])
                problems.append(_problem(workbook, course, "platform", "not_in_list", course.platform, allowed=allowed))
        found = set()
        for teacher in course.teachers:
            keys = people.keys(teacher)
            if len(keys) == 1:
                found.update(keys)
            else:
                code = "teacher_ambiguous" if keys else "teacher_unknown"
                problems.append(_problem(workbook, course, "teachers", code, teacher))
        course.teacher_ids = frozenset(found)
    return problems


def names_of_platforms(dossier: Dossier) -> dict[int, str]:
    """By key what each platform is called in a workbook: its name; where several share it, with its kind or address."""
    platforms = list(dossier.platforms.all())
    names = [normalise(platform.name) for platform in platforms]
    with_kind = [normalise(_with_kind(platform)) for platform in platforms]
    called = {}
    for platform in platforms:
        if names.count(normalise(platform.name)) == 1:
            called[platform.pk] = platform.name
        elif with_kind.count(normalise(_with_kind(platform))) == 1:
            called[platform.pk] = _with_kind(platform)
        else:
            called[platform.pk] = platform.address or _with_kind(platform)
    return called


def platforms_by_name(dossier: Dossier) -> dict[str, int | None]:
    """Every way to write a platform that tells it from the others: its name, with its kind, its address."""
    found: dict[str, list[int]] = defaultdict(list)
    for platform in dossier.platforms.all():
        ways = {normalise(platform.name), normalise(platform.address)} - {""}
        # A workbook may come from a colleague who reads the other language.
        for language in ("zh-hans", "en"):
            with override(language):
                ways.add(normalise(_with_kind(platform)))
        for written in ways:
            found[written].append(platform.pk)
    return {written: keys[0] for written, keys in found.items() if len(keys) == 1}


def lesson_length(course_minutes: int | None, starts: time, ends: time) -> int:
    """Minutes of one lesson where its slot does not say: those of the course, else from beginning to end."""
    return course_minutes or (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


class _People:
    """The people of the dossier whom the rows name, by certificate number and by name."""

    def __init__(self, dossier: Dossier, courses: list[StagedCourse]) -> None:
        named = {teacher for course in courses for teacher in course.teachers}
        numbers = {normalise(teacher).replace("-", "") for teacher in named}
        self._by_number: dict[str, set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        people = Person.objects.filter(Q(name__in=named) | Q(certificate_number__in=numbers - {""}), dossier=dossier)
        for pk, name, number in people.values_list("pk", "name", "certificate_number"):
            self._by_number[number].add(pk)
            self._by_name[name].add(pk)

    def keys(self, teacher: str) -> set[int]:
        """Whoever the words can mean."""
        number = normalise(teacher).replace("-", "")
        return self._by_number.get(number, set()) if number.isdecimal() else self._by_name.get(teacher, set())


def _staged(line: str) -> StagedCourse:
    row, _tab, written = line.partition("\t")
    said = json.loads(written)
    values = {name: said[name] for name in COURSE_COLUMNS}
    for name in ("starts_on", "ends_on"):
        values[name] = date.fromisoformat(said[name]) if said[name] else None
    for name in ("price", "months_per_payment"):
        values[name] = Decimal(said[name]) if said[name] is not None else None
    return StagedCourse(int(row), values, frozenset(_slots(said)), said["platform"], said["teachers"])


def _slots(said: dict[str, Any]) -> Iterator[Slot]:
    rest_of_all = BREAK if said["break_minutes"] is None else said["break_minutes"]
    for weekday, name in enumerate(WEEKDAYS, 1):
        for first, last, minutes, rest in said[name]:
            starts, ends = time.fromisoformat(first), time.fromisoformat(last)
            length = minutes or lesson_length(said["lesson_minutes"], starts, ends)
            yield weekday, starts, ends, length, rest_of_all if rest is None else rest


def _with_kind(platform: Any) -> str:
    return f"{platform.name} ({platform.get_kind_display()})"


def _problem(
    workbook: CourseImport, course: StagedCourse, column: str, code: str, value: str, **params: Any
) -> CourseWorkbookError:
    return CourseWorkbookError(
        course_import=workbook, row=course.row, column=column, code=code, value=value[:80], params=params
    )
