"""Where a filing stands, as its institution sees it: five steps, the one next action, the notice, what happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.sections import by_name
from dossiers.task_list import Task, task_list
from filing_platform import clock
from institutions.editing import current_dossier
from institutions.models import Action, Decision, DecisionKind, DecisionState, Dossier, Filing, Kind, Outcome, State
from rectification.models import Notice, NoticeItem
from screening.wording import heading, sentence

# What of the history concerns the institution, and how it is told.
TOLD: dict[str, str | Promise] = {
    Action.OPEN: gettext_lazy("Filing opened"),
    Action.OPEN_INSPECTION: gettext_lazy("Inspection opened"),
    Action.SUBMIT: gettext_lazy("Materials submitted"),
    Action.TAKE_BACK: gettext_lazy("Taken back"),
    Action.ISSUE_NOTICE: gettext_lazy("Rectification notice received"),
    Action.EXTEND: gettext_lazy("Deadline extended"),
    Action.RESUBMIT: gettext_lazy("Answers and corrected materials submitted"),
    Action.RESCIND: gettext_lazy("Rectification notice rescinded"),
    "reject_proposed": gettext_lazy("Rejection proposed: you may state your case"),
    "statement": gettext_lazy("Statement handed in"),
    Action.ACCEPT: gettext_lazy("Accepted"),
    Action.REJECT: gettext_lazy("Rejected"),
    Action.WITHDRAW: gettext_lazy("Withdrawn"),
    Action.MOVE_IN: gettext_lazy("Moved in from another register"),
}
STEPS = (
    gettext_lazy("Fill in"),
    gettext_lazy("Submitted"),
    gettext_lazy("Screening"),
    gettext_lazy("Rectify"),
    gettext_lazy("Closed"),
)
PLACE = {State.DRAFT: 0, State.SUBMITTED: 2, State.FLAGGED: 2, State.RECTIFYING: 3, State.CLOSED: 4}
LONGEST_TITLE = 60


@dataclass(frozen=True)
class StepShown:
    """One of the five steps: done, now, or still to come ('')."""

    label: str
    state: str


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now; without address there is nothing to do but wait."""

    text: str
    label: str = ""
    address: str = ""


@dataclass(frozen=True)
class ItemShown:
    """One item of the notice: what is wrong, whether it is answered, where the answer is written."""

    item: NoticeItem
    address: str
    # The group and the thing it is about.
    place: str

    @property
    def title(self) -> str:
        return f"{self.item.number} {heading(self.item.finding) or self.short}"

    @property
    def short(self) -> str:
        """What is wrong, cut where a list would overflow."""
        text = self.item.requirement or sentence(self.item.finding)
        return text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}…"

    @property
    def is_answered(self) -> bool:
        return hasattr(self.item, "response")

    @property
    def hint(self) -> str:
        """What was answered, else which thing it is about."""
        return self.item.response.text if self.is_answered else self.place


