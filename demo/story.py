"""The planned life of an invented institution: its filings step by step, and what they do to the lists.

A story knows the state it has reached and takes only steps of the workflow's table. What depends on the
findings (verdicts, items, reasons) is filled in when the rules have been run; see demo/reviewing.py.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Programme
from demo import days
from demo.chapters import Change, Event, Proposal, Review, Round, Version
from institutions.models import Action, DecisionKind, DecisionState, Kind
from rectification.deadlines import add_months
from rectification.table import TABLE
from register.models import ListName

FILER, FIRST, SECOND = "filer", "first", "second"


class FilingStory:
    """One filing, told step by step; every verb takes the day on which it happens."""

    def __init__(self, institution: Story, kind: str, programmes: list[Programme], flaws: tuple[int, int]) -> None:
        self.institution = institution
        self.rng = institution.rng
        self.kind = kind
        self.programmes = programmes
        self.flaws = flaws
        self.state = ""
        self.number = ""
        self.id = 0
        self.cause = ""
        # Ids of the two education officers who work on it.
        self.officers = (0, 0)
        self.versions: list[Version] = []
        self.events: list[Event] = []
        self.proposals: list[Proposal] = []
        self.rounds: list[Round] = []
        self.reviews: list[Review] = []
        self.measures_on: date | None = None

    @property
    def current(self) -> Version | None:
        """The latest sealed version."""
        return next((version for version in reversed(self.versions) if version.sealed_at), None)

    @property
    def editable(self) -> Version | None:
        """The unsealed version, if there is one."""
        return next((version for version in self.versions if not version.sealed_at), None)

    @property
    def opened_at(self) -> datetime:
        return self.events[0].at

    @property
    def programme(self) -> Programme:
        """The one in force on the day it was opened."""
        day = self.opened_at.date()
        return max((p for p in self.programmes if p.in_force_from <= day), key=lambda p: p.version)

    def open(self, day: date) -> None:
        """A draft of a first filing or of a change."""
        at = self._moment(day, FILER)
        self._add_version(at, None if self.kind == Kind.INITIAL else self.institution.published, self.flaws)
        self._move(Action.OPEN, at, FILER)

    def open_inspection(self, day: date, cause: str) -> None:
        """A spot check: version 1 is a sealed copy of what is published."""
        at = self._moment(day, FIRST)
        self.cause = cause
        version = self._add_version(at, self.institution.published, self.flaws)
        version.sealed_at = at
        self._move(Action.OPEN_INSPECTION, at, FIRST, reason=cause)

    def submit(self, day: date) -> None:
        """Seal the draft and hand it in."""
        self._hand_in(Action.SUBMIT, day)

    def take_back(self, day: date) -> None:
        """A draft again, as a copy."""
        at = self._moment(day, FILER)
        self._move(Action.TAKE_BACK, at, FILER)
        current = self.versions[-1]
        self._add_version(at, current, current.flaws)

    def review(self, verdict: str, first: date, last: date, *, heard: float = 1.0, by_resolution: bool = False) -> None:
        """What officers and departments make of the current version between two days."""
        assert self.current is not None
        last = min(last, days.LAST_DAY)
        self.reviews.append(Review(self.current, verdict, heard, min(first, last), last, by_resolution))

    def flag(self, day: date) -> None:
        """Problems were found."""
        self._move(Action.FLAG, self._moment(day, FIRST), FIRST)

    def clear(self, day: date) -> None:
        """All problems turned out to be none."""
        self._move(Action.CLEAR, self._moment(day, FIRST), FIRST)

    def extend(self, day: date, deadline: date, reason: str) -> None:
        """More time."""
        at = self._moment(day, FIRST)
        self._move(Action.EXTEND, at, FIRST, reason=reason, fields={"deadline": deadline})

    def withdraw(self, day: date, reason: str) -> None:
        """The filer gives up."""
        self._move(Action.WITHDRAW, self._moment(day, FILER), FILER, reason=reason)

    def answer(self, day: date, share: float, mended: int = 0) -> None:
        """Answer a share of the running notice's items; `mended` flaws are gone from the draft."""
        running = self.rounds[-1]
        running.answered, running.answered_at = share, self._moment(day, FILER)
        self._mend(mended)

    def resubmit(self, day: date, mended: int) -> None:
        """Hand the corrected version in with every answer; `mended` flaws are gone from it."""
        running = self.rounds[-1]
        if running.answered < 1:
            running.answered, running.answered_at = 1.0, self._moment(day - timedelta(days=1), FILER)
        self._mend(mended)
        self._hand_in(Action.RESUBMIT, day)
        running.judged_version = self.current

    def judge(self, day: date, share: float = 1.0, *, inadequate: bool = False) -> None:
        """Judge a share of the answers; one of them inadequate, perhaps."""
        last = self.rounds[-1]
        last.judged, last.is_inadequate = share, inadequate
        last.judged_at = self._moment(day, FIRST)

    def propose(self, kind: str, day: date, reason: str = "", **terms: Any) -> Proposal:
        """A two-person act that waits for the second officer."""
        at = self._moment(day, FIRST)
        proposal = Proposal(kind, self.current, at, terms, reason)
        if kind == DecisionKind.REJECT:
            proposal.statement_until = days.after_working_days(at.date(), self.programme.statement_working_days)
        self.proposals.append(proposal)
        self._note(f"{kind}_proposed", at, FIRST, proposal, reason)
        return proposal

    def end(self, proposal: Proposal, state: str, day: date, reason: str = "") -> None:
        """The proposal is returned by the second officer, or retracted by the first."""
        by = SECOND if state == DecisionState.RETURNED else FIRST
        proposal.state, proposal.decided_at, proposal.return_reason = state, self._moment(day, by), reason
        self._note(f"{proposal.kind}_{state}", proposal.decided_at, by, proposal, reason)

    def confirm(self, proposal: Proposal, day: date) -> datetime:
        """The second officer's yes: the act is carried out."""
        at = self._moment(day, SECOND)
        proposal.state, proposal.decided_at = DecisionState.CONFIRMED, at
        deadline = proposal.terms.get("deadline")
        fields = {"deadline": date.fromisoformat(deadline) if deadline else None}
        self._move(Action(proposal.kind), at, SECOND, reason=proposal.public_reason, proposal=proposal, fields=fields)
        return at

    def issue_notice(self, day: date, deadline: date) -> Round:
        """Proposed a few days before `day`, confirmed on it: gray, and a version to edit."""
        proposal = self.propose(DecisionKind.ISSUE_NOTICE, day - timedelta(days=3), deadline=deadline.isoformat())
        at = self.confirm(proposal, day)
        assert self.current is not None
        issued = Round(proposal, self.current, at, deadline)
        self.rounds.append(issued)
        if self.editable is None:
            self._add_version(at, self.current, self.current.flaws)
        if self.kind != Kind.CHANGE and self.institution.standing(at.date()) != ListName.BLACK:
            self.institution.change(ListName.GRAY, at, proposal, self.current)
        return issued

    def accept(self, day: date, reason: str) -> None:
        """Proposed a few days before, confirmed on the day."""
        proposal = self.propose(DecisionKind.ACCEPT, day - timedelta(days=2), reason)
        at = self.confirm(proposal, day)
        if self.kind == Kind.INITIAL:
            self.institution.change(ListName.NOTICE, at, proposal, self.current)
            white_on = at.date() + timedelta(days=self.programme.public_notice_days)
            self.institution.change(ListName.WHITE, at, proposal, self.current, white_on)
        elif self.kind == Kind.CHANGE or self.institution.standing(at.date()) == ListName.GRAY:
            self.institution.change(ListName.WHITE, at, proposal, self.current)

    def reject(self, proposal: Proposal, day: date) -> None:
        """The second officer confirms after the statement window: black."""
        at = self.confirm(proposal, day)
        if self.kind != Kind.CHANGE:
            self.institution.change(ListName.BLACK, at, proposal, self.current)

    def rescind(self, day: date, reason: str) -> None:
        """The notice was issued in error: the entry before it returns."""
        proposal = self.propose(DecisionKind.RESCIND, day - timedelta(days=1), reason)
        at = self.confirm(proposal, day)
        self.rounds[-1].rescinded_on = at.date()
        self.institution.change("", at, proposal, None)

    def state_case(self, proposal: Proposal, day: date, *, read: bool) -> None:
        """The institution hands its statement in; an officer has read it, perhaps."""
        proposal.statement_at = self._moment(day, FILER)
        self._note("statement", proposal.statement_at, FILER, None)
        if read:
            proposal.statement_read_at = self._moment(day + timedelta(days=1), FIRST)
            self._note("statement_read", proposal.statement_read_at, FIRST, None)

    def latest_deadline(self, issued_on: date) -> date:
        """The last day a notice of that day may name."""
        submitted = next(event.at for event in self.events if event.action in (Action.SUBMIT, Action.OPEN_INSPECTION))
        programme = self.programme
        if submitted.date() <= programme.early_until and issued_on < programme.early_deadline:
            return programme.early_deadline
        return add_months(issued_on, programme.rectification_months)

    def _hand_in(self, action: Action, day: date) -> None:
        at = self._moment(day, FILER)
        editable = self.editable
        assert editable is not None
        editable.sealed_at = at
        deadline = next((e.fields["deadline"] for e in reversed(self.events) if "deadline" in e.fields), None)
        late = deadline is not None and at.date() > deadline
        self._move(action, at, FILER, fields={"deadline": None, "submitted_at": at} | ({"late": True} if late else {}))

    def _mend(self, flaws: int) -> None:
        editable = self.editable
        assert editable is not None
        first, last = editable.flaws
        editable.flaws = (min(first + flaws, last), last)

    def _add_version(self, at: datetime, source: Version | None, flaws: tuple[int, int]) -> Version:
        version = Version(self, len(self.versions) + 1, at, source, flaws, self.kind == Kind.CHANGE)
        self.versions.append(version)
        return version

    def _moment(self, day: date, by: str) -> datetime:
        """Some moment of that day, after everything that has happened before."""
        hour = days.any_hour if by == FILER else days.office_hour
        at = hour(min(day, days.LAST_DAY), self.rng)
        last = max([event.at for event in self.events[-1:]], default=at - timedelta(days=1))
        return max(at, last + timedelta(minutes=self.rng.randrange(4, 40)))

    def _move(
        self,
        action: Action,
        at: datetime,
        by: str,
        *,
        reason: str = "",
        proposal: Proposal | None = None,
        fields: dict[str, Any] | None = None,
    ) -> None:
        step = next(s for s in TABLE if s.action == action and (s.source or "") == self.state and self.kind in s.kinds)
        current = self.current
        self.events.append(
            Event(
                action, at, by, self.state, step.target, step.outcome, reason, current, proposal, {}, fields or {}, True
            )
        )
        self.state = str(step.target)

    def _note(self, action: str, at: datetime, by: str, proposal: Proposal | None, reason: str = "") -> None:
        version = self.current if proposal else None
        self.events.append(Event(action, at, by, self.state, self.state, "", reason, version, proposal))


