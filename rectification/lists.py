"""How a decision on a filing changes the lists: workflow.md, "List changes by kind"."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from institutions.models import Decision, Dossier, Institution, Kind
from rectification.case import Case
from rectification.models import Notice
from register import publishing
from register.models import ListChange, ListName


def on_notice(case: Case, notice: Notice) -> None:
    """Gray, unless the institution is black, which goes on; a change filing leaves the lists alone."""
    if case.filing.kind == Kind.CHANGE:
        return
    standing = publishing.standing(case.institution, case.today)
    if standing.list == ListName.BLACK:
        return
    assert case.decision is not None
    publishing.record(
        case.decision,
        case.institution,
        list=ListName.GRAY,
        effective_on=case.today,
        dossier=case.current,
        reason=case.decision.public_reason,
        supersedes=pending(case.institution, case.today),
    )


def on_acceptance(case: Case) -> None:
    """Initial: public notice, then white; change: the entry goes on with the new dossier; inspection: white."""
    assert case.decision is not None and case.current is not None
    if case.filing.kind == Kind.INITIAL or publishing.is_suspended(publishing.standing(case.institution, case.today)):
        # A notice that was suspended runs anew: nobody is white who was not in public notice for the whole time.
        publishing.start_public_notice(
            case.decision,
            case.institution,
            case.current,
            case.decision.public_reason,
            case.programme.public_notice_days,
        )
    elif case.filing.kind == Kind.CHANGE:
        go_on(case.decision, case.institution, case.current, case.today)
    else:
        _white_again(case)


def on_rejection(case: Case) -> None:
    """Black, with the reasons; a rejected change leaves the published dossier and the entry as they are."""
    if case.filing.kind == Kind.CHANGE:
        return
    assert case.decision is not None
    publishing.record(
        case.decision,
        case.institution,
        list=ListName.BLACK,
        effective_on=case.today,
        dossier=case.current,
        reason=case.decision.public_reason,
        supersedes=pending(case.institution, case.today),
    )


def on_rescinding(case: Case, notice: Notice) -> None:
    """The entry before the notice returns, from today; the gray one stays in the history."""
    gray = notice.decision.list_changes.filter(list=ListName.GRAY).first()
    if gray is None:
        return
    assert case.decision is not None
    before = _earlier(gray).first()
    _return_to(case.decision, case.institution, gray, before, case.today)


def go_on(decision: Decision, institution: Institution, dossier: Dossier, today: date) -> None:
    """The same list as now with another dossier; a white entry to come takes it too."""
    standing = publishing.standing(institution, today)
    coming = pending(institution, today)
    publishing.record(
        decision,
        institution,
        list=standing.list,
        effective_on=today,
        dossier=dossier,
        reason=decision.public_reason,
        supersedes=None,
    )
    if coming is not None:
        publishing.record(
            decision,
            institution,
            list=coming.list,
            effective_on=coming.effective_on,
            dossier=dossier,
            reason=coming.reason,
            supersedes=coming,
        )


def pending(institution: Institution, today: date) -> ListChange | None:
    """The change that is recorded but not yet in force: the white entry after a public notice."""
    return (
        institution.list_changes.filter(effective_on__gt=today, superseded_by=None)
        .order_by("-effective_on", "-seq")
        .first()
    )


def _white_again(case: Case) -> None:
    assert case.decision is not None
    standing = publishing.standing(case.institution, case.today)
    if standing.list in (ListName.WHITE, ListName.NOTICE):
        return
    publishing.record(
        case.decision,
        case.institution,
        list=ListName.WHITE,
        effective_on=case.today,
        dossier=case.current,
        reason=case.decision.public_reason,
        supersedes=None,
    )


def entry_before(change: ListChange) -> ListChange | None:
    """What stood before this change, and stands again if it goes."""
    return _earlier(change).filter(superseded_by=None).first()


def _earlier(change: ListChange) -> QuerySet[ListChange]:
    """What was recorded before it and began no later, the newest first; superseded ones too."""
    earlier = change.institution.list_changes.filter(effective_on__lte=change.effective_on, seq__lt=change.seq)
    return earlier.order_by("-effective_on", "-seq")


def _return_to(
    decision: Decision, institution: Institution, gray: ListChange, before: ListChange | None, today: date
) -> None:
    white_to_come = gray.supersedes
    name, dossier = (before.list, before.dossier) if before else ("", None)
    if white_to_come is not None and white_to_come.effective_on <= today:
        name = white_to_come.list
    publishing.record(
        decision,
        institution,
        list=name,
        effective_on=today,
        dossier=dossier,
        reason=decision.public_reason,
        supersedes=None,
    )
    if white_to_come is not None and white_to_come.effective_on > today:
        publishing.record(
            decision,
            institution,
            list=white_to_come.list,
            effective_on=white_to_come.effective_on,
            dossier=white_to_come.dossier,
            reason=white_to_come.reason,
            supersedes=None,
        )
