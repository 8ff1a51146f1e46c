"""The decision row itself: still proposed, decided by another officer, closed."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import Conflict, Refused
from filing_platform.templatetags.wording import daytime
from institutions.models import Decision, DecisionState, Dossier, Filing


def another_officer(decision: Decision, user: User) -> None:
    """The database refuses it too."""
    if decision.proposed_by_id == user.pk:
        raise Refused(
            "same_officer", gettext_noop("You proposed this yourself: another officer must confirm or return it.")
        )


def proposer_in_office(proposer: User, jurisdiction_code: str) -> None:
    """Who proposed must still decide here when it takes effect: else one officer alone would."""
    if jurisdiction_code not in rights_of(proposer).education:
        raise Refused(
            "proposer_left",
            gettext_noop("%(who)s, who proposed this, no longer decides here. Return it: another can propose it anew."),
            {"who": str(proposer)},
        )


def close(decision: Decision, state: DecisionState, user: User) -> None:
    """Write how the proposal ended."""
    decision.state = state
    decision.decided_by = user
    decision.decided_at = clock.now()
    decision.save(update_fields=["state", "decided_by", "decided_at", "return_reason"])


def came_back(filing: Filing, kind: str, dossier: Dossier | None) -> Decision | None:
    """The last proposal of this kind on this version, if it was returned or retracted: the next one starts from it."""
    last = (
        filing.decisions.filter(kind=kind, dossier=dossier)
        .exclude(state=DecisionState.PROPOSED)
        .select_related("decided_by")
        .order_by("-proposed_at", "-pk")
        .first()
    )
    return last if last is not None and last.state != DecisionState.CONFIRMED else None


def still_proposed(decision: Decision) -> Decision:
    locked = (
        Decision.objects.select_for_update(of=("self",)).select_related("filing", "institution").get(pk=decision.pk)
    )
    if locked.state != DecisionState.PROPOSED:
        raise Conflict(
            "decided",
            gettext_noop("%(who)s was first: the proposal is %(state)s since %(when)s."),
            {
                "who": str(locked.decided_by),
                "state": locked.get_state_display(),
                "when": daytime(locked.decided_at) if locked.decided_at else "",
            },
        )
    return locked
