"""Which few facts of a row stand beside a finding: enough to judge it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

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


# What a rule looks at beyond these.
BY_RULE = {
    "LESSON-LENGTH": ("lesson_minutes",),
    "NO-HOMEWORK": ("homework",),
    "CURRICULUM": ("stage",),
    "BANNED-CONTENT": ("name", "introduction", "description"),
    "EYE-CARE": ("eye_care", "parental_control"),
    "NO-IN-SERVICE": ("in_service",),
    "FOREIGN-RECORD": ("nationality", "education", "work", "teaching"),
    "STAFF-SHOWN": ("staff_shown",),
    "MLPS": ("mlps_number", "mlps_level"),
    "TELECOM": ("runs_telecom_business", "telecom_licence"),
    "RETENTION": ("content_months", "live_months", "log_months"),
    "FEES-SHOWN": ("fees_url", "refund_rule"),
    "PREPAY-HOURS": ("hours_per_payment",),
    "PREPAY-SPAN": ("months_per_payment",),
}


# What tells things of one name apart.
APART = {
    "platforms": ("kind", "address"),
    "documents": ("title",),
    "personnel": ("role", "certificate_number"),
    "courses": ("mode", "subject", "grades"),
}


# What many things of a group are compared by, one a row.
COMPARED = {
    "platforms": ("kind", "address", "icp_number"),
    "documents": ("title", "file", "size"),
    "personnel": ("role", "employment", "subjects", "stages", "certificate_number"),
    "courses": ("subject", "grades", "mode", "starts_on", "price"),
}


@dataclass(frozen=True)
class Comparison:
    """Headings, and for each thing its cells in their order."""

    headings: list[str]
    rows: list[list[str]]


def compared(section: Section, things: list[list[Fact]]) -> Comparison | None:
    """The facts of several things side by side; None for a group whose things are not compared."""
    names = COMPARED.get(section.name)
    if names is None or len(things) < 2:
        return None
    known = [{fact.name: fact for fact in facts} for facts in things]
    used = [name for name in names if any(name in facts and facts[name].value for facts in known)]
    labels = {name: facts[name].label for facts in reversed(known) for name in used if name in facts}
    rows = [[facts[name].value if name in facts else "" for name in used] for facts in known]
    return Comparison([labels[name] for name in used], rows)


def apart(section: Section, title: str, facts: Iterable[Fact]) -> str:
    """What a thing is called where it stands alone: with what tells it from others of its name."""
    known = {fact.name: fact.value for fact in facts}
    found = [str(known[name]) for name in APART.get(section.name, ()) if known.get(name) and known[name] != title]
    return _("%(name)s (%(what)s)") % {"name": title, "what": " · ".join(found)} if found else title


def short(section: Section, facts: Iterable[Fact], rules: Iterable[str]) -> list[Fact]:
    """Of these facts the few that stand beside findings of these rules."""
    wanted = dict.fromkeys([*SHORT[section.name], *(name for rule in rules for name in BY_RULE.get(rule, ()))])
    known = {fact.name: fact for fact in facts}
    return [known[name] for name in wanted if name in known]
