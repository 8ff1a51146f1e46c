"""One institution as the public sees it: entry, profile, platforms, courses with lessons, people, measures, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.text import capfirst
from django.utils.translation import gettext_noop

from courses.grades import SHORT
from filing_platform.errors import NotFound
from personnel.models import Subject
from register import history
from register.models import (
    Entry,
    PublicCourse,
    PublicCourseTeacher,
    PublicLesson,
    PublicMeasure,
    PublicPerson,
    PublicPlatform,
    PublicProfile,
)

# On the institution's own page; all of them are one click away.
COURSES_SHOWN = 12
PAGE_SIZE = 50
# Of a large institution the rest is answered by name or certificate number: nobody collects a staff.
PEOPLE_SHOWN = 1000


@dataclass(frozen=True)
class DrawnLesson:
    """A lesson of the weekly timetable."""

    weekday: int
    start: time
    end: time
    label: str
    # Of the label as much as a narrow box holds, the longest first.
    shorter: Sequence[str] = ()


@dataclass(frozen=True)
class Taught:
    """A course with its weekly lessons and the names of its teachers."""

    course: PublicCourse
    lessons: Sequence[PublicLesson] = ()
    teachers: Sequence[str] = ()


@dataclass(frozen=True)
class Shown:
    """Everything on an institution's page."""

    entry: Entry
    profile: PublicProfile | None
    platforms: Sequence[PublicPlatform]
    courses: Sequence[Taught]
    lessons: Sequence[DrawnLesson]
    measures: Sequence[PublicMeasure]
    changes: Sequence[history.Change]
    today: date

    @property
    def standing_change(self) -> history.Change | None:
        """The change that put it where it stands today."""
        come = [each for each in self.changes if not each.superseded and each.change.effective_on <= self.today]
        return come[0] if come else None


def entry_of(credit_code: str, today: date) -> Entry:
    """The entry of an institution; raises NotFound when it is not, or not yet, on record."""
    entry = (
        Entry.objects.public()
        .with_status(today)
        .select_related("jurisdiction")
        .filter(credit_code=credit_code.upper())
        .first()
    )
    if entry is None:
        raise NotFound("institution", gettext_noop("There is nothing at this address."))
    return entry


def show(credit_code: str, today: date) -> Shown:
    """The page of an institution; of an institution that has only filed there is no dossier to show."""
    entry = entry_of(credit_code, today)
    measures = PublicMeasure.objects.public().filter(institution=entry.institution_id)
    courses = courses_of(entry, 0, COURSES_SHOWN)
    return Shown(
        entry=entry,
        profile=PublicProfile.objects.filter(pk=entry.dossier_id).first(),
        platforms=list(PublicPlatform.objects.filter(dossier_id=entry.dossier_id).order_by("position", "id")),
        courses=courses,
        lessons=_timetable(courses),
        measures=list(measures.order_by("-ordered_on", "-id")),
        changes=history.history(entry),
        today=today,
    )


def courses_of(entry: Entry, start: int, count: int) -> list[Taught]:
    """Some of the institution's courses by subject, with lessons and teachers."""
    courses = PublicCourse.objects.filter(dossier_id=entry.dossier_id).order_by("subject", "position", "id")
    shown = list(courses[start : start + count])
    lines = [course.line for course in shown]
    lessons: dict[object, list[PublicLesson]] = {}
    for lesson in PublicLesson.objects.filter(dossier_id=entry.dossier_id, course_line__in=lines).order_by(
        "weekday", "starts"
    ):
        lessons.setdefault(lesson.course_line, []).append(lesson)
    teachers = _teachers(entry, lines)
    return [Taught(course, lessons.get(course.line, []), teachers.get(course.line, [])) for course in shown]


def people_of(entry: Entry, start: int, count: int) -> list[PublicPerson]:
    """Some of the institution's training personnel, in the order of its own list."""
    people = PublicPerson.objects.filter(dossier_id=entry.dossier_id).order_by("position", "id")
    return list(people[start : start + count])


def _teachers(entry: Entry, lines: Sequence[object]) -> dict[object, list[str]]:
    links = list(PublicCourseTeacher.objects.filter(dossier_id=entry.dossier_id, course_line__in=lines))
    people = PublicPerson.objects.filter(dossier_id=entry.dossier_id, line__in=[link.person_line for link in links])
    names = dict(people.values_list("line", "name"))
    teachers: dict[object, list[str]] = {}
    for link in links:
        if link.person_line in names:
            teachers.setdefault(link.course_line, []).append(names[link.person_line])
    return teachers


def _timetable(courses: Sequence[Taught]) -> list[DrawnLesson]:
    """The weekly lessons of the courses shown, each under its subject and grade."""
    return [
        DrawnLesson(lesson.weekday, lesson.starts, lesson.ends, *_labels(each.course))
        for each in courses
        for lesson in each.lessons
    ]


def _labels(course: PublicCourse) -> tuple[str, Sequence[str]]:
    """Subject and grade; shorter: subject and number, the grade alone, its number."""
    subject = capfirst(Subject(course.subject).label)
    number = "/".join(str(grade) for grade in course.grades[:2])
    grades = "/".join(str(SHORT[grade]) for grade in course.grades[:2])
    return f"{subject} {grades}", (f"{subject} {number}", grades, number)
