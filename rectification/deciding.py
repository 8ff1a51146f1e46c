"""Acts of two officers: proposed by one, confirmed or returned by another, or retracted by the first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import User
from accounts.posts import education_officers
from filing_platform import clock
from filing_platform.errors import Refused
from institutions import events
from institutions.models import Action, Decision, DecisionKind, DecisionState, Filing
from rectification import deadlines, effects, guards, list_acts, public_words, workflow
from rectification.case import Case
from rectification.decisions import another_officer, close, proposer_in_office, still_proposed

# What becomes public must have been written by the first officer.
NEEDS_PUBLIC_REASON = {DecisionKind.ISSUE_NOTICE, DecisionKind.REJECT, DecisionKind.RESCIND}

# What the second officers are asked, and what the first is told when it comes back.
ASKED: dict[str, str] = {
    DecisionKind.ACCEPT: gettext_noop(
        "To confirm: acceptance of %(institution)s, filing %(number)s, proposed by %(officer)s"
    ),
    DecisionKind.ISSUE_NOTICE: gettext_noop(
        "To confirm: rectification notice to %(institution)s, filing %(number)s, drafted by %(officer)s"
    ),
    DecisionKind.REJECT: gettext_noop(
        "To confirm: rejection of %(institution)s, filing %(number)s, proposed by %(officer)s"
    ),
    DecisionKind.RESCIND: gettext_noop(
        "To confirm: rescinding the notice to %(institution)s, filing %(number)s, proposed by %(officer)s"
    ),
}
RETURNED: dict[str, str] = {
    DecisionKind.ACCEPT: gettext_noop(
        "Returned by %(officer)s: your proposed acceptance of %(institution)s, filing %(number)s\nReason: %(reason)s"
    ),
    DecisionKind.ISSUE_NOTICE: gettext_noop(
        "Returned by %(officer)s: your draft of a notice to %(institution)s, filing %(number)s\nReason: %(reason)s"
    ),
    DecisionKind.REJECT: gettext_noop(
        "Returned by %(officer)s: your proposed rejection of %(institution)s, filing %(number)s\nReason: %(reason)s"
    ),
    DecisionKind.RESCIND: gettext_noop(
        "Returned by %(officer)s: your proposal to rescind the notice to %(institution)s, filing %(number)s\n"
        "Reason: %(reason)s"
    ),
}
LIST_ACT_RETURNED = gettext_noop(
    "Returned by %(officer)s: your proposed list act for %(institution)s\nReason: %(reason)s"
)


@transaction.atomic
def propose(
    kind: str,
    filing: Filing,
    user: User,
    version: int,
    *,
    public_reason: str = "",
    internal_note: str = "",
    **terms: Any,
) -> Decision:
    """Propose accept, issue_notice, reject or rescind; the filing takes no other step until it is decided."""
    locked = workflow.lock(filing, version)
    step = workflow.step_for(locked, kind)
    workflow.require(workflow.RULES[step.action].who.may(user, locked))
    if not step.two_officers:
        raise Refused("one_officer", gettext_noop("This step is not a two-person decision."))
    if kind in NEEDS_PUBLIC_REASON and not public_reason.strip():
        raise Refused("no_public_reason", gettext_noop("Write the reason that the public will read."))
    now = clock.now()
    case = Case(locked, user, now, {"reason": public_reason} | terms)
    workflow.check(case, step)
    decision = Decision.objects.create(
        kind=kind,
        institution=locked.institution,
        filing=locked,
        dossier=case.current,
        proposed_by=user,
        proposed_at=now,
        public_reason=public_words.check(public_reason),
        internal_note=internal_note.strip(),
        terms=_storable(terms),
        statement_until=_statement_until(case, kind),
    )
    _note(locked, f"{kind}_proposed", user, public_reason, decision)
    _ask_second_officer(locked, user, decision)
    if kind == DecisionKind.REJECT:
        effects.tell_institution(
            case,
            f"statement-{decision.pk}",
            gettext_noop("A rejection of filing %(number)s is proposed. You may state your case until %(day)s."),
            {"day": str(decision.statement_until)},
        )
    return decision


@transaction.atomic
def confirm(decision: Decision, user: User, version: int | None = None) -> Decision:
    """The second officer's yes: the act is carried out in the same transaction. The first officer gets a refusal."""
    if decision.filing is None:
        return list_acts.confirm(decision, user)
    filing = workflow.lock(decision.filing, decision.filing.version if version is None else version)
    decision = still_proposed(decision)
    step = workflow.step_for(filing, decision.kind)
    workflow.require(workflow.RULES[Action(decision.kind)].who.may(user, filing))
    another_officer(decision, user)
    proposer_in_office(decision.proposed_by, filing.jurisdiction_id)
    case = Case(filing, user, clock.now(), {"reason": decision.public_reason} | decision.terms, decision=decision)
    workflow.check(case, step, leave_out=(guards.nothing_proposed,))
    close(decision, DecisionState.CONFIRMED, user)
    workflow.carry_out(case, step)
    return decision


