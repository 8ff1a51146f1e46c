"""The review workflow: one table of acts with who, guards and effect; nothing else writes `Filing.state`.

Where an act leads stands in `rectification/table.py`, which the database trigger is made from too.
Acts of two officers (accept, issue notice, reject, rescind) are proposed and confirmed in `deciding.py`,
which comes back here to carry them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import Conflict, NotFound, Refused
from filing_platform.templatetags.wording import daytime
from institutions import events
from institutions.models import Action, Decision, Filing
from rectification import effects, guards, timeline
from rectification.case import Case
from rectification.effects import Fields
from rectification.guards import Guard
from rectification.table import TABLE, Step


class Who(Enum):
    """Who may act on a filing."""

    FILER = "filer"
    EDUCATION = "education"

    def may(self, user: Any, filing: Filing) -> bool:
        """Whether this person is one of them, for this filing."""
        if self is Who.EDUCATION:
            return filing.jurisdiction_id in rights_of(user).education
        return bool(user.is_authenticated) and filing.institution.memberships.filter(user=user).exists()


@dataclass(frozen=True)
class Rule:
    """One act: who, what must hold, what it does beside the change of state, and how that is said beforehand."""

    who: Who
    guards: tuple[Guard, ...]
    effect: Callable[[Case], Fields]
    says: str | Promise


RULES: dict[Action, Rule] = {
    Action.SUBMIT: Rule(
        Who.FILER,
        (guards.sections_complete,),
        effects.hand_in,
        _("Seals this version. Screening starts, and you get a receipt."),
    ),
    Action.FLAG: Rule(
        Who.EDUCATION,
        (guards.nothing_proposed, guards.some_confirmed, guards.items_judged),
        effects.nothing,
        _("The filing goes to “problems found”; a notice can be drafted when every finding is decided."),
    ),
    Action.ACCEPT: Rule(
        Who.EDUCATION,
        (
            guards.nothing_proposed,
            guards.screened,
            guards.none_undecided,
            guards.none_confirmed,
            guards.items_judged_rectified,
            guards.departments_settled,
            guards.change_still_listed,
        ),
        effects.accept,
        _("Closes the filing as accepted and changes the lists. Another officer must confirm it."),
    ),
    Action.CLEAR: Rule(
        Who.EDUCATION,
        (guards.nothing_proposed, guards.screened, guards.all_dismissed),
        effects.nothing,
        _("The filing goes back to the queue."),
    ),
    Action.ISSUE_NOTICE: Rule(
        Who.EDUCATION,
        (
            guards.nothing_proposed,
            guards.screened,
            guards.some_confirmed,
            guards.none_undecided,
            guards.deadline_within_limit,
        ),
        effects.issue_notice,
        _("The institution must put every confirmed finding right by a deadline. Another officer must confirm it."),
    ),
    Action.RESUBMIT: Rule(
        Who.FILER,
        (guards.nothing_proposed, guards.every_item_answered, guards.sections_complete),
        effects.hand_in,
        _("Seals the corrected version and hands your answers in."),
    ),
    Action.EXTEND: Rule(
        Who.EDUCATION,
        (guards.nothing_proposed, guards.reason_given, guards.extension_within_limit),
        effects.extend,
        _("The institution gets more time and is told."),
    ),
    Action.REJECT: Rule(
        Who.EDUCATION,
        (guards.nothing_proposed, guards.rejectable, guards.statement_window_over),
        effects.reject,
        _("The institution may first state its case; then another officer must confirm it. This changes the lists."),
    ),
    Action.WITHDRAW: Rule(
        Who.FILER,
        (guards.nothing_proposed, guards.reason_given, guards.may_leave),
        effects.nothing,
        _("Closes the filing. The lists do not change."),
    ),
    Action.TAKE_BACK: Rule(
        Who.FILER,
        (guards.nothing_proposed, guards.nobody_has_looked),
        effects.reopen_for_mending,
        _("The filing becomes a draft again. The submitted version stays in the history."),
    ),
    Action.RESCIND: Rule(
        Who.EDUCATION,
        (guards.nothing_proposed, guards.reason_given),
        effects.rescind,
        _("The list entry before the notice returns. Another officer must confirm it."),
    ),
}


@dataclass(frozen=True)
class Offer:
    """An act that the state of the filing has a row for, and whether this person may take it now."""

    action: Action
    says: str | Promise
    why_not: tuple[str, ...]
    two_officers: bool

    @property
    def allowed(self) -> bool:
        """Nothing stands in the way."""
        return not self.why_not


def offers(filing: Filing, user: Any) -> list[Offer]:
    """The acts of the table's rows for this state and kind that are this person's, each with why not."""
    found = []
    for step in steps_from(filing):
        rule = RULES[step.action]
        if not rule.who.may(user, filing):
            continue
        case = Case(filing, user, clock.now())
        why_not = tuple(reason for guard in rule.guards if (reason := guard(case)))
        found.append(Offer(step.action, rule.says, why_not, step.two_officers))
    return found


def steps_from(filing: Filing) -> list[Step]:
    """The table's rows that start from the filing's state, for its kind."""
    return [step for step in TABLE if step.source == filing.state and filing.kind in step.kinds]


@transaction.atomic
def perform(action: str, filing: Filing, user: User, version: int, **terms: Any) -> Filing:
    """Do an act that takes one person; `version` is the one their page was made from.

    Raises NotFound for who may not see the act, Conflict when somebody was first, Refused with the reasons.
    """
    locked = lock(filing, version)
    step = step_for(locked, action)
    if step.two_officers:
        raise Refused("two_officers", gettext_noop("This takes two officers: propose it."))
    require(RULES[step.action].who.may(user, locked))
    case = Case(locked, user, clock.now(), terms)
    check(case, step)
    return carry_out(case, step)


def carry_out(case: Case, step: Step) -> Filing:
    """Take effect and move: the caller holds the lock and has checked the guards."""
    source = str(case.filing.state)
    fields = RULES[step.action].effect(case)
    move(case.filing, step, case.now, fields)
    # The effect may have sealed or opened a version: what is told is asked anew.
    case = replace(case)
    events.append(
        case.filing,
        step.action,
        from_state=source,
        to_state=step.target,
        actor=case.user,
        reason=case.reason,
        dossier_version=case.current.version if case.current else None,
        data=_data(case, fields),
    )
    effects.after(case)
    return case.filing


def move(filing: Filing, step: Step, at: datetime, fields: Fields) -> None:
    """Write the new state by compare-and-swap; the database trigger checks the same table."""
    new = {"state": step.target, "outcome": step.outcome, "version": filing.version + 1, **fields}
    if step.target != filing.state:
        new["state_since"] = at
    if not Filing.objects.filter(pk=filing.pk, version=filing.version).update(**new):
        raise was_first(filing)
    filing.refresh_from_db()


def lock(filing: Filing, version: int) -> Filing:
    """The filing's row, locked; Conflict when it is no longer the version that the page showed."""
    locked = (
        Filing.objects.select_for_update(of=("self",))
        .select_related("institution", "programme", "jurisdiction")
        .get(pk=filing.pk)
    )
    if locked.version != version:
        raise was_first(locked)
    return locked


