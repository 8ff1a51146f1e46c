"""Which few facts of a row stand beside a finding: enough to judge it by."""

from __future__ import annotations

from collections.abc import Iterable

from institutions.facts import Fact
from institutions.section import Section

SHORT = {
    "profile": ("name", "credit_code", "registered_address"),
    "platforms": ("kind", "address", "icp_number"),
    "documents": ("title", "file"),
    "personnel": ("role", "subjects", "stages", "certificate_number"),
    "courses": ("mode", "subject", "grades", "lessons", "charge_mode", "price", "teachers"),
    "commitment": ("signatory", "signed_on"),
}


def short(section: Section, facts: Iterable[Fact]) -> list[Fact]:
    """Of these facts the few that stand beside a finding."""
    known = {fact.name: fact for fact in facts}
    return [known[name] for name in SHORT[section.name] if name in known]
