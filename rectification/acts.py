"""What the officers' acts are called on buttons and headings, and how they look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from institutions.models import Action, Decision
from rectification.workflow import Offer

LABELS: dict[str, str | Promise] = {
    Action.FLAG: gettext_lazy("Flag as having problems"),
    Action.ACCEPT: gettext_lazy("Propose acceptance"),
    Action.CLEAR: gettext_lazy("Clear and put back in the queue"),
    Action.ISSUE_NOTICE: gettext_lazy("Draft a rectification notice"),
    Action.EXTEND: gettext_lazy("Extend the deadline"),
    Action.REJECT: gettext_lazy("Propose rejection"),
    Action.RESCIND: gettext_lazy("Propose rescinding the notice"),
}
PROPOSED: dict[str, str] = {
    Action.ACCEPT: gettext_noop("Acceptance proposed by %(who)s"),
    Action.ISSUE_NOTICE: gettext_noop("Rectification notice proposed by %(who)s"),
    Action.REJECT: gettext_noop("Rejection proposed by %(who)s"),
    Action.RESCIND: gettext_noop("Rescinding the notice proposed by %(who)s"),
}
TO_CONFIRM: dict[str, str] = {
    Action.ACCEPT: gettext_noop("acceptance to confirm"),
    Action.ISSUE_NOTICE: gettext_noop("notice to confirm"),
    Action.REJECT: gettext_noop("rejection to confirm"),
    Action.RESCIND: gettext_noop("rescinding to confirm"),
}
DANGEROUS = {Action.REJECT}


@dataclass(frozen=True)
class Act:
    """One act on the page: its name, label, effect or why not, and its look."""

    name: str
    label: str
    effect: str
    why_not: str
    kind: str


def proposal(decision: Decision) -> str:
    """What is proposed on a filing and by whom, in one line."""
    return _(PROPOSED[decision.kind]) % {"who": decision.proposed_by}


def to_confirm(kind: str) -> str:
    """What a second officer is asked for, in a word or two."""
    return _(TO_CONFIRM[kind])


def acts(offers: Iterable[Offer], comes_first: bool = True) -> list[Act]:
    """The offers as buttons; the first that may be taken and is not dangerous is primary, if they come first."""
    offers = [offer for offer in offers if offer.action in LABELS]
    takeable = (offer for offer in offers if offer.allowed and offer.action not in DANGEROUS)
    first = next(takeable, None) if comes_first else None
    return [
        Act(
            name=offer.action,
            label=str(LABELS[offer.action]),
            effect=str(offer.says),
            why_not=str(_("; ")).join(offer.why_not),
            kind=_kind(offer, first),
        )
        for offer in offers
    ]


def _kind(offer: Offer, first: Offer | None) -> str:
    if offer.action in DANGEROUS:
        return "danger"
    return "primary" if offer is first else "secondary"
