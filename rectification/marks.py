"""The departments' opinions as marks, for many filings at once: three queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, ProgrammeDepartment
from filing_platform.clock import SHANGHAI
from institutions.models import Dossier, Filing
from screening.models import Opinion, Verdict

WORDS = {
    "clear": _("no objection"),
    "problems": _("problems found"),
    "outdated": _("materials have changed since"),
    "late": _("none yet, late"),
    "waiting": _("none yet"),
}


@dataclass(frozen=True)
class Mark:
    """One department's opinion; verdict: clear, problems, outdated (on an older version), late, waiting."""

    initial: str
    name: str
    verdict: str

    @property
    def words(self) -> str:
        """What the sign means."""
        return str(WORDS[self.verdict])

    @property
    def is_given(self) -> bool:
        """On the current version."""
        return self.verdict in ("clear", "problems")


def marks_of(filings: Iterable[Filing], current: dict[int, Dossier], today: date) -> dict[int, list[Mark]]:
    """By filing, one mark for each department of its programme; `current`: each filing's current version."""
    filings = list(filings)
    departments = _departments({filing.programme_id for filing in filings})
    given = _given([filing.pk for filing in filings])
    return {
        filing.pk: [
            _mark(department, given[filing.pk].get(department.code), filing, current.get(filing.pk), today)
            for department in departments[filing.programme_id]
        ]
        for filing in filings
    }


def opinion_due(filing: Filing, dossier: Dossier | None) -> date | None:
    """The last day for the departments' opinions on this version."""
    if dossier is None or dossier.sealed_at is None:
        return None
    return dossier.sealed_at.astimezone(SHANGHAI).date() + timedelta(days=filing.programme.opinion_days)


def _mark(
    department: Department, opinion: Opinion | None, filing: Filing, dossier: Dossier | None, today: date
) -> Mark:
    is_english = (get_language() or "").startswith("en")
    initial = department.initial_en if is_english else department.initial
    return Mark(initial, str(department), _verdict(opinion, filing, dossier, today))


def _verdict(opinion: Opinion | None, filing: Filing, dossier: Dossier | None, today: date) -> str:
    if opinion is not None and dossier is not None and opinion.dossier_id == dossier.pk:
        return "clear" if opinion.verdict == Verdict.NO_OBJECTION else "problems"
    if opinion is not None:
        return "outdated"
    due = opinion_due(filing, dossier)
    return "late" if filing.is_open and due is not None and today > due else "waiting"


def _departments(programmes: set[int]) -> dict[int, list[Department]]:
    found: dict[int, list[Department]] = defaultdict(list)
    rows = ProgrammeDepartment.objects.filter(programme__in=programmes).select_related("department")
    for row in rows.order_by("department__position"):
        found[row.programme_id].append(row.department)
    return found


def _given(filings: list[int]) -> dict[int, dict[str, Opinion]]:
    """The newest opinion of each department, on whatever version of the filing."""
    newest = (
        Opinion.objects.filter(dossier__filing__in=filings)
        .select_related("dossier")
        .order_by("dossier__filing_id", "department_id", "-dossier__version", "-revision")
        .distinct("dossier__filing_id", "department_id")
    )
    found: dict[int, dict[str, Opinion]] = defaultdict(dict)
    for opinion in newest:
        found[opinion.dossier.filing_id][opinion.department_id] = opinion
    return found
