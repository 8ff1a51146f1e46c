"""What must hold before an act: each guard says in the reader's language why not, or nothing when it may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers import completeness
from filing_platform.templatetags.wording import day as day_text
from institutions.models import DecisionState, Kind
from rectification import deadlines, departments
from rectification.case import Case
from rectification.models import JudgementVerdict, NoticeItem
from register import publishing
from screening.models import Finding, FindingStatus, Opinion, Screening

Guard = Callable[[Case], str]


def _undecided(case: Case) -> int:
    return Finding.objects.filter(dossier=case.current).undecided().count() if case.current else 0


def _confirmed(case: Case) -> int:
    return Finding.objects.filter(dossier=case.current).confirmed().count() if case.current else 0


def sections_complete(case: Case) -> str:
    lacking = completeness.missing(case.editable) if case.editable else {}
    count = sum(item.blocking for items in lacking.values() for item in items)
    if not count:
        return ""
    return ngettext("%(count)d thing is still missing", "%(count)d things are still missing", count) % {"count": count}


def screened(case: Case) -> str:
    if Screening.objects.filter(dossier=case.current).exists():
        return ""
    return _("The automatic screening of this version has not finished yet")


def some_confirmed(case: Case) -> str:
    if _confirmed(case):
        return ""
    return _("Confirm at least one finding first")


def none_undecided(case: Case) -> str:
    count = _undecided(case)
    if not count:
        return ""
    return ngettext("%(count)d finding is undecided", "%(count)d findings are undecided", count) % {"count": count}


def none_confirmed(case: Case) -> str:
    count = _confirmed(case)
    if not count:
        return ""
    return ngettext("%(count)d finding is confirmed", "%(count)d findings are confirmed", count) % {"count": count}


def items_judged(case: Case) -> str:
    """No round ends with an answer that nobody has looked at: the next notice would be the only one asked about."""
    if case.notice is None:
        return ""
    count = case.notice.items.exclude(judgement__dossier=case.current).count()
    if not count:
        return ""
    return ngettext(
        "%(count)d item of the notice is not judged yet", "%(count)d items of the notice are not judged yet", count
    ) % {"count": count}


def items_judged_rectified(case: Case) -> str:
    if case.notice is None:
        return ""
    rectified = Q(judgement__verdict=JudgementVerdict.RECTIFIED, judgement__dossier=case.current)
    # What an earlier round left inadequate is an item of the latest notice; what it left unjudged still waits.
    open_items = (
        NoticeItem.objects.filter(notice__filing=case.filing, notice__rescinded_on=None)
        .filter((Q(notice=case.notice) & ~rectified) | Q(judgement=None))
        .count()
    )
    if not open_items:
        return ""
    return ngettext(
        "%(count)d item of the notice is not judged rectified",
        "%(count)d items of the notice are not judged rectified",
        open_items,
    ) % {"count": open_items}


def departments_settled(case: Case) -> str:
    if case.current is None:
        return ""
    return _("; ").join(
        hearing.why_not for hearing in departments.hearings(case.current, case.today) if not hearing.is_settled
    )


def change_still_listed(case: Case) -> str:
    if case.filing.kind != Kind.CHANGE:
        return ""
    if not publishing.is_listed(case.institution):
        return _("The institution is no longer listed, so there is nothing to change")
    if case.institution.filings.open().filter(kind=Kind.INSPECTION).exists():
        return _("An inspection of the institution is open")
    return ""


def nothing_proposed(case: Case) -> str:
    if case.filing.decisions.filter(state=DecisionState.PROPOSED).exists():
        return _("A decision on this filing waits for the second officer")
    return ""


def deadline_within_limit(case: Case) -> str:
    latest = deadlines.latest_deadline(case.filing, case.today)
    return _day_between(case.terms.get("deadline"), case.today, latest)


def extension_within_limit(case: Case) -> str:
    if case.notice is None or case.filing.deadline is None:
        return _("No notice is running")
    latest = deadlines.latest_extension(case.notice, case.programme)
    return _day_between(case.terms.get("deadline"), max(case.today, case.filing.deadline), latest)


def _day_between(given: object, after: date, latest: date) -> str:
    if given is None:
        # Asked before anybody has chosen a day: whether there is a day to choose.
        return "" if after < latest else _("The latest possible day has passed")
    day = given if isinstance(given, date) else date.fromisoformat(str(given))
    if after < day <= latest:
        return ""
    return _("Choose a day after %(after)s and not after %(latest)s") % {
        "after": day_text(after),
        "latest": day_text(latest),
    }


def every_item_answered(case: Case) -> str:
    items = NoticeItem.objects.filter(notice=case.notice, response=None) if case.notice else NoticeItem.objects.none()
    count = items.count()
    if not count:
        return ""
    return ngettext("%(count)d item is not answered yet", "%(count)d items are not answered yet", count) % {
        "count": count
    }


def reason_given(case: Case) -> str:
    # An offer is made before anything is typed; the act itself always carries its reason.
    if "reason" not in case.terms or case.reason:
        return ""
    return _("Give a reason")


def rejectable(case: Case) -> str:
    if case.filing.deadline is not None:
        if case.today > case.filing.deadline:
            return ""
        return _("The deadline, %(day)s, has not passed yet") % {"day": day_text(case.filing.deadline)}
    inadequate = NoticeItem.objects.filter(
        notice__filing=case.filing, notice__rescinded_on=None, judgement__verdict=JudgementVerdict.INADEQUATE
    )
    if inadequate.exists() or str(case.terms.get("cannot_be_rectified", "")).strip():
        return ""
    if "reason" not in case.terms:
        return ""
    return _("No item was judged inadequate: say why the problem cannot be rectified")


def statement_window_over(case: Case) -> str:
    if case.decision is None or case.decision.statement_until is None:
        return ""
    if case.today <= case.decision.statement_until:
        return _("The institution may hand in its statement until the end of %(day)s") % {
            "day": day_text(case.decision.statement_until)
        }
    statement = getattr(case.decision, "statement", None)
    if statement is not None and statement.read_at is None:
        return _("Read the institution's statement first")
    return ""


def may_leave(case: Case) -> str:
    if case.filing.kind == Kind.CHANGE and not publishing.is_listed(case.institution):
        return ""
    if case.filing.notices.filter(rescinded_on=None).exists():
        return _("A rectification notice has been issued")
    if Finding.objects.filter(dossier__filing=case.filing, status=FindingStatus.CONFIRMED).exists():
        return _("The departments have confirmed a problem")
    return ""


def nobody_has_looked(case: Case) -> str:
    if case.filing.notices.exists():
        return _("A rectification notice has been issued")
    if Opinion.objects.filter(dossier=case.current).exists():
        return _("A department has given its opinion already")
    if _confirmed(case):
        return _("The departments have confirmed a problem")
    return ""


def all_dismissed(case: Case) -> str:
    return none_undecided(case) or none_confirmed(case)
