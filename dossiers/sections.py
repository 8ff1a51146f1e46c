"""The sections of a dossier, in order: a new group of materials is one module and one line here."""

from __future__ import annotations

from courses.section import COURSES
from filing_platform.errors import NotFound
from institutions.section import COMMITMENT, DOCUMENTS, PLATFORMS, PROFILE, Section
from personnel.section import PERSONNEL

SECTIONS: tuple[Section, ...] = (PROFILE, PLATFORMS, DOCUMENTS, PERSONNEL, COURSES, COMMITMENT)


def by_name(name: str) -> Section:
    """The section of that name; NotFound for any other."""
    for section in SECTIONS:
        if section.name == name:
            return section
    raise NotFound("no_such_section", "")
