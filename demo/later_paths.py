"""Paths of institutions that were accepted once: changes, inspections, list acts; and of those that never count."""

from __future__ import annotations

from datetime import date, timedelta

from demo import reasons
from demo.beginnings import first_filing_accepted
from demo.days import LAST_DAY, between
from demo.story import FilingStory, Story
from institutions.models import DecisionKind, Kind
from register.models import ListName


def change_accepted(story: Story) -> None:
    """New people and a new course came by a change filing."""
    filing = _change(story, first=date(2020, 3, 2), last=date(2020, 4, 24))
    filing.review("found", date(2020, 4, 27), date(2020, 5, 8))
    filing.accept(between(date(2020, 5, 12), date(2020, 5, 29), story.rng), reasons.CHANGED)


def change_submitted(story: Story) -> None:
    """A change is being screened."""
    filing = _change(story, first=date(2020, 5, 6), last=LAST_DAY, flaws=story.rng.choice((0, 1, 2)))
    filing.review("open", date(2020, 5, 20), LAST_DAY, heard=story.rng.choice((0.0, 0.3, 0.6)))


def change_flagged(story: Story) -> None:
    """A change with problems."""
    filing = _change(story, first=date(2020, 4, 20), last=date(2020, 5, 8), flaws=2)
    filing.review("found", date(2020, 5, 11), date(2020, 5, 18), heard=0.85)
    filing.flag(between(date(2020, 5, 19), date(2020, 5, 27), story.rng))


def change_rectifying(story: Story) -> None:
    """A notice about a change: the list entry stays as it is."""
    filing = _change(story, first=date(2020, 3, 16), last=date(2020, 4, 10), flaws=2)
    filing.review("found", date(2020, 4, 13), date(2020, 4, 20))
    filing.flag(date(2020, 4, 21))
    filing.issue_notice(date(2020, 4, 27), date(2020, 7, 31))


def change_rejected(story: Story) -> None:
    """The change was refused: the published dossier stays."""
    filing = _change(story, first=date(2020, 2, 24), last=date(2020, 3, 6), flaws=2)
    filing.review("found", date(2020, 3, 9), date(2020, 3, 16))
    filing.flag(date(2020, 3, 17))
    filing.issue_notice(date(2020, 3, 23), date(2020, 4, 24))
    proposal = filing.propose(DecisionKind.REJECT, date(2020, 4, 28), reasons.CHANGE_REJECTED)
    filing.reject(proposal, between(date(2020, 5, 14), date(2020, 5, 27), story.rng))


def change_drafted(story: Story) -> None:
    """A change is being filled in."""
    first_filing_accepted(story)
    story.newcomers = (2, 1)
    story.filing(Kind.CHANGE).open(between(date(2020, 5, 20), LAST_DAY, story.rng))


def change_withdrawn(story: Story) -> None:
    """A change was submitted and withdrawn."""
    filing = _change(story, first=date(2020, 5, 6), last=date(2020, 5, 20), counts=False)
    filing.withdraw(between(date(2020, 5, 22), LAST_DAY, story.rng), story.rng.choice(reasons.WITHDRAWAL))


def inspection_passed(story: Story) -> None:
    """A spot check that found nothing."""
    filing = _inspection(story, between(date(2020, 3, 16), date(2020, 4, 17), story.rng))
    filing.clear(date(2020, 4, 20))
    filing.review("found", date(2020, 4, 21), date(2020, 4, 30))
    filing.accept(between(date(2020, 5, 8), date(2020, 5, 20), story.rng), reasons.INSPECTION_PASSED)


def inspection_open(story: Story) -> None:
    """A spot check under way."""
    filing = _inspection(story, between(date(2020, 5, 20), date(2020, 5, 29), story.rng))
    filing.review("open", date(2020, 5, 29), LAST_DAY, heard=0.0)


def inspection_gray(story: Story) -> None:
    """The spot check found problems: gray again."""
    _noticed_inspection(story, date(2020, 7, 31))


def inspection_rectified(story: Story) -> None:
    """Gray for some weeks, then white again."""
    filing = _noticed_inspection(story, date(2020, 6, 30))
    filing.resubmit(between(date(2020, 4, 27), date(2020, 5, 9), story.rng), mended=0)
    filing.review("found", date(2020, 5, 11), date(2020, 5, 18))
    filing.judge(date(2020, 5, 19))
    filing.accept(between(date(2020, 5, 21), date(2020, 5, 29), story.rng), reasons.INSPECTION_PASSED)


def inspection_black(story: Story) -> None:
    """From white over gray to black."""
    filing = _noticed_inspection(story, date(2020, 4, 30))
    proposal = filing.propose(DecisionKind.REJECT, date(2020, 5, 6), reasons.OVERDUE)
    filing.state_case(proposal, date(2020, 5, 8), read=True)
    day = between(date(2020, 5, 18), date(2020, 5, 28), story.rng)
    filing.reject(proposal, day)
    filing.measures_on = day + timedelta(days=1)


