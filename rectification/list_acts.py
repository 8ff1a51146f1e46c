"""List acts without a filing's transition: correct, withdraw, suspend or end an entry; each takes two officers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import inbox
from accounts.models import User
from accounts.posts import education_officers, rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict, Refused
from institutions import messages
from institutions.models import Decision, DecisionKind, DecisionState, Dossier, Institution, State
from rectification import decisions, lists, opening, public_words, workflow
from register import publishing
from register.models import ListChange, ListName
from register.standings import Standing

ACTS = {
    DecisionKind.CORRECT_ENTRY,
    DecisionKind.WITHDRAW_ENTRY,
    DecisionKind.SUSPEND_ENTRY,
    DecisionKind.END_ENTRY,
}
# What each act is for, and what it does.
MEANT = {
    DecisionKind.CORRECT_ENTRY: gettext_lazy("The list or the day is wrong: the right ones take their place."),
    DecisionKind.WITHDRAW_ENTRY: gettext_lazy(
        "The decision behind it was revoked or a court set it aside: on no list from the day of the confirmation."
    ),
    DecisionKind.SUSPEND_ENTRY: gettext_lazy(
        "An objection was upheld: the public notice stops, no white list follows, and an inspection opens."
    ),
    DecisionKind.END_ENTRY: gettext_lazy(
        "The institution has closed, or gave no training for a year: on no list from the day of the confirmation."
    ),
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


def acts_on(standing: Standing) -> list[DecisionKind]:
    """The acts that are open for an institution that stands there."""
    if not standing.list:
        return [DecisionKind.CORRECT_ENTRY] if may_be_put_back(standing) else []
    return [
        kind for kind in DecisionKind if kind in ACTS and (kind != DecisionKind.SUSPEND_ENTRY or _is_notice(standing))
    ]


def may_be_put_back(standing: Standing) -> bool:
    """Its entry ended or was withdrawn, which may have been a mistake; a suspended one is decided by its inspection."""
    ended = (DecisionKind.END_ENTRY, DecisionKind.WITHDRAW_ENTRY)
    return not standing.list and standing.change is not None and standing.change.decision.kind in ended


def waiting_for_a_second(user: Any) -> QuerySet[Decision]:
    """The list acts that are proposed where this person decides, the oldest first."""
    proposed = Decision.objects.filter(filing=None, state=DecisionState.PROPOSED, kind__in=ACTS)
    here = proposed.filter(institution__jurisdiction__in=rights_of(user).education)
    return here.select_related("institution", "proposed_by").order_by("proposed_at")


def right_lists(institution: Institution, standing: Standing) -> list[ListName]:
    """The lists that a correction may name; gray and public notice only with what belongs to them.

    Gray means that a rectification runs; a public notice has an end, which is fixed when a filing is accepted.
    """
    before = lists.entry_before(standing.change) if standing.change and not standing.list else None
    known = {standing.list, before.list if before else ""}
    is_rectifying = institution.filings.filter(state=State.RECTIFYING).exists()
    right = {ListName.WHITE, ListName.BLACK} | known | ({ListName.GRAY} if is_rectifying else set())
    return [name for name in ListName if name in right]


def first_day(standing: Standing) -> date | None:
    """The earliest day on which a corrected entry may begin: that of the entry before the one it replaces."""
    if standing.change is None:
        return None
    before = lists.entry_before(standing.change)
    return before.effective_on if before else None


@transaction.atomic
def propose(kind: str, institution: Institution, user: User, public_reason: str, **terms: Any) -> Decision:
    """Propose a list act; terms of a correction: `list`, `effective_on` (ISO day)."""
    workflow.require(may_decide(user, institution))
    if not public_reason.strip():
        raise Refused("no_public_reason", gettext_noop("Write the reason that the public will read."))
    _check(kind, institution, terms)
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                kind=kind,
                institution=institution,
                proposed_by=user,
                proposed_at=clock.now(),
                public_reason=public_words.check(public_reason),
                terms=terms,
            )
    except IntegrityError as error:
        raise Conflict(
            "already_proposed", gettext_noop("A list act for this institution waits for its second officer already.")
        ) from error
    inbox.tell(
        [officer for officer in education_officers(institution.jurisdiction_id) if officer.pk != user.pk],
        f"second-{decision.pk}",
        gettext_noop("%(officer)s proposes to %(act)s of %(institution)s; it waits for a second officer."),
        {
            "officer": str(user),
            "act": inbox.in_each_language(DecisionKind(kind).label),
            "institution": institution.name,
        },
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
    _check(decision.kind, institution, decision.terms)
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
    ended = standing.change if not standing.list else None
    right = decision.terms.get("list", standing.list)
    since = date.fromisoformat(decision.terms.get("effective_on", today.isoformat()))
    _record(decision, institution, right, since, dossier, standing.change)
    if coming is not None and right != standing.list:
        # Corrected to another list, what was to follow the wrong one no longer follows.
        _record(decision, institution, right, coming.effective_on, dossier, coming)
    if ended is not None and ended.supersedes is not None and right == ListName.NOTICE:
        # Back in public notice, what was to follow it follows again.
        following = ended.supersedes
        _record(decision, institution, following.list, max(following.effective_on, today + timedelta(1)), dossier, None)


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


def _check(kind: str, institution: Institution, terms: dict[str, Any]) -> None:
    if kind not in ACTS:
        raise Refused("kind", gettext_noop("This is not a list act."))
    standing = publishing.standing(institution, clock.today())
    if not standing.list and not (kind == DecisionKind.CORRECT_ENTRY and may_be_put_back(standing)):
        raise Refused("not_listed", gettext_noop("The institution is on no list."))
    if kind == DecisionKind.CORRECT_ENTRY:
        _check_correction(institution, standing, terms)
    if kind == DecisionKind.SUSPEND_ENTRY and not _is_notice(standing):
        raise Refused("no_notice", gettext_noop("Only a running public notice is suspended."))


def _is_notice(standing: Standing) -> bool:
    return standing.list == ListName.NOTICE


def _check_correction(institution: Institution, standing: Standing, terms: dict[str, Any]) -> None:
    """A corrected entry begins no earlier than the entry before it: else that one would stand again."""
    if terms.get("list", standing.list) not in right_lists(institution, standing):
        raise Refused(
            "no_such_list",
            gettext_noop("Gray goes with a rectification that runs, public notice with a filing that was accepted."),
        )
    first = first_day(standing)
    if first is not None and "effective_on" in terms and date.fromisoformat(terms["effective_on"]) < first:
        raise BadInput(
            "before_the_entry_before",
            gettext_noop("From %(day)s on the entry before this one stands: choose that day or a later one."),
            {"day": date_format(first, "DATE_FORMAT")},
        )
