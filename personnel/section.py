"""The section of a dossier that names its training personnel; identity only as its commitment."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.models import Dossier
from institutions.section import Missing, Section, Table
from personnel.models import Person


def _missing(dossier: Dossier) -> list[Missing]:
    if Person.objects.filter(dossier=dossier).exists():
        return []
    return [Missing(_("No training personnel have been added yet"))]


PERSONNEL = Section(
    "personnel",
    gettext_lazy("Training personnel"),
    (
        Table(
            Person,
            (
                "name",
                "sex",
                "nationality",
                "identity_kind",
                "identity_commitment",
                "certificate_number",
                "subjects",
                "stages",
                "role",
                "employment",
                "employed_from",
                "in_service",
                "education",
                "work",
                "teaching",
            ),
            kept=("position", "identity_id", "identity_masked"),
            told_by=(
                ("subjects", "array_to_string(t.subjects, ',')"),
                ("stages", "array_to_string(t.stages, ',')"),
            ),
        ),
    ),
    _missing,
)
