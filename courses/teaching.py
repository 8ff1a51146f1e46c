"""Who teaches a course, and a course copied as the start of another."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.models import Course, CourseTeacher, Lesson
from personnel.models import Person, Subject

MOST_FOUND = 20


def people_to_add(course: Course, name: str) -> QuerySet[Person]:
    """People of the dossier with this in their name who do not teach the course yet; the first twenty."""
    people = Person.objects.filter(dossier=course.dossier_id, name__contains=name)
    return people.exclude(courses__course=course).order_by("name", "pk")[:MOST_FOUND]


def subject_names(person: Person) -> str:
    """The subjects a person teaches, in words."""
    return _(", ").join(str(Subject(subject).label) for subject in person.subjects)


def add_teacher(course: Course, person: Person) -> None:
    """The person teaches the course; twice is once."""
    CourseTeacher.objects.get_or_create(course=course, person=person, defaults={"dossier_id": course.dossier_id})


def remove_teacher(course: Course, person: Person) -> None:
    """The person no longer teaches the course."""
    course.teachers.filter(person=person).delete()


@transaction.atomic
def copy_course(course: Course, line: UUID, name: str, position: int) -> Course:
    """A course under a new line with the same lessons and teachers; the line that is there already is returned."""
    there = Course.objects.filter(dossier=course.dossier_id, line=line).first()
    if there is not None:
        return there
    lessons, teachers = list(course.lessons.all()), list(course.teachers.values_list("person_id", flat=True))
    copy = Course.objects.get(pk=course.pk)
    copy.pk, copy.line, copy.name, copy.position = None, line, name, position
    copy.save(force_insert=True)
    Lesson.objects.bulk_create(
        Lesson(
            dossier_id=copy.dossier_id,
            course=copy,
            weekday=lesson.weekday,
            starts=lesson.starts,
            ends=lesson.ends,
            lesson_minutes=lesson.lesson_minutes,
            break_minutes=lesson.break_minutes,
        )
        for lesson in lessons
    )
    CourseTeacher.objects.bulk_create(
        CourseTeacher(dossier_id=copy.dossier_id, course=copy, person_id=person) for person in teachers
    )
    return copy
