"""The queue's rows: what an officer compares filings by. A constant number of queries for any page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filing_platform import clock
from filing_platform.templatetags.wording import days_left
from institutions.models import Decision, DecisionState, Dossier, Filing, Profile
from rectification.acts import to_confirm
from rectification.marks import Mark, marks_of
from rectification.models import Resolution
from screening.models import Finding, FindingStatus
from screening.rules.rule import Severity

DUE = {
    "rectification": gettext_lazy("rectification"),
    "opinions": gettext_lazy("opinions"),
    "review": gettext_lazy("review"),
}


@dataclass(frozen=True)
class Findings:
    """How many findings of the current version are undecided, confirmed, and of these two grave."""

    undecided: int = 0
    confirmed: int = 0
    grave: int = 0

    @property
    def words(self) -> str:
        """2 to decide · 5 confirmed; empty for none."""
        parts = []
        if self.undecided:
            parts.append(_("%(count)d to decide") % {"count": self.undecided})
        if self.confirmed:
            parts.append(_("%(count)d confirmed") % {"count": self.confirmed})
        if self.grave:
            parts.append(_("%(count)d grave") % {"count": self.grave})
        return " · ".join(parts)


@dataclass(frozen=True)
class Due:
    """What is due next for a filing: a second officer's answer, or what ends next, and when."""

    words: str
    # What the day `on` is the last one of.
    what: str = ""
    on: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Row:
    """One filing in the queue."""

    filing: Filing
    brand: str
    marks: list[Mark]
    findings: Findings
    days: int
    # What waits for a second officer, in a word or two.
    proposal: str
    due: Due


def rows_of(filings: Sequence[Filing]) -> list[Row]:
    """Filings annotated with `current` and `due`, with institution, programme and assigned_to at hand, as rows."""
    today = clock.today()
    current = _current(filings)
    marks = marks_of(filings, current, today)
    findings = _findings(list(current.values()))
    proposals = _proposals(filings, current)
    brands = dict(Profile.objects.filter(dossier__in=current.values()).values_list("dossier__filing", "brand"))
    return [
        Row(
            filing=filing,
            brand=brands.get(filing.pk) or filing.institution.name,
            marks=marks[filing.pk],
            findings=findings.get(filing.pk, Findings()),
            days=(today - filing.state_since.astimezone(clock.SHANGHAI).date()).days,
            proposal=proposals.get(filing.pk, ""),
            due=_due(filing, proposals.get(filing.pk, ""), today),
        )
        for filing in filings
    ]


def _current(filings: Sequence[Filing]) -> dict[int, Dossier]:
    wanted = [filing.current for filing in filings if filing.current]  # type: ignore[attr-defined]
    return {dossier.filing_id: dossier for dossier in Dossier.objects.filter(pk__in=wanted)}


def _findings(dossiers: list[Dossier]) -> dict[int, Findings]:
    standing = Finding.objects.filter(dossier__in=dossiers).exclude(status=FindingStatus.DISMISSED)
    counted = (
        standing.order_by()
        .values_list("dossier__filing")
        .annotate(
            undecided=Count("pk", filter=Q(status=FindingStatus.CANDIDATE) & ~Q(severity=Severity.NOTICE)),
            confirmed=Count("pk", filter=Q(status=FindingStatus.CONFIRMED)),
            grave=Count("pk", filter=Q(severity=Severity.GRAVE)),
        )
    )
    return {filing: Findings(*counts) for filing, *counts in counted}


def _proposals(filings: Sequence[Filing], current: dict[int, Dossier]) -> dict[int, str]:
    """By filing, what waits for its second officer."""
    proposed = Decision.objects.filter(filing__in=[filing.pk for filing in filings], state=DecisionState.PROPOSED)
    recorded = Resolution.objects.filter(dossier__in=[dossier.pk for dossier in current.values()], confirmed_by=None)
    return dict.fromkeys(recorded.values_list("dossier__filing", flat=True), _("resolution to confirm")) | {
        filing: to_confirm(kind) for filing, kind in proposed.values_list("filing_id", "kind")
    }


def _due(filing: Filing, proposal: str, today: date) -> Due:
    due, on = filing.due, filing.due_on  # type: ignore[attr-defined]
    # A late opinion is waited for or not: it is the review that is late.
    is_late = bool(on) and on < today and due != "opinions"
    return Due(proposal or _due_words(due, on, today), str(DUE[due]) if due else "", on, is_late)


def _due_words(due: str, on: date | None, today: date) -> str:
    if on is None:
        return ""
    if due == "rectification":
        return days_left(on)
    if on >= today:
        return _("%(what)s %(day)s") % {"what": DUE[due], "day": date_format(on, "MONTH_DAY_FORMAT")}
    late = (today - on).days
    words = ngettext("%(what)s overdue %(days)d day", "%(what)s overdue %(days)d days", late)
    return words % {"what": DUE[due], "days": late}
