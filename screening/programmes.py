"""A province's screening programme: never changed once in force, a new version takes its place from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.models import Department, Jurisdiction, Programme, ProgrammeDepartment, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import NotFound, Refused
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
    if in_force_from <= clock.today():
        raise Refused("not_ahead", gettext_noop("A new version comes into force tomorrow at the earliest."))
    chosen = {department.pk for department in departments}
    if Department.EDUCATION not in chosen:
        raise Refused("without_education", gettext_noop("The education department leads: it always takes part."))
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


def _keep_rule_settings(last: Programme, programme: Programme) -> None:
    kept = list(RuleSetting.objects.filter(programme=last))
    for setting in kept:
        setting.pk, setting.programme = None, programme
    RuleSetting.objects.bulk_create(kept)
