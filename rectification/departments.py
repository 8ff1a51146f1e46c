"""Whether each department of the programme has been heard on a dossier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Department
from filing_platform.clock import SHANGHAI
from institutions.models import Dossier
from rectification.models import Resolution
from screening import opinions
from screening.models import Finding, Opinion, Verdict


@dataclass(frozen=True)
class Hearing:
    """One department and one dossier: its opinion, what stands in for it, and what is still open."""

    department: Department
    opinion: Opinion | None
    resolution: Resolution | None
    open_findings: int
    due: date
    is_late: bool

    @property
    def is_settled(self) -> bool:
        """workflow.md, "A department is settled"."""
        if self.resolution and self.resolution.confirmed_by_id:
            return True
        if self.opinion is None:
            return False
        return self.opinion.verdict == Verdict.NO_OBJECTION or self.open_findings == 0

    @property
    def why_not(self) -> str:
        """Why it is not settled, in the reader's language; '' when it is."""
        if self.is_settled:
            return ""
        if self.opinion is None:
            return _("%(department)s has given no opinion yet") % {"department": self.department}
        return _("%(department)s found problems that are not settled") % {"department": self.department}


def hearings(dossier: Dossier, today: date) -> list[Hearing]:
    """The departments of the filing's programme, in order; four queries whatever the size."""
    programme = dossier.filing.programme
    given = opinions.latest(dossier)
    resolutions = {r.department_id: r for r in Resolution.objects.filter(dossier=dossier)}
    unsettled = Counter(
        Finding.objects.filter(Q(status="confirmed") | ~Q(severity="notice"), dossier=dossier)
        .standing()
        .values_list("department_id", flat=True)
    )
    due = opinion_due(dossier)
    return [
        Hearing(
            department=department,
            opinion=given.get(department.code),
            resolution=resolutions.get(department.code),
            open_findings=unsettled[department.code],
            due=due,
            is_late=department.code not in given and today > due,
        )
        for department in Department.objects.filter(pk__in=programme.departments.values("department"))
    ]


def opinion_due(dossier: Dossier) -> date:
    """The last day for the departments' opinions on a sealed dossier."""
    assert dossier.sealed_at is not None
    return dossier.sealed_at.astimezone(SHANGHAI).date() + timedelta(days=dossier.filing.programme.opinion_days)
