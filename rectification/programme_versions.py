"""What a version of a province's programme changes beside the one in force, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Programme
from screening.programmes import PARAMETERS

LABELS: Final[dict[str, Promise]] = {
    "title": _("Title"),
    "early_until": _("Early filings: submitted by"),
    "early_deadline": _("Early filings: rectified by"),
    "rectification_months": _("Months to rectify, at most"),
    "extension_months": _("Months of extension, at most"),
    "public_notice_days": _("Days of public notice"),
    "statement_working_days": _("Working days for a statement"),
    "opinion_days": _("Days for the departments' opinions"),
    "review_days": _("Days for the review"),
    "report_working_days": _("Working days to report a list change to the ministry"),
    "publishes_filed": _("Show filed materials while they are screened"),
}


@dataclass(frozen=True)
class Difference:
    """One parameter: as it is in force, and as the other version has it."""

    label: str | Promise
    in_force: str
    there: str


def differences(in_force: Programme, other: Programme) -> list[Difference]:
    """What the other version has differently, departments first."""
    found = [Difference(_("Departments"), _departments(in_force), _departments(other))]
    found += [
        Difference(LABELS[name], _said(getattr(in_force, name)), _said(getattr(other, name))) for name in PARAMETERS
    ]
    return [each for each in found if each.in_force != each.there]


def _departments(programme: Programme) -> str:
    rows = programme.departments.select_related("department").order_by("department__position")
    return gettext(", ").join(str(row.department) for row in rows)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return capfirst(gettext("yes") if value else gettext("no"))
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)