@transaction.atomic
def return_decision(decision: Decision, user: User, reason: str) -> Decision:
    """The second officer's no, with the reason."""
    decision = _locked(decision)
    workflow.require(_may_decide(decision, user))
    another_officer(decision, user)
    if not reason.strip():
        raise Refused("no_reason", gettext_noop("Say why you return it."))
    decision.return_reason = reason.strip()
    close(decision, DecisionState.RETURNED, user)
    _note_on_filing(decision, "returned", user, reason)
    inbox.tell(
        [decision.proposed_by_id],
        f"returned-{decision.pk}",
        RETURNED.get(decision.kind, LIST_ACT_RETURNED),
        _named(decision, user) | {"reason": decision.return_reason},
        _address(decision),
        mail=False,
    )
    return decision


@transaction.atomic
def retract(decision: Decision, user: User) -> Decision:
    """The first officer takes the proposal back."""
    decision = _locked(decision)
    workflow.require(decision.proposed_by_id == user.pk)
    close(decision, DecisionState.RETRACTED, user)
    _note_on_filing(decision, "retracted", user, "")
    return decision


def _locked(decision: Decision) -> Decision:
    if decision.filing is not None:
        workflow.lock(decision.filing, Filing.objects.values_list("version", flat=True).get(pk=decision.filing.pk))
    return still_proposed(decision)


def _may_decide(decision: Decision, user: User) -> bool:
    assert decision.institution is not None
    return list_acts.may_decide(user, decision.institution)


def _statement_until(case: Case, kind: str) -> Any:
    if kind != DecisionKind.REJECT:
        return None
    return deadlines.statement_until(case.programme, case.today)


def _storable(terms: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in terms.items()}


def _note(filing: Filing, what: str, user: User, reason: str, decision: Decision) -> None:
    filing.version += 1
    filing.save(update_fields=["version"])
    events.note(
        filing,
        what,
        actor=user,
        reason=reason.strip(),
        dossier_version=decision.dossier.version if decision.dossier else None,
        data={"decision": decision.pk},
    )


def _note_on_filing(decision: Decision, what: str, user: User, reason: str) -> None:
    if decision.filing is not None:
        decision.filing.refresh_from_db()
        _note(decision.filing, f"{decision.kind}_{what}", user, reason, decision)


def _ask_second_officer(filing: Filing, user: User, decision: Decision) -> None:
    inbox.tell(
        [officer for officer in education_officers(filing.jurisdiction_id) if officer.pk != user.pk],
        f"second-{decision.pk}",
        ASKED[decision.kind],
        _named(decision, user),
        _address(decision),
        mail=False,
    )


def _named(decision: Decision, officer: User) -> dict[str, str]:
    """Which filing or institution a message is about, and who acted."""
    assert decision.institution is not None
    named = {"officer": str(officer), "institution": decision.institution.name}
    return named | ({"number": decision.filing.number} if decision.filing else {})


def _address(decision: Decision) -> str:
    return f"/review/decisions/{decision.pk}/"
