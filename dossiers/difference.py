"""What changed between two versions of the materials."""

from __future__ import annotations

from dataclasses import dataclass

from dossiers.sections import SECTIONS
from institutions.models import Dossier
from institutions.section import Difference, Section


@dataclass(frozen=True)
class SectionDifference:
    """One section and what changed in it."""

    section: Section
    difference: Difference


def difference(old: Dossier, new: Dossier) -> list[SectionDifference]:
    """Per section, in order, what changed from `old` to `new`; one query a section."""
    return [SectionDifference(section, section.difference(old, new)) for section in SECTIONS]
