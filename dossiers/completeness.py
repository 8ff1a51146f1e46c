"""What a dossier still lacks, section by section."""

from __future__ import annotations

from dossiers.sections import SECTIONS
from institutions.models import Dossier
from institutions.section import Missing


def missing(dossier: Dossier) -> dict[str, list[Missing]]:
    """Per section name what is missing, in the reader's language; sections that are whole are absent."""
    found = {section.name: section.missing(dossier) for section in SECTIONS}
    return {name: items for name, items in found.items() if items}


def is_complete(dossier: Dossier) -> bool:
    """Nothing that blocks submission is missing."""
    return not any(item.blocking for items in missing(dossier).values() for item in items)