def was_first(filing: Filing) -> Conflict:
    """Who changed the filing, and when."""
    last = filing.events.select_related("actor").order_by("-seq").first()
    if last is None:
        return Conflict("stale", gettext_noop("This filing has changed since the page was made."))
    return Conflict(
        "stale",
        gettext_noop("%(who)s was first: “%(what)s” on %(when)s. Nothing was done again."),
        {
            "who": str(last.actor or ""),
            "what": str(timeline.WORDS[last.action][0]),
            "when": daytime(last.at),
        },
    )


def step_for(filing: Filing, action: str) -> Step:
    """The table's row; Refused when the filing's state has none for this act."""
    for step in steps_from(filing):
        if step.action == action:
            return step
    raise Refused(
        "no_such_step",
        gettext_noop("A filing that is “%(state)s” does not take this step."),
        {"state": filing.get_state_display()},
    )


def check(case: Case, step: Step, *, leave_out: tuple[Guard, ...] = ()) -> None:
    """Refused with every reason that stands in the way."""
    reasons = [reason for guard in RULES[step.action].guards if guard not in leave_out and (reason := guard(case))]
    if reasons:
        raise Refused("guard", gettext_noop("%(reasons)s"), {"reasons": gettext("; ").join(reasons)})


def require(allowed: bool) -> None:
    """What a person may not do is not there for them."""
    if not allowed:
        raise NotFound("not_found", "")


def _data(case: Case, fields: Fields) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if case.current is not None:
        data["digest"] = case.current.digest
    if isinstance(fields.get("deadline"), date):
        data["deadline"] = fields["deadline"].isoformat()
    if fields.get("late"):
        data["late"] = True
    if case.decision is not None:
        data["decision"] = case.decision.pk
    return data


def decision_of(filing: Filing) -> Decision | None:
    """The decision that waits for its second officer."""
    return filing.decisions.filter(state="proposed").select_related("proposed_by").first()
