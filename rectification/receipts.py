"""The receipt of a version handed in: as facts, and as a PDF set by typst."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from filing_platform.clock import SHANGHAI
from institutions.models import Action, Dossier, Filing
from rectification.typesetting import typeset

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


def paper(receipt: Receipt) -> bytes:
    """The receipt on A4, in the reader's language. Values go in as data, so that no name can become markup."""
    rows = [
        [_("Filing number"), receipt.filing.number],
        [_("Institution"), receipt.filing.institution.name],
        [_("Unified social credit code"), receipt.filing.institution.credit_code],
        [_("Kind"), receipt.filing.get_kind_display()],
        [_("Version"), str(receipt.dossier.version)],
        [_("Handed in"), date_format(receipt.at, "DATETIME_FORMAT")],
        [_("By"), receipt.by],
        [_("Platforms"), str(receipt.dossier.platform_count)],
        [_("Training personnel"), str(receipt.dossier.person_count)],
        [_("Courses"), str(receipt.dossier.course_count)],
        [_("SHA-256 digest of the sealed materials"), receipt.dossier.digest],
    ]
    data = {
        "title": _("Receipt of filing materials"),
        "issuer": _("Online Training Filing Platform"),
        "rows": rows,
        "note": _("The number is this platform's own. The digest changes if anything in the materials does."),
    }
    return typeset("pdf/receipt.typ", data)
