"""The receipt of a version handed in: who, when, how much, and what follows by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from filing_platform.clock import SHANGHAI
from institutions.models import Action, Dossier, Filing

HANDED_IN = (Action.SUBMIT, Action.RESUBMIT, Action.OPEN_INSPECTION)


@dataclass(frozen=True)
class Receipt:
    """What was handed in: when, by whom, how much; until when the departments look at it."""

    filing: Filing
    dossier: Dossier
    at: datetime
    by: str
    late: bool

    @property
    def opinions_by(self) -> date:
        """The day by which the departments give their opinions."""
        return self.at.date() + timedelta(days=self.filing.programme.opinion_days)

    @property
    def reviewed_by(self) -> date:
        """The day by which the review is to be over."""
        return self.at.date() + timedelta(days=self.filing.programme.review_days)


def of(filing: Filing, dossier: Dossier) -> Receipt:
    """The receipt of a sealed version."""
    assert dossier.sealed_at is not None
    events = filing.events.filter(action__in=HANDED_IN, dossier_version=dossier.version)
    event = events.select_related("actor").order_by("seq").first()
    return Receipt(
        filing=filing,
        dossier=dossier,
        at=dossier.sealed_at.astimezone(SHANGHAI),
        by=str(event.actor or "") if event else "",
        late=bool(event and event.data.get("late")),
    )
