"""What a story is made of: versions, proposals, notices, reviews, events, changes of the lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from institutions.models import DecisionState

if TYPE_CHECKING:
    from demo.story import FilingStory


@dataclass(eq=False, slots=True)
class Version:
    """One version of a filing's materials; `flaws` are the first and the past-the-last flaw it still has."""

    filing: FilingStory
    number: int
    created_at: datetime
    copied_from: Version | None
    flaws: tuple[int, int]
    with_newcomers: bool
    sealed_at: datetime | None = None
    id: int = 0
    digest: str = ""


@dataclass(eq=False, slots=True)
class Proposal:
    """A two-person act: proposed, and perhaps confirmed, returned or retracted."""

    kind: str
    version: Version | None
    proposed_at: datetime
    terms: dict[str, Any] = field(default_factory=dict)
    public_reason: str = ""
    state: str = DecisionState.PROPOSED
    decided_at: datetime | None = None
    return_reason: str = ""
    statement_until: date | None = None
    statement_at: datetime | None = None
    statement_read_at: datetime | None = None
    id: int = 0


@dataclass(eq=False, slots=True)
class Round:
    """A rectification notice and what came of it."""

    proposal: Proposal
    version: Version
    issued_at: datetime
    deadline: date
    # How many of its items are answered: 0 none, 1 all.
    answered: float = 0.0
    answered_at: datetime | None = None
    # What became of the answers: the resubmitted version, how many are judged, whether one is inadequate.
    judged_version: Version | None = None
    judged_at: datetime | None = None
    judged: float = 1.0
    is_inadequate: bool = False
    rescinded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """How far a version was looked at: `verdict` found, dismissed, open or partly; `heard`: share of departments."""

    version: Version
    verdict: str
    heard: float
    first: date
    last: date
    by_resolution: bool = False


@dataclass(eq=False, slots=True)
class Event:
    """One line of a filing's history; a `move` changes its state."""

    action: str
    at: datetime
    by: str
    source: str
    target: str
    outcome: str = ""
    reason: str = ""
    version: Version | None = None
    proposal: Proposal | None = None
    data: dict[str, Any] = field(default_factory=dict)
    # Columns of the filing that change with it; empty for what is only noted.
    fields: dict[str, Any] = field(default_factory=dict)
    is_move: bool = False


@dataclass(eq=False, slots=True)
class Change:
    """A change of the lists to be recorded."""

    list: str
    effective_on: date
    recorded_at: datetime
    proposal: Proposal
    version: Version | None
    supersedes: Change | None = None
