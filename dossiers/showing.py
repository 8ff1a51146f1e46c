"""Rows of the materials as people read them: one thing with its facts, a group page by page, old beside new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses import grades
from courses.models import Course, CourseTeacher, Lesson
from courses.section import COURSES
from courses.teaching import subject_names
from dossiers.sections import SECTIONS
from dossiers.things import page_of
from institutions.facts import Fact, facts
from institutions.models import Commitment, Dossier, DossierDocument, Filing, Platform, Profile
from institutions.section import COMMITMENT, PLATFORMS, PROFILE, Section
from personnel.models import Person, Stage

# Rows of a group on one page.
PAGE = 20
MOST_TEACHERS = 5

# Grades are said in words of their own.
COURSE_COLUMNS = tuple(name for name in COURSES.tables[0].columns if name != "grades")
PERSON_COLUMNS = (
    "name",
    "role",
    "employment",
    "employed_from",
    "nationality",
    "identity_masked",
    "certificate_number",
    "in_service",
    "education",
    "work",
    "teaching",
)


@dataclass(frozen=True)
class Thing:
    """One row: its name, where it is edited, its facts."""

    name: str
    address: str
    facts: list[Fact]
    row: models.Model


@dataclass(frozen=True)
class Group:
    """One group of the materials, a page of its rows, and where it is edited."""

    section: Section
    address: str
    things: list[Thing]
    page: Page


@dataclass(frozen=True)
class Change:
    """One fact as it was and as it is."""

    label: str
    old: str
    new: str


def materials(filing: Filing, dossier: Dossier, pages: dict[str, str]) -> list[Group]:
    """Every group in order; `pages` says which page of each group, by its name, so that no page is endless."""
    return [_group(filing, dossier, section, pages.get(section.name, "1")) for section in SECTIONS]


def changes(old: models.Model | None, new: models.Model | None) -> list[Change]:
    """What differs between a row in two versions, side by side; a row that is not there has no facts."""
    before = {fact.label: fact.value for fact in facts_of(old)} if old else {}
    after = {fact.label: fact.value for fact in facts_of(new)} if new else {}
    pairs = [Change(label, before.get(label, ""), after.get(label, "")) for label in {**before, **after}]
    return [change for change in pairs if change.old != change.new]


def facts_of(row: models.Model) -> list[Fact]:
    """What people need to read of a row of any group."""
    return _READERS[type(row)](row)


def fetched(section: Section, rows: models.QuerySet) -> models.QuerySet:
    """Rows of the section with everything that `facts_of` says, in a constant number of queries."""
    if section.name == "documents":
        return rows.select_related("blob")
    if section.name != "courses":
        return rows
    teachers = CourseTeacher.objects.select_related("person").order_by("person__name")[: MOST_TEACHERS + 1]
    return rows.select_related("platform").prefetch_related("lessons", Prefetch("teachers", teachers, "first_teachers"))


def _group(filing: Filing, dossier: Dossier, section: Section, number: str) -> Group:
    rows = fetched(section, _QUERIES.get(section.name, _plain)(dossier, section))
    page = Paginator(rows, PAGE).get_page(number)
    things = [Thing(_name(row), page_of(filing, section.name, row.line), facts_of(row), row) for row in page]
    return Group(section, page_of(filing, section.name, None), things, page)


def _name(row: models.Model) -> str:
    """What the row is called; of a document what it is, for files are called anything."""
    if not isinstance(row, DossierDocument):
        return str(row)
    return f"{capfirst(row.get_kind_display())} · {row.title or row.file_name}"


def _plain(dossier: Dossier, section: Section) -> Any:
    return section.model._default_manager.filter(dossier=dossier).order_by("pk")


def _in_order(dossier: Dossier, section: Section) -> Any:
    return section.model._default_manager.filter(dossier=dossier).order_by("position", "pk")


_QUERIES: dict[str, Callable[[Dossier, Section], Any]] = {
    "platforms": _in_order,
    "documents": _in_order,
    "personnel": _in_order,
    "courses": _in_order,
}


def _columns(section: Section) -> Callable[[Any], list[Fact]]:
    return lambda row: facts(row, section.tables[0].columns)


def _course_facts(course: Course) -> list[Fact]:
    names = [teacher.person.name for teacher in _first_teachers(course)]
    shown = _list(names[:MOST_TEACHERS]) + (" …" if len(names) > MOST_TEACHERS else "")
    return [
        *facts(course, COURSE_COLUMNS),
        Fact("grades", _("Grades"), capfirst(grades.names(course.grades))),
        Fact("platform", _("Platform"), str(course.platform or "")),
        Fact("lessons", _("Weekly timetable"), "\n".join(lesson_in_words(lesson) for lesson in course.lessons.all())),
        Fact("teachers", _("Teachers"), shown),
    ]


def _first_teachers(course: Course) -> list[CourseTeacher]:
    """As `fetched` brought them, or asked for now when one course is read alone."""
    found = getattr(course, "first_teachers", None)
    if found is None:
        found = course.teachers.select_related("person").order_by("person__name")[: MOST_TEACHERS + 1]
    return list(found)


def lesson_in_words(lesson: Lesson) -> str:
    """Wednesday 19:00–20:30, lessons of 40 minutes, breaks of 10."""
    return _("%(day)s %(starts)s–%(ends)s, %(lesson)d min a lesson, %(rest)d min of break") % {
        "day": lesson.get_weekday_display(),
        "starts": lesson.starts.strftime("%H:%M"),
        "ends": lesson.ends.strftime("%H:%M"),
        "lesson": lesson.lesson_minutes,
        "rest": lesson.break_minutes,
    }


def _person_facts(person: Person) -> list[Fact]:
    labels = {"identity_masked": _("Identity number")}
    shown = [Fact(f.name, labels.get(f.name, f.label), f.value) for f in facts(person, PERSON_COLUMNS)]
    stages = _list(str(Stage(stage).label) for stage in person.stages)
    return [
        *shown,
        Fact("subjects", capfirst(_("subjects")), capfirst(subject_names(person))),
        Fact("stages", capfirst(_("stages")), capfirst(stages)),
    ]


def _document_facts(document: DossierDocument) -> list[Fact]:
    shown = facts(document, ("kind", "title"))
    size = Fact("size", _("Size"), filesizeformat(document.blob.size))
    return [*shown, Fact("file", _("File"), document.file_name), size, Fact("digest", "SHA-256", document.blob.sha256)]


def _list(values: Iterable[str]) -> str:
    return _(", ").join(values)


_READERS: dict[type[models.Model], Callable[[Any], list[Fact]]] = {
    Profile: _columns(PROFILE),
    Platform: _columns(PLATFORMS),
    Commitment: _columns(COMMITMENT),
    DossierDocument: _document_facts,
    Person: _person_facts,
    Course: _course_facts,
}
