"""What a course workbook would change in a dossier's courses, and changing it: a few statements, whatever the size.

A course is the same as before when its name is; of several of one name the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from courses.models import Course, CourseTeacher, Lesson
from courses.section import COURSE_COLUMNS, LESSON_COLUMNS
from courses.staging import Slot, StagedCourse
from institutions.models import Dossier
from institutions.workbooks.changes import Changes

NAMES_SHOWN = 20
AT_ONCE = 500


@dataclass
class Comparison:
    """The rows beside the courses that they are about."""

    new: list[StagedCourse]
    changed: list[tuple[StagedCourse, Course]]
    unchanged: list[tuple[StagedCourse, Course]]
    removed: list[Course]

    @property
    def changes(self) -> Changes:
        """How many of each."""
        return Changes(len(self.new), len(self.changed), len(self.removed), len(self.unchanged))


def compare(staged: list[StagedCourse], dossier: Dossier) -> Comparison:
    """Match the rows with the courses of the dossier by name."""
    stored = dossier.courses.prefetch_related("lessons", "teachers").order_by("position", "pk")
    by_name: dict[str, Course] = {}
    removed = []
    for course in stored:
        if by_name.setdefault(_plain(course.name), course) is not course:
            removed.append(course)
    found = Comparison([], [], [], removed)
    for row in staged:
        if row.values["name"] not in by_name:
            found.new.append(row)
            continue
        course = by_name.pop(row.values["name"])
        (found.unchanged if _says_the_same(row, course) else found.changed).append((row, course))
    found.removed += by_name.values()
    return found


def merge(found: Comparison, dossier: Dossier, *, keep_missing: bool) -> None:
    """Make the dossier's courses those of the rows; `keep_missing` leaves those that no row names."""
    if not keep_missing:
        Course.objects.filter(pk__in=[course.pk for course in found.removed]).delete()
    # The order of the workbook is the order of the courses; beside others, new ones come last.
    last = (dossier.courses.aggregate(last=Max("position"))["last"] or 0) if keep_missing else 0
    new = [
        Course(dossier=dossier, position=last + row.row, platform_id=row.platform_id, **row.values) for row in found.new
    ]
    Course.objects.bulk_create(new)
    if not keep_missing:
        for row, course in [*found.changed, *found.unchanged]:
            course.position = row.row
    for row, course in found.changed:
        course.platform_id = row.platform_id
        for name, value in row.values.items():
            setattr(course, name, value)
    Course.objects.bulk_update(
        [course for _row, course in found.changed], ["platform", "position", *COURSE_COLUMNS], AT_ONCE
    )
    Course.objects.bulk_update([course for _row, course in found.unchanged], ["position"], AT_ONCE)
    pairs = [*zip(found.new, new, strict=True), *found.changed]
    _merge_lessons(pairs, dossier)
    _merge_teachers(pairs, dossier)


def slot_of(lesson: Lesson) -> Slot:
    """A lesson as a row says it."""
    return lesson.weekday, lesson.starts, lesson.ends, lesson.lesson_minutes, lesson.break_minutes


def _says_the_same(row: StagedCourse, course: Course) -> bool:
    return (
        all(_plain(getattr(course, name)) == _plain(value) for name, value in row.values.items())
        and course.platform_id == row.platform_id
        and {slot_of(lesson) for lesson in course.lessons.all()} == row.lessons
        and {teacher.person_id for teacher in course.teachers.all()} == row.teacher_ids
    )


def _plain(value: Any) -> Any:
    """Text without regard to how its spaces and lines are written: a spreadsheet writes them its own way."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _merge_lessons(pairs: list[tuple[StagedCourse, Course]], dossier: Dossier) -> None:
    """A lesson that stays keeps its line."""
    gone: list[int] = []
    come: list[Lesson] = []
    for row, course in pairs:
        stored = {slot_of(lesson): lesson for lesson in _stored(course, "lessons")}
        gone += [lesson.pk for slot, lesson in stored.items() if slot not in row.lessons]
        come += [
            Lesson(dossier=dossier, course=course, **dict(zip(LESSON_COLUMNS, slot, strict=True)))
            for slot in sorted(row.lessons - stored.keys())
        ]
    Lesson.objects.filter(pk__in=gone).delete()
    Lesson.objects.bulk_create(come)


def _merge_teachers(pairs: list[tuple[StagedCourse, Course]], dossier: Dossier) -> None:
    gone: list[int] = []
    come: list[CourseTeacher] = []
    for row, course in pairs:
        stored = {teacher.person_id: teacher.pk for teacher in _stored(course, "teachers")}
        gone += [pk for person, pk in stored.items() if person not in row.teacher_ids]
        come += [
            CourseTeacher(dossier=dossier, course=course, person_id=person)
            for person in sorted(row.teacher_ids - stored.keys())
        ]
    CourseTeacher.objects.filter(pk__in=gone).delete()
    CourseTeacher.objects.bulk_create(come)


def _stored(course: Course, what: str) -> Any:
    """As `compare` fetched them; a new course has none."""
    fetched = getattr(course, "_prefetched_objects_cache", {})
    return fetched.get(what, ())
