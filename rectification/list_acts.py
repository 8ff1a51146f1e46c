"""List acts without a filing's transition: correct, withdraw, suspend or end an entry; each takes two officers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import User
from accounts.posts import education_officers, rights_of
from filing_platform import clock
from filing_platform.errors import Conflict, Refused
from institutions import messages
from institutions.models import Decision, DecisionKind, DecisionState, Dossier, Institution
from rectification import decisions, lists, opening, workflow
from register import publishing
from register.models import ListChange, ListName

ACTS = {
    DecisionKind.CORRECT_ENTRY,
    DecisionKind.WITHDRAW_ENTRY,
    DecisionKind.SUSPEND_ENTRY,
    DecisionKind.END_ENTRY,
}
# What the institution is told of each.
TOLD = {
    DecisionKind.CORRECT_ENTRY: gettext_noop("The entry of %(institution)s has been corrected. Reason: %(reason)s"),
    DecisionKind.WITHDRAW_ENTRY: gettext_noop(
        "The entry of %(institution)s has been withdrawn: it is on no list now. Reason: %(reason)s"
    ),
    DecisionKind.SUSPEND_ENTRY: gettext_noop(
        "The public notice of %(institution)s has been suspended, and an inspection is open. Reason: %(reason)s"
    ),
    DecisionKind.END_ENTRY: gettext_noop(
        "The entry of %(institution)s has ended: it is on no list now. Reason: %(reason)s"
    ),
}


def may_decide(user: Any, institution: Institution) -> bool:
    """An education officer of the institution's jurisdiction."""
    return institution.jurisdiction_id in rights_of(user).education


@transaction.atomic
def propose(kind: str, institution: Institution, user: User, public_reason: str, **terms: Any) -> Decision:
    """Propose a list act; terms of a correction: `list`, `effective_on` (ISO day)."""
    workflow.require(may_decide(user, institution))
    if not public_reason.strip():
        raise Refused("no_public_reason", gettext_noop("Write the reason that the public will read."))
    _check(kind, institution)
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                kind=kind,
                institution=institution,
                proposed_by=user,
                proposed_at=clock.now(),
                public_reason=public_reason.strip(),
                terms=terms,
            )
    except IntegrityError as error:
        raise Conflict(
            "already_proposed", gettext_noop("A list act for this institution waits for its second officer already.")
        ) from error
    inbox.tell(
        [officer for officer in education_officers(institution.jurisdiction_id) if officer.pk != user.pk],
        f"second-{decision.pk}",
        gettext_noop("%(officer)s proposes a list act for %(institution)s; it waits for a second officer."),
        {"officer": str(user), "institution": institution.name},
        f"/review/decisions/{decision.pk}/",
        mail=False,
    )
    return decision


@transaction.atomic
def confirm(decision: Decision, user: User) -> Decision:
    """The second officer's yes to a list act."""
    assert decision.institution is not None
    institution = Institution.objects.select_for_update().get(pk=decision.institution.pk)
    decision = decisions.still_proposed(decision)
    workflow.require(may_decide(user, institution))
    decisions.another_officer(decision, user)
    decisions.proposer_in_office(decision.proposed_by, institution.jurisdiction_id)
    _check(decision.kind, institution)
    decisions.close(decision, DecisionState.CONFIRMED, user)
    _change_list(decision, institution)
    if decision.kind == DecisionKind.SUSPEND_ENTRY:
        opening.open_inspection(institution, user, decision.public_reason)
    publishing.refresh([institution.pk])
    messages.tell(
        institution,
        f"list-act-{decision.pk}",
        TOLD[DecisionKind(decision.kind)],
        {"reason": decision.public_reason},
        f"/register/{institution.credit_code}/",
    )
    return decision


def _change_list(decision: Decision, institution: Institution) -> None:
    today = clock.today()
    standing = publishing.standing(institution, today)
    coming = lists.pending(institution, today)
    dossier = standing.change.dossier if standing.change else None
    if decision.kind != DecisionKind.CORRECT_ENTRY:
        _record(decision, institution, "", today, dossier, coming)
        return
    right = decision.terms.get("list", standing.list)
    since = date.fromisoformat(decision.terms.get("effective_on", today.isoformat()))
    _record(decision, institution, right, since, dossier, standing.change)
    if coming is not None and right != standing.list:
        # Corrected to another list, what was to follow the wrong one no longer follows.
        _record(decision, institution, right, coming.effective_on, dossier, coming)


def _record(
    decision: Decision,
    institution: Institution,
    name: str,
    effective_on: date,
    dossier: Dossier | None,
    supersedes: ListChange | None,
) -> None:
    publishing.record(
        decision,
        institution,
        list=name,
        effective_on=effective_on,
        dossier=dossier,
        reason=decision.public_reason,
        supersedes=supersedes,
    )


def _check(kind: str, institution: Institution) -> None:
    if kind not in ACTS:
        raise Refused("kind", gettext_noop("This is not a list act."))
    standing = publishing.standing(institution, clock.today())
    if not standing.list:
        raise Refused("not_listed", gettext_noop("The institution is on no list."))
    if kind == DecisionKind.SUSPEND_ENTRY and standing.list != ListName.NOTICE:
        raise Refused("no_notice", gettext_noop("Only a running public notice is suspended."))
