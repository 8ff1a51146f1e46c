"""Which facts of a row officers read, and how the values that are rows of their own are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Choices, Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Weekday
from institutions.facts import Fact, in_words
from institutions.section import Section
from personnel.models import Stage, Subject
from screening.rules import phrases

# What is beside a finding: enough to judge it by.
SHORT = {
    "profile": ("name", "credit_code", "registered_address"),
    "platforms": ("kind", "address", "icp_number"),
    "documents": ("title", "file_name", "pages"),
    "personnel": ("role", "subjects", "stages", "certificate_number"),
    "courses": ("mode", "subject", "grades", "schedule", "fees", "teachers"),
    "commitment": ("signatory", "signed_on"),
}
# Columns that say nothing to a reader, or are said by another fact.
LEFT_OUT = {
    "documents": ("blob_id", "about_section", "about_line", "kind"),
    "personnel": ("name", "identity_commitment"),
    "courses": ("name", "price", "charge_mode"),
}

LABELS = {"file_name": gettext_lazy("File name")}
CHOICES: dict[str, type[Choices]] = {"subjects": Subject, "stages": Stage}


def of(section: Section, row: Model) -> list[Fact]:
    """Everything of the row, in order; identity numbers only masked."""
    names = [name for name in section.tables[0].columns if name not in LEFT_OUT.get(section.name, ())]
    found = [_fact(row, name) for name in names]
    return found + [Fact(name, str(label), words(row)) for name, label, words in MORE.get(section.name, ())]


def short(section: Section, facts: Iterable[Fact]) -> list[Fact]:
    """Of these the few that stand beside a finding."""
    known = {fact.name: fact for fact in facts}
    return [known[name] for name in SHORT[section.name] if name in known]


def fetched(section: Section, rows: QuerySet) -> QuerySet:
    """With everything that `of` says, in a constant number of queries."""
    if section.name == "courses":
        return rows.select_related("platform").prefetch_related("lessons", "teachers__person")
    return rows.select_related("blob") if section.name == "documents" else rows


def _fact(row: Any, name: str) -> Fact:
    label = str(LABELS.get(name) or row._meta.get_field(name).verbose_name)
    labels = CHOICES.get(name)
    if labels is not None:
        return Fact(name, label, phrases.joined(phrases.label(labels, value) for value in getattr(row, name)))
    if name == "grades":
        return Fact(name, label, phrases.grades(row.grades) if row.grades else "")
    if name == "nationality":
        return Fact(name, label, _("China") if row.nationality == "CN" else row.nationality)
    return Fact(name, label, in_words(row, name))


def _schedule(course: Any) -> str:
    return phrases.joined(
        _("%(weekday)s %(starts)s–%(ends)s (%(lesson)d min, break %(pause)d min)")
        % {
            "weekday": Weekday(lesson.weekday).label,
            "starts": lesson.starts.strftime("%H:%M"),
            "ends": lesson.ends.strftime("%H:%M"),
            "lesson": lesson.lesson_minutes,
            "pause": lesson.break_minutes,
        }
        for lesson in course.lessons.all()
    )


def _fees(course: Any) -> str:
    if not course.price:
        return course.get_charge_mode_display()
    unit = _("class hour") if course.charge_mode == "by_hour" else _("period")
    return _("¥ %(price)s / %(unit)s") % {"price": in_words(course, "price"), "unit": unit}


def _teachers(course: Any) -> str:
    return phrases.joined(teacher.person.name for teacher in course.teachers.all())


def _platform(course: Any) -> str:
    return str(course.platform or "")


def _identity(person: Any) -> str:
    return person.identity_masked


def _pages(document: Any) -> str:
    return str(document.blob.pages)


def _digest(document: Any) -> str:
    return document.blob.sha256[:16]


MORE: dict[str, tuple[tuple[str, Any, Callable[[Any], str]], ...]] = {
    "courses": (
        ("platform", gettext_lazy("Platform"), _platform),
        ("schedule", gettext_lazy("Weekly timetable"), _schedule),
        ("fees", gettext_lazy("Fees"), _fees),
        ("teachers", gettext_lazy("Teachers"), _teachers),
    ),
    "personnel": (("identity", gettext_lazy("Identity number"), _identity),),
    "documents": (("pages", gettext_lazy("Pages"), _pages), ("digest", gettext_lazy("SHA-256 digest"), _digest)),
}