@dataclass
class Workspace:
    """One filing for the people who file it."""

    filing: Filing

    @cached_property
    def editable(self) -> Dossier | None:
        """The version that is being filled in or corrected."""
        return self.filing.dossiers.filter(sealed_at=None).first() if self.filing.is_editable else None

    @cached_property
    def current(self) -> Dossier | None:
        """The version handed in last."""
        return current_dossier(self.filing)

    @cached_property
    def notice(self) -> Notice | None:
        """The latest notice in force."""
        return self.filing.notices.filter(rescinded_on=None).order_by("-round").first()

    @cached_property
    def items(self) -> list[ItemShown]:
        """The items of the notice while it is being answered."""
        if self.notice is None or self.filing.state != State.RECTIFYING:
            return []
        return items_of(self.notice)

    @cached_property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(shown.is_answered for shown in self.items)

    @cached_property
    def tasks(self) -> list[Task]:
        """The groups of the version being edited."""
        return task_list(self.filing, self.editable) if self.editable else []

    @cached_property
    def to_mend(self) -> dict[str, int]:
        """Per group how many items of the notice are about it."""
        return dict(Counter(shown.item.section for shown in self.items))

    @cached_property
    def proposed_rejection(self) -> Decision | None:
        """A rejection that waits: the institution may state its case."""
        proposed = self.filing.decisions.filter(kind=DecisionKind.REJECT, state=DecisionState.PROPOSED)
        return proposed.select_related("statement").first()

    @property
    def may_state_case(self) -> bool:
        """A rejection is proposed, the window is open, and nothing was handed in yet."""
        decision = self.proposed_rejection
        if decision is None or decision.statement_until is None:
            return False
        return clock.today() <= decision.statement_until and not hasattr(decision, "statement")

    @property
    def days_left(self) -> int | None:
        """Days to the deadline, negative when it has passed; None without one."""
        return (self.filing.deadline - clock.today()).days if self.filing.deadline else None

    @property
    def title(self) -> str:
        """Where the filing stands, in one line."""
        if self.proposed_rejection is not None:
            return self._rejection_title
        if self.filing.state == State.RECTIFYING and self.days_left is not None:
            return _rectify_title(self.days_left)
        if self.filing.state == State.CLOSED:
            return _("Closed: %(outcome)s") % {"outcome": self.filing.get_outcome_display()}
        titles = {
            State.DRAFT: _("Fill in the materials"),
            State.SUBMITTED: _("Submitted: being screened"),
            State.FLAGGED: _("Problems found: a notice is being prepared"),
        }
        return titles[State(self.filing.state)]

    @property
    def lead(self) -> str:
        """What that means."""
        if self.proposed_rejection is not None:
            return self._rejection_lead
        if self.filing.state == State.RECTIFYING:
            return _(
                "Answer every item and submit again by 24:00 on %(day)s. "
                "After that the departments can propose the black list."
            ) % {"day": date_format(self.filing.deadline, "DATE_FORMAT") if self.filing.deadline else ""}
        if self.filing.state == State.DRAFT and self._is_filed_again:
            return _("It begins with what was filed last: check every page, change what has to be changed, sign anew.")
        if self.filing.state == State.CLOSED:
            return _CLOSED[Outcome(self.filing.outcome)]() if self.filing.outcome else ""
        leads = {
            State.DRAFT: _("Every page is saved as you go. Submit when nothing is missing."),
            State.SUBMITTED: _("The departments of your province are looking at the materials. You will be told here."),
            State.FLAGGED: _("You will get a notice that says what to put right, and by when."),
        }
        return leads[State(self.filing.state)]

    @property
    def _is_filed_again(self) -> bool:
        """A first filing that starts from the version of an ended one."""
        draft = self.editable
        return self.filing.kind == Kind.INITIAL and draft is not None and draft.copied_from_id is not None

    @property
    def _rejection_title(self) -> str:
        decision = self.proposed_rejection
        if not self.may_state_case or decision is None or decision.statement_until is None:
            return _("A rejection is proposed: the departments decide")
        left = (decision.statement_until - clock.today()).days
        return ngettext(
            "A rejection is proposed: %(days)d day left to state your case",
            "A rejection is proposed: %(days)d days left to state your case",
            left,
        ) % {"days": left}

    @property
    def _rejection_lead(self) -> str:
        assert self.proposed_rejection is not None
        if self.filing.kind == Kind.CHANGE:
            meaning = _("If it is confirmed, the change is not put on record; what was on record before stays.")
        else:
            meaning = _("If it is confirmed, the institution is put on the black list.")
        if hasattr(self.proposed_rejection, "statement"):
            handed_in = _("Your statement has been handed in and will be read before anything is decided.")
            return f"{meaning} {handed_in}"
        return meaning

    @property
    def nothing_changed(self) -> bool:
        """A change filing that would file again what is on record."""
        return self.filing.kind == Kind.CHANGE and not any(task.changed_rows for task in self.tasks)

    @property
    def steps(self) -> list[StepShown]:
        """The five steps with the one it is at; of a closed filing those that it went through."""
        now = PLACE[State(self.filing.state)]
        done = self._gone_through if self.filing.state == State.CLOSED else set(range(now))
        return [
            StepShown(self._step_label(place), "done" if place in done else "now" if place == now else "")
            for place in range(len(STEPS))
        ]

    @property
    def _gone_through(self) -> set[int]:
        """The places of a closed filing; what was withdrawn was not screened to the end."""
        states = set(self.filing.events.values_list("to_state", flat=True))
        happened = {
            1: bool(states & {State.SUBMITTED, State.FLAGGED, State.RECTIFYING}),
            2: self.filing.outcome != Outcome.WITHDRAWN,
            3: State.RECTIFYING in states,
        }
        return {0, 4} | {place for place, so in happened.items() if so}

    def _step_label(self, place: int) -> str:
        label = str(STEPS[place])
        if place == PLACE[State.RECTIFYING] and self.items:
            told = ngettext(
                "%(answered)d of %(all)d item answered", "%(answered)d of %(all)d items answered", len(self.items)
            )
            return f"{label} · {told % {'answered': self.answered, 'all': len(self.items)}}"
        return label

    @property
    def next_step(self) -> NextStep:
        """The one thing to do now."""
        if self.may_state_case and self.proposed_rejection and self.proposed_rejection.statement_until:
            return NextStep(
                _("A rejection is proposed. You may state your case until the end of %(day)s.")
                % {"day": date_format(self.proposed_rejection.statement_until, "DATE_FORMAT")},
                _("State your case"),
                self.address("file-statement"),
            )
        return _NEXT[State(self.filing.state)](self)

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        """What happened that concerns the institution, newest first."""
        events = self.filing.events.filter(action__in=TOLD).order_by("-seq")
        return [{"at": event.at, "title": TOLD[event.action], "reason": event.reason} for event in events]

    def address(self, name: str, *args: Any) -> str:
        """The address of a page of this filing."""
        return reverse(name, args=[self.filing.number, *args])


