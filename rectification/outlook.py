"""What a decision would change, said before anybody confirms it: the lists as the public will read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from filing_platform import clock
from institutions.models import Action, Decision, DecisionKind, DecisionState, Filing, Institution, Kind, Profile
from rectification import deadlines, guards, list_acts, lists, workflow
from rectification.case import Case
from register import publishing
from register.models import Entry, ListName, PublicStatus
from register.standings import Standing


@dataclass(frozen=True)
class Outlook:
    """Where the institution stands, where it would, from when, and in words what that means."""

    now: str
    then: str
    words: str
    # Of the new entry: what the public page is headed by, from when it is, until which day a public notice runs.
    brand: str = ""
    since: date | None = None
    white_on: date | None = None
    # The list stays, its public reason is replaced.
    is_reworded: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether the public's verdict is shown beforehand."""
        return self.changes or self.is_reworded

    @property
    def changes(self) -> bool:
        return self.now != self.then

    @property
    def reading(self) -> dict[str, Any]:
        """As the public page's verdict asks for an entry."""
        return {"status": self.then, "status_since": self.since or clock.today(), "next_on": self.white_on}


def of_filing(kind: str, filing: Filing) -> Outlook:
    """What accepting, rejecting, issuing or rescinding a notice would do to the lists: workflow.md, "List changes"."""
    standing = publishing.standing(filing.institution, clock.today())
    change = replace(_of_filing(kind, filing, standing), brand=_filed_brand(filing))
    if standing.list or not _is_shown_as_filed(filing.institution):
        return change
    return replace(change, now=PublicStatus.FILED, then=change.then or PublicStatus.FILED)


def of_list_act(kind: str, institution: Institution, terms: dict[str, Any]) -> Outlook:
    """What a list act would do."""
    standing = publishing.standing(institution, clock.today())
    if kind == DecisionKind.CORRECT_ENTRY:
        day = date.fromisoformat(terms.get("effective_on", clock.today().isoformat()))
        replaced = _("The entry is replaced, effective on %(day)s.") % {"day": _day(day)}
        right = terms.get("list", standing.list)
        return Outlook(standing.list, right, replaced, _listed_brand(institution), _since(standing, right, day))
    words = {
        DecisionKind.WITHDRAW_ENTRY: _("The institution is on no list from the day of the confirmation."),
        DecisionKind.END_ENTRY: _("The institution is on no list from the day of the confirmation."),
        DecisionKind.SUSPEND_ENTRY: _("The public notice stops, and an inspection opens."),
    }
    return Outlook(standing.list, "", words[DecisionKind(kind)], _listed_brand(institution))


def obstacles(decision: Decision, user: Any) -> list[str]:
    """Why the second officer cannot confirm yet, in the reader's language."""
    if decision.filing is None:
        return []
    terms = {"reason": decision.public_reason} | decision.terms
    case = Case(decision.filing, user, clock.now(), terms, decision=decision)
    asked = workflow.RULES[Action(decision.kind)].guards
    return [reason for guard in asked if guard is not guards.nothing_proposed and (reason := guard(case))]


def may_decide(decision: Decision, user: Any) -> bool:
    """An education officer of the province; whether it is another one is asked apart."""
    if decision.filing is not None:
        return workflow.Who.EDUCATION.may(user, decision.filing)
    return decision.institution is not None and list_acts.may_decide(user, decision.institution)


def _of_filing(kind: str, filing: Filing, standing: Standing) -> Outlook:
    if kind == Action.RESCIND:
        return Outlook(standing.list, standing.list, _("The entry before the notice returns."))
    if kind not in (Action.ACCEPT, Action.REJECT, Action.ISSUE_NOTICE) or _leaves_alone(kind, filing, standing):
        return Outlook(standing.list, standing.list, _("The lists do not change."))
    if kind == Action.ISSUE_NOTICE and standing.list == ListName.GRAY:
        words = _("It stays on the gray list, on it since %(day)s; this reason replaces the one before.")
        since = standing.since or clock.today()
        return Outlook(ListName.GRAY, ListName.GRAY, words % {"day": _day(since)}, since=since, is_reworded=True)
    if kind == Action.ISSUE_NOTICE:
        return Outlook(standing.list, ListName.GRAY, _("Gray list from the day of the confirmation."))
    if kind == Action.REJECT:
        first = _first_day_of_rejection(filing)
        words = _("Black list from the day of the confirmation, %(day)s at the earliest: until then the institution may"
                  " state its case.")  # fmt: skip
        return Outlook(standing.list, ListName.BLACK, words % {"day": _day(first)}, since=first)
    return _acceptance(filing, standing)


def _since(standing: Standing, right: str, day: date) -> date:
    """An entry that follows one of the same list goes on since the first day of that one."""
    before = lists.entry_before(standing.change) if standing.change else None
    if before is None or before.list != right:
        return day
    return publishing.standing(before.institution, before.effective_on).since or day


def _first_day_of_rejection(filing: Filing) -> date:
    """The day after the last one for the statement: of the proposal there is, or of one made today."""
    today = clock.today()
    proposed = filing.decisions.filter(kind=Action.REJECT, state=DecisionState.PROPOSED).first()
    until = proposed.statement_until if proposed else deadlines.statement_until(filing.programme, today)
    return max(today, until + timedelta(days=1)) if until else today


def _filed_brand(filing: Filing) -> str:
    filed = Profile.objects.filter(dossier__filing=filing, dossier__sealed_at__isnull=False)
    return filed.order_by("-dossier__version").values_list("brand", flat=True).first() or ""


def _listed_brand(institution: Institution) -> str:
    return Entry.objects.filter(institution=institution).values_list("brand", flat=True).first() or ""


def _is_shown_as_filed(institution: Institution) -> bool:
    """The public reads “filed, being screened” of who is on no list."""
    return Entry.objects.filter(institution=institution, list=PublicStatus.FILED).exists()


def _leaves_alone(kind: str, filing: Filing, standing: Standing) -> bool:
    if filing.kind == Kind.CHANGE:
        return kind != Action.ACCEPT
    return kind == Action.ISSUE_NOTICE and standing.list == ListName.BLACK


def _acceptance(filing: Filing, standing: Standing) -> Outlook:
    if filing.kind == Kind.CHANGE:
        return Outlook(standing.list, standing.list, _("The entry goes on, with the new materials."))
    if filing.kind == Kind.INSPECTION and not publishing.is_suspended(standing):
        stays = standing.list in (ListName.WHITE, ListName.NOTICE)
        words = _("The entry goes on.") if stays else _("White list again from the day of the confirmation.")
        return Outlook(standing.list, standing.list if stays else ListName.WHITE, words)
    days = filing.programme.public_notice_days
    words = _("Public notice for %(days)d days; on the white list from %(day)s if confirmed today.")
    white = clock.today() + timedelta(days=days)
    return Outlook(standing.list, ListName.NOTICE, words % {"days": days, "day": _day(white)}, white_on=white)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
