"""The things in a dossier that a document, a finding or an answer can be about, by section and line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from dossiers.sections import by_name
from institutions.models import Dossier, DossierDocument, Filing, Platform

Choice = tuple[str, Any]


def abouts(dossier: Dossier) -> list[tuple[Any, Any]]:
    """Choices of what a document can be about: platforms and courses, by group."""
    groups = [(_("Platforms"), "platforms", Platform), (_("Courses"), "courses", Course)]
    return [
        (title, [(f"{section}:{line}", name) for line, name in _named(model, dossier)])
        for title, section, model in groups
    ]


def names_of(dossier: Dossier, documents: Iterable[DossierDocument]) -> list[DossierDocument]:
    """The documents, each with `about_name`: the platform or course it is about, or nothing."""
    names: dict[UUID | None, str] = dict([*_named(Platform, dossier), *_named(Course, dossier)])
    found = list(documents)
    for document in found:
        document.about_name = names.get(document.about_line, "")  # type: ignore[attr-defined]
    return found


def row_at(dossier: Dossier, section: str, line: UUID | None) -> models.Model | None:
    """The row that (section, line) points at in this version, if it is still there."""
    if line is None:
        return None
    return by_name(section).model._default_manager.filter(dossier=dossier, line=line).first()


def page_of(filing: Filing, section: str, line: UUID | None) -> str:
    """Where the row is edited; the page of its group when it is about no row."""
    group = f"{reverse('file-filing', args=[filing.number])}{section}/"
    if line is None or section in ("profile", "commitment"):
        return group
    return f"{group}{line}/"


def _named(model: type[models.Model], dossier: Dossier) -> list[tuple[UUID, str]]:
    rows = model._default_manager.filter(dossier=dossier)
    return list(rows.order_by("position", "id").values_list("line", "name"))