def items_of(notice: Notice) -> list[ItemShown]:
    """The items of a notice, each with its page and the place it is about; one query more a group."""
    items = list(notice.items.select_related("finding", "response").order_by("number"))
    names = {section: _names(notice, items, section) for section in {item.section for item in items}}
    number, round_ = notice.filing.number, notice.round
    return [
        ItemShown(
            item,
            reverse("file-item", args=[number, round_, item.number]),
            " › ".join(filter(None, [str(by_name(item.section).title), names[item.section].get(item.line, "")])),
        )
        for item in items
    ]


def _names(notice: Notice, items: list[NoticeItem], section: str) -> dict[UUID | None, str]:
    lines = [item.line for item in items if item.section == section and item.line]
    rows = by_name(section).model._default_manager.filter(dossier=notice.dossier_id, line__in=lines)
    return {row.line: str(row) for row in rows}  # type: ignore[attr-defined]


def _rectify_title(days: int) -> str:
    if days < 0:
        return ngettext("Rectify: overdue by %(days)d day", "Rectify: overdue by %(days)d days", -days) % {
            "days": -days
        }
    if days == 0:
        return _("Rectify: the time ends today")
    return ngettext("Rectify: %(days)d day left", "Rectify: %(days)d days left", days) % {"days": days}


_CLOSED = {
    Outcome.ACCEPTED: lambda: _("The materials met the rules. What changes later is filed as a change."),
    Outcome.REJECTED: lambda: _("You can file again when the problems are put right."),
    Outcome.WITHDRAWN: lambda: _("You withdrew this filing. You can file again at any time."),
}


def _next_of_draft(workspace: Workspace) -> NextStep:
    unfinished = next((task for task in workspace.tasks if not task.is_complete), None)
    if unfinished is None:
        return NextStep(
            _("Everything is filled in. Check it once more, then submit."),
            _("Check your answers"),
            workspace.address("file-check"),
        )
    return NextStep(
        _("Go on with “%(group)s”: %(missing)s")
        % {"group": unfinished.title, "missing": unfinished.first_missing[0].message},
        _("Go on filling in"),
        unfinished.address,
    )


def _next_of_rectifying(workspace: Workspace) -> NextStep:
    if workspace.proposed_rejection is not None:
        return NextStep(_("A rejection is proposed; the departments decide. You will be told here."))
    unanswered = next((shown for shown in workspace.items if not shown.is_answered), None)
    if unanswered is None:
        return NextStep(
            _("Every item is answered. Check the corrected materials, then submit again."),
            _("Check and submit again"),
            workspace.address("file-check"),
        )
    number = {"number": unanswered.item.number}
    return NextStep(
        _("Answer item %(number)d: %(what)s") % (number | {"what": unanswered.short}),
        _("Answer item %(number)d") % number,
        unanswered.address,
    )


def _next_of_closed(workspace: Workspace) -> NextStep:
    return NextStep(_("Nothing is to be done on this filing."), _("Back to my filing"), reverse("file"))


_NEXT = {
    State.DRAFT: _next_of_draft,
    State.SUBMITTED: lambda workspace: NextStep(_("Nothing is to be done now. You will be told here and by e-mail.")),
    State.FLAGGED: lambda workspace: NextStep(_("Nothing is to be done now. You will be told here and by e-mail.")),
    State.RECTIFYING: _next_of_rectifying,
    State.CLOSED: _next_of_closed,
}
