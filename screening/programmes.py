"""A province's screening programme: never changed once in force, a new version takes its place from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from accounts.models import Department, Jurisdiction, Programme, ProgrammeDepartment, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, FieldError, NotFound, Refused
from screening.models import RuleSetting

# What a programme decides beside its departments.
PARAMETERS = (
    "title",
    "early_until",
    "early_deadline",
    "rectification_months",
    "extension_months",
    "public_notice_days",
    "statement_working_days",
    "opinion_days",
    "review_days",
    "report_working_days",
    "publishes_filed",
)

# What each may be at least and at most: enough for what a regulation might ask, not for a slip of the finger.
BOUNDS = {
    "rectification_months": (1, 24),
    "extension_months": (1, 12),
    "public_notice_days": (1, 60),
    "statement_working_days": (1, 60),
    "opinion_days": (1, 180),
    "review_days": (1, 365),
    "report_working_days": (1, 60),
}


@transaction.atomic
def new_version(
    jurisdiction: Jurisdiction, user: User, in_force_from: date, departments: Iterable[Department], **parameters: Any
) -> Programme:
    """The next version, by the provincial administrator; the rules' limits and word lists go on as they were.

    Filings keep the programme they were opened under.
    """
    if jurisdiction.pk not in rights_of(user).provincial:
        raise NotFound("not_found", "")
    Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    chosen = {department.pk for department in departments}
    wrong = faults(jurisdiction, {"in_force_from": in_force_from, "departments": chosen, **parameters})
    if wrong:
        raise BadInput("programme", wrong[0].message, errors=wrong)
    last = Programme.objects.filter(jurisdiction=jurisdiction).order_by("-version").first()
    values = {name: parameters[name] for name in PARAMETERS}
    version = last.version + 1 if last else 1
    programme = Programme.objects.create(
        jurisdiction=jurisdiction, version=version, in_force_from=in_force_from, **values
    )
    ProgrammeDepartment.objects.bulk_create(
        [ProgrammeDepartment(programme=programme, department_id=pk) for pk in sorted(chosen)]
    )
    if last is not None:
        _keep_rule_settings(last, programme)
    return programme


def faults(jurisdiction: Jurisdiction, typed: dict[str, Any]) -> list[FieldError]:
    """Everything wrong in what is there of a new version; `departments` by code."""
    found = [_bounded(name, typed[name]) for name in BOUNDS if typed.get(name) is not None]
    begins, until, deadline = typed.get("in_force_from"), typed.get("early_until"), typed.get("early_deadline")
    if begins is not None and begins <= clock.today():
        text = gettext("A new version comes into force tomorrow at the earliest.")
        found.append(FieldError("in_force_from", text))
    same = Programme.objects.filter(jurisdiction=jurisdiction, in_force_from=begins).first() if begins else None
    if same is not None:
        text = gettext("Version %(version)s already comes into force on this day, %(day)s: choose another day.")
        day = date_format(same.in_force_from, "DATE_FORMAT")
        found.append(FieldError("in_force_from", text % {"version": same.version, "day": day}))
    if until and deadline and deadline <= until:
        text = gettext("Choose a day after the one by which early filings are submitted.")
        found.append(FieldError("early_deadline", text))
    if "departments" in typed and Department.EDUCATION not in typed["departments"]:
        text = gettext("The education department leads: it always takes part.")
        found.append(FieldError("departments", text))
    return [each for each in found if each is not None]


def _bounded(name: str, value: int) -> FieldError | None:
    least, most = BOUNDS[name]
    if least <= value <= most:
        return None
    text = gettext("Enter a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return FieldError(name, text)


@transaction.atomic
def cancel(programme: Programme, user: User) -> None:
    """Take back a version that has not come into force, with its limits; no filing can have been opened under it."""
    if programme.jurisdiction_id not in rights_of(user).provincial:
        raise NotFound("not_found", "")
    Jurisdiction.objects.select_for_update().get(pk=programme.jurisdiction_id)
    if programme.in_force_from <= clock.today():
        raise Refused("in_force", gettext_noop("This version is in force: a new one takes its place."))
    programme.delete()


def _keep_rule_settings(last: Programme, programme: Programme) -> None:
    kept = list(RuleSetting.objects.filter(programme=last))
    for setting in kept:
        setting.pk, setting.programme = None, programme
    RuleSetting.objects.bulk_create(kept)