def entry_corrected(story: Story) -> None:
    """The day of the entry was wrong."""
    first_filing_accepted(story)
    day = between(date(2020, 2, 3), date(2020, 3, 31), story.rng)
    white = story.changes[-1]
    right = white.effective_on + timedelta(days=1)
    act = story.act(
        DecisionKind.CORRECT_ENTRY, day, reasons.CORRECTED, list=ListName.WHITE, effective_on=right.isoformat()
    )
    assert act.decided_at
    story.change(ListName.WHITE, act.decided_at, act, white.version, right)
    story.changes[-1].supersedes = white


def entry_ended(story: Story) -> None:
    """Closed down, or lapsed: on no list any more."""
    _act(story, DecisionKind.END_ENTRY, story.rng.choice(reasons.ENDED))


def entry_withdrawn(story: Story) -> None:
    """The decision behind the entry was revoked."""
    _act(story, DecisionKind.WITHDRAW_ENTRY, reasons.WITHDRAWN)


def end_proposed(story: Story) -> None:
    """A list act waits for its second officer."""
    first_filing_accepted(story)
    day = between(date(2020, 5, 25), date(2020, 5, 29), story.rng)
    story.act(DecisionKind.END_ENTRY, day, reasons.ENDED[0], confirmed=False)


def notice_suspended(story: Story) -> None:
    """An objection was upheld during public notice: suspended, and an inspection opened."""
    filing = story.filing(Kind.INITIAL)
    filing.open(date(2020, 4, 1))
    filing.submit(between(date(2020, 4, 8), date(2020, 4, 15), story.rng))
    filing.review("found", date(2020, 4, 17), date(2020, 5, 8))
    filing.accept(date(2020, 5, 25), reasons.ACCEPTED)
    act = story.act(DecisionKind.SUSPEND_ENTRY, date(2020, 5, 28), reasons.SUSPENDED)
    inspection = story.filing(Kind.INSPECTION)
    inspection.open_inspection(date(2020, 5, 28), reasons.SUSPENDED)
    assert act.decided_at
    act.decided_at = inspection.opened_at
    story.change("", act.decided_at, act, story.published)
    inspection.review("open", date(2020, 5, 28), LAST_DAY, heard=0.0)


def drafted(story: Story) -> None:
    """A first filing that was never submitted."""
    story.filing(Kind.INITIAL).open(between(date(2020, 4, 20), LAST_DAY, story.rng))


def taken_back(story: Story) -> None:
    """Submitted and taken back: a draft again."""
    filing = story.filing(Kind.INITIAL)
    filing.open(between(date(2020, 5, 6), date(2020, 5, 14), story.rng))
    filing.submit(between(date(2020, 5, 18), date(2020, 5, 22), story.rng))
    filing.take_back(between(date(2020, 5, 23), date(2020, 5, 26), story.rng))


def withdrawn(story: Story) -> None:
    """A first filing that was withdrawn."""
    filing = story.filing(Kind.INITIAL)
    filing.open(between(date(2019, 10, 8), date(2019, 10, 20), story.rng))
    filing.submit(between(date(2019, 10, 22), date(2019, 10, 31), story.rng))
    filing.withdraw(between(date(2019, 11, 4), date(2019, 11, 15), story.rng), story.rng.choice(reasons.WITHDRAWAL))


def _change(story: Story, *, first: date, last: date, flaws: int = 0, counts: bool = True) -> FilingStory:
    """Accepted once; then a change that brings a few people and a course was submitted between two days."""
    first_filing_accepted(story)
    story.newcomers, story.newcomers_count = (story.rng.randrange(1, 4), 1), counts
    filing = story.filing(Kind.CHANGE, flaws)
    submitted_on = between(first, last, story.rng)
    filing.open(submitted_on - timedelta(days=story.rng.randrange(2, 9)))
    filing.submit(submitted_on)
    return filing


def _inspection(story: Story, day: date) -> FilingStory:
    first_filing_accepted(story)
    filing = story.filing(Kind.INSPECTION)
    filing.open_inspection(day, story.rng.choice(reasons.INSPECTED))
    return filing


def _noticed_inspection(story: Story, deadline: date) -> FilingStory:
    filing = _inspection(story, between(date(2020, 3, 2), date(2020, 3, 20), story.rng))
    filing.review("found", date(2020, 3, 23), date(2020, 3, 27), heard=0.0)
    filing.issue_notice(between(date(2020, 4, 1), date(2020, 4, 10), story.rng), deadline)
    return filing


def _act(story: Story, kind: str, reason: str) -> None:
    """Accepted once; a list act of the spring took it off every list."""
    first_filing_accepted(story)
    act = story.act(kind, between(date(2020, 3, 2), date(2020, 5, 22), story.rng), reason)
    assert act.decided_at
    story.change("", act.decided_at, act, None)
