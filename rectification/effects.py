"""What an act does beside the change of state: seals, copies, notices, list changes, messages, jobs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import User
from accounts.posts import education_officers
from dossiers import copying, sealing
from institutions import messages
from institutions.models import Dossier, Filing, Institution, Kind, Profile
from jobs import running
from rectification import lists, notices
from rectification.case import Case
from rectification.models import Notice
from register import publishing
from register.models import ListName
from screening import explaining

Fields = dict[str, Any]

ACCEPTED = {
    Kind.INITIAL: gettext_noop(
        "Filing %(number)s has been accepted. It is in public notice now; if no objection is upheld, %(institution)s is"
        " on the white list from %(day)s."
    ),
    Kind.CHANGE: gettext_noop("Filing %(number)s has been accepted: what you changed is on record now."),
    Kind.INSPECTION: gettext_noop("Inspection %(number)s has ended well: the entry of %(institution)s goes on."),
}
REJECTED = gettext_noop(
    "Filing %(number)s has been rejected, and %(institution)s is on the black list. Reason: %(reason)s Measures can"
    " follow. You can file again when the problems are put right."
)
# By the list on which the institution stands with it; the first line is the mail's subject.
NOTICE = {
    ListName.GRAY: gettext_noop(
        "Rectification notice %(notice)s: on the gray list, to be answered by the end of %(day)s\n"
        "%(institution)s is on the gray list since %(since)s; everybody can read it. Reason: %(reason)s\n"
        "Put every item right, answer each one and submit again by the end of %(day)s. Where you do not agree with an"
        " item, say so in its answer."
    ),
    ListName.BLACK: gettext_noop(
        "Rectification notice %(notice)s: answer by the end of %(day)s\n"
        "%(institution)s stays on the black list, on it since %(since)s. Reason of the notice: %(reason)s\n"
        "Put every item right, answer each one and submit again by the end of %(day)s. Where you do not agree with an"
        " item, say so in its answer."
    ),
    "": gettext_noop(
        "Rectification notice %(notice)s: answer by the end of %(day)s\n"
        "It is about filing %(number)s; the entry of %(institution)s on the lists stays as it is. Reason: %(reason)s\n"
        "Put every item right, answer each one and submit again by the end of %(day)s. Where you do not agree with an"
        " item, say so in its answer."
    ),
}
CHANGE_REJECTED = gettext_noop(
    "Filing %(number)s has been rejected; what was on record before stays. Reason: %(reason)s"
)


def hand_in(case: Case) -> Fields:
    """Seal the edited version; screening starts when this commits."""
    assert case.editable is not None
    sealing.seal(case.editable)
    if case.filing.kind == Kind.INITIAL:
        _call_as_filed(case.filing, case.editable)
    running.enqueue("screening", case.editable.pk, case.user.pk if case.user else None)
    _tell_officers(case, "submitted", gettext_noop("%(institution)s has submitted filing %(number)s."))
    late = case.filing.deadline is not None and case.today > case.filing.deadline
    return {
        "submitted_at": case.now,
        "first_submitted_at": case.filing.first_submitted_at or case.now,
        "late": case.filing.late or late,
        "deadline": None,
    }


def reopen_for_mending(case: Case) -> Fields:
    """Taken back: the sealed version stays in the history, a copy opens."""
    explaining.carry_over(copying.next_version(case.filing))
    return {}


def issue_notice(case: Case) -> Fields:
    """The notice with one item a confirmed finding, the list change, the version to edit."""
    assert case.decision is not None
    notice = notices.issue(case)
    lists.on_notice(case, notice)
    explaining.carry_over(copying.next_version(case.filing))
    _tell_of_notice(case, notice)
    return {"deadline": notice.deadline}


def extend(case: Case) -> Fields:
    """A later deadline."""
    day = date.fromisoformat(str(case.terms["deadline"]))
    tell_institution(
        case,
        f"extended-{case.filing.pk}-{day}",
        gettext_noop("The deadline of filing %(number)s has been extended to the end of %(day)s."),
        {"day": day.isoformat()},
    )
    return {"deadline": day}


def accept(case: Case) -> Fields:
    """The list change of an acceptance; the dossier is published by it."""
    lists.on_acceptance(case)
    _call_as_filed(case.filing, case.current)
    white_on = case.today + timedelta(days=case.programme.public_notice_days)
    tell_institution(case, _key(case, "accepted"), ACCEPTED[Kind(case.filing.kind)], {"day": white_on.isoformat()})
    return {"deadline": None}


def reject(case: Case) -> Fields:
    """The list change of a rejection, with its public reasons."""
    lists.on_rejection(case)
    text = REJECTED if case.filing.kind != Kind.CHANGE else CHANGE_REJECTED
    tell_institution(case, _key(case, "rejected"), text, {"reason": case.reason})
    return {"deadline": None}


def rescind(case: Case) -> Fields:
    """The entry before the notice returns; both stay in the history; the institution's edits are kept."""
    assert case.notice is not None
    lists.on_rescinding(case, case.notice)
    case.notice.rescinded_on = case.today
    case.notice.save(update_fields=["rescinded_on"])
    tell_institution(
        case,
        f"rescinded-{case.notice.pk}",
        gettext_noop("Rectification notice %(notice)s has been rescinded."),
        {"notice": case.notice.number},
    )
    return {"deadline": None}


def _tell_of_notice(case: Case, notice: Notice) -> None:
    """What it means: where the institution stands in public now, why, until when, and that it can answer."""
    standing = publishing.standing(case.institution, case.today)
    on_list = standing.list if case.filing.kind != Kind.CHANGE else ""
    told = {"notice": notice.number, "day": notice.deadline.isoformat(), "reason": case.reason}
    since = {"since": standing.since.isoformat()} if on_list and standing.since else {}
    tell_institution(case, f"notice-{notice.pk}", NOTICE.get(on_list, NOTICE[""]), told | since)


def nothing(case: Case) -> Fields:
    """Only the state changes."""
    return {}


def _call_as_filed(filing: Filing, dossier: Dossier | None) -> None:
    """The institution is called what its profile says: with a first filing at once, with a change when accepted."""
    name = Profile.objects.values_list("name", flat=True).get(dossier=dossier)
    Institution.objects.filter(pk=filing.institution_id).update(name=name)
    filing.institution.name = name


def after(case: Case) -> None:
    """What every act ends with: the institution's public entry follows."""
    if case.filing.kind != Kind.IMPORTED:
        publishing.refresh([case.institution.pk])


def tell_institution(case: Case, key: str, text: str, params: Fields | None = None) -> None:
    """A message to everybody who files for the institution."""
    told = {"number": case.filing.number} | (params or {})
    messages.tell(case.institution, key, text, told, f"/file/{case.filing.number}/")


def _tell_officers(case: Case, what: str, text: str) -> None:
    assigned = case.filing.assigned_to
    officers: list[User] = [assigned] if assigned else list(education_officers(case.filing.jurisdiction_id))
    inbox.tell(
        officers,
        _key(case, what),
        text,
        {"number": case.filing.number, "institution": case.institution.name},
        f"/review/{case.filing.number}/",
        mail=False,
    )


def _key(case: Case, what: str) -> str:
    return f"{what}-{case.filing.pk}-{case.filing.version}"