class Story:
    """One institution: its filings in order, and its changes of the lists."""

    def __init__(self, name: str, programmes: list[Programme], rng: random.Random) -> None:
        self.name = name
        self.programmes = programmes
        self.rng = rng
        self.filings: list[FilingStory] = []
        self.changes: list[Change] = []
        self.acts: list[Proposal] = []
        # How many flaws are to be planted, and how many people and courses come with a change.
        self.flaw_count = 0
        self.newcomers = (0, 0)
        # Whether the change that brings them counts in the national figures.
        self.newcomers_count = False

    @property
    def published(self) -> Version | None:
        """The version that the public sees."""
        return next((change.version for change in reversed(self.changes) if change.version), None)

    def filing(self, kind: str, flaws: int = 0) -> FilingStory:
        """The next filing, with so many flaws in its first version."""
        told = FilingStory(self, kind, self.programmes, (self.flaw_count, self.flaw_count + flaws))
        self.flaw_count += flaws
        self.filings.append(told)
        return told

    def standing(self, on: date) -> str:
        """The list it is on that day, by what has been told so far."""
        superseded = {id(change.supersedes) for change in self.changes if change.supersedes}
        held = [c for c in self.changes if c.effective_on <= on and id(c) not in superseded]
        return max(held, key=lambda c: (c.effective_on, self.changes.index(c))).list if held else ""

    def change(
        self, name: str, at: datetime, proposal: Proposal, version: Version | None, effective_on: date | None = None
    ) -> None:
        """Put it on a list; an entry that was still to come no longer comes."""
        effective_on = effective_on or at.date()
        superseded = {id(change.supersedes) for change in self.changes if change.supersedes}
        coming = [
            c
            for c in self.changes
            if c.effective_on > at.date() and c.effective_on >= effective_on and id(c) not in superseded
        ]
        self.changes.append(Change(name, effective_on, at, proposal, version, coming[0] if coming else None))

    def act(self, kind: str, day: date, reason: str, *, confirmed: bool = True, **terms: Any) -> Proposal:
        """A list act without a filing's transition."""
        at = days.office_hour(day, self.rng)
        proposal = Proposal(kind, None, at - timedelta(days=1), terms, reason)
        if confirmed:
            proposal.state, proposal.decided_at = DecisionState.CONFIRMED, at
        self.acts.append(proposal)
        return proposal
