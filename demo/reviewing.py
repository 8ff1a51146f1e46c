"""What officers and departments make of what the rules found: verdicts, findings by hand, opinions, joint meetings.

Everything is worked out in memory, filing by filing, and then written; see demo/desk.py.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import Department
from demo import days, reasons
from demo.chapters import Event, Review, Round, Version
from demo.plans import Plan
from demo.story import FilingStory
from filing_platform.clock import DEMO_START
from institutions.models import Action
from screening.models import FindingStatus, Verdict
from screening.rules.rule import Severity

_BY_HAND = {Action.FLAG, Action.ISSUE_NOTICE, "issue_notice_proposed"}


@dataclass(eq=False, slots=True)
class Found:
    """One finding as it stands, to be written back."""

    id: int
    dossier_id: int
    rule: str
    department: str
    section: str
    line: UUID | None
    status: str = FindingStatus.CANDIDATE
    raised_at: datetime = DEMO_START
    # By hand: who, and what they wrote.
    raised_by: int | None = None
    text: str = ""
    severity: str = Severity.SERIOUS
    verdict_by: int | None = None
    verdict_at: datetime | None = None
    verdict_reason: str = ""

    def decide(self, status: str, by: int, at: datetime, reason: str) -> None:
        """An officer's verdict."""
        self.status, self.verdict_by, self.verdict_at, self.verdict_reason = status, by, at, reason


@dataclass(frozen=True, slots=True)
class Heard:
    """One department's opinion on one version."""

    version: Version
    department: str
    verdict: str
    text: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """A joint meeting that stands in for a department."""

    version: Version
    department: str
    at: datetime


@dataclass(slots=True)
class Case:
    """One filing on the desk: what was found on its versions, and what was made of it."""

    plan: Plan
    filing: FilingStory
    departments: list[str]
    # Officers of the departments in its jurisdiction.
    officers: dict[str, int]
    rng: random.Random
    findings: dict[int, list[Found]] = field(default_factory=dict)
    by_hand: list[Found] = field(default_factory=list)
    opinions: list[Heard] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    notes: list[Event] = field(default_factory=list)
    # Id, number and round of each notice, once it is written.
    notices: list[tuple[int, str, Round]] = field(default_factory=list)
    # Id, department and moment of each measure ordered.
    measures: list[tuple[int, str, datetime]] = field(default_factory=list)

    def on(self, version: Version) -> list[Found]:
        """The findings on a version."""
        return self.findings.setdefault(version.id, [])

    def confirmed(self, version: Version) -> list[Found]:
        """Those that are confirmed, in the order in which a notice names them."""
        confirmed = [found for found in self.on(version) if found.status == FindingStatus.CONFIRMED]
        return sorted(confirmed, key=lambda found: (found.section, found.rule, found.id))

    def note(self, action: str, at: datetime, by: int, version: Version | None, reason: str, **data: object) -> None:
        """Something noted in the filing's history that changes no state."""
        state = self.state_at(at)
        self.notes.append(Event(action, at, str(by), state, state, "", reason, version, data=dict(data)))

    def state_at(self, at: datetime) -> str:
        """The state the filing is in then."""
        return next((event.target for event in reversed(self.filing.events) if event.at <= at), "")

    def raise_by_hand(self, version: Version, section: str, line: UUID | None, text: str, at: datetime) -> Found:
        """A finding that an officer writes, confirmed as it is raised; its id comes when it is written."""
        first = self.filing.officers[0]
        found = Found(0, version.id, "", Department.EDUCATION, section, line, raised_by=first, text=text, raised_at=at)
        found.decide(FindingStatus.CONFIRMED, first, at, reasons.CONFIRMED)
        self.by_hand.append(found)
        self.on(version).append(found)
        self.note("finding_raised", at, first, version, text, found=found)
        return found


def review(case: Case, told: Review) -> None:
    """Verdicts on the version's findings, then the departments' opinions."""
    version = told.version
    after, before = _window(case.filing, told)
    if told.verdict in ("found", "dismissed", "partly"):
        findings = case.on(version)
        some = findings if told.verdict != "partly" else findings[: (len(findings) + 1) // 2]
        for found in some:
            _decide(case, told, found, _moment(told, after, before, case.rng))
    if told.verdict == "found" and _needs_a_problem(case.filing, version) and not case.confirmed(version):
        text = case.rng.choice(reasons.INSPECTION_FINDINGS)
        case.raise_by_hand(version, "platforms", None, text, _moment(told, after, before, case.rng))
    _hear(case, told, after, before)


def _decide(case: Case, told: Review, found: Found, at: datetime) -> None:
    first = case.filing.officers[0]
    still_there = case.plan.flaws[slice(*told.version.flaws)]
    is_planted = (found.section, found.line.hex if found.line else "") in still_there
    if told.verdict != "dismissed" and is_planted:
        found.decide(FindingStatus.CONFIRMED, first, at, reasons.CONFIRMED)
    elif told.verdict == "dismissed" or found.status == FindingStatus.CANDIDATE:
        found.decide(FindingStatus.DISMISSED, first, at, case.rng.choice(reasons.DISMISSALS))
    case.note(f"finding_{found.status}", at, first, told.version, found.verdict_reason, found=found)


def _hear(case: Case, told: Review, after: datetime, before: datetime) -> None:
    count = round(told.heard * len(case.departments))
    asked = case.rng.sample(case.departments, count)
    if told.by_resolution and len(asked) > 2:
        silent = next(department for department in asked if department != Department.EDUCATION)
        asked.remove(silent)
        case.meetings.append(Meeting(told.version, silent, before - timedelta(hours=2)))
    # Who opens a filing on the last evening before the demo's day finds nobody at work.
    if before - after < timedelta(hours=12):
        return
    for department in asked:
        problems = [
            found
            for found in case.on(told.version)
            if found.department == department and found.status != FindingStatus.DISMISSED
        ]
        verdict = Verdict.PROBLEMS_FOUND if problems else Verdict.NO_OBJECTION
        text = reasons.PROBLEMS_FOUND if problems else case.rng.choice(reasons.OPINION_TEXTS)
        at = _moment(told, after, before, case.rng)
        by = case.filing.officers[0] if department == Department.EDUCATION else case.officers[department]
        case.opinions.append(Heard(told.version, department, verdict, text, by, at))
        case.note("opinion_given", at, by, told.version, text, department=department, verdict=verdict, revision=1)


def _needs_a_problem(filing: FilingStory, version: Version) -> bool:
    """Something later happens to this version that takes a confirmed finding."""
    return any(event.version is version and event.action in _BY_HAND for event in filing.events)


def _window(filing: FilingStory, told: Review) -> tuple[datetime, datetime]:
    """After the version was handed in and what happened before the review, and before what happens next."""
    sealed_at = told.version.sealed_at
    assert sealed_at is not None
    starts = max(sealed_at, days.midnight(told.first))
    earlier = [event.at for event in filing.events if event.at < starts]
    after = max([sealed_at, *earlier]) + timedelta(minutes=5)
    before = min([event.at for event in filing.events if event.at >= max(starts, after)], default=DEMO_START)
    return after, before - timedelta(minutes=5)


def _moment(told: Review, after: datetime, before: datetime, rng: random.Random) -> datetime:
    """An office hour of the review's days, inside its window."""
    at = days.office_hour(days.between(told.first, told.last, rng), rng)
    if after <= at <= before:
        return at
    return after + (before - after) * rng.random()
