"""How invented filings begin: submitted in time or later, accepted at once, or given a notice."""

from __future__ import annotations

from datetime import date, timedelta

from demo import reasons
from demo.days import between
from demo.story import FilingStory, Story
from institutions.models import Kind


def first_filing_accepted(story: Story, *, by_resolution: bool = False) -> FilingStory:
    """Submitted in October, heard in November, accepted around the turn of the year."""
    filing = submitted_in_october(story, flaws=0)
    filing.review("found", date(2019, 11, 4), date(2019, 11, 29), by_resolution=by_resolution)
    filing.accept(between(date(2019, 12, 5), date(2020, 1, 16), story.rng), reasons.ACCEPTED)
    return filing


def noticed(story: Story, flaws: int, *, deadline: date | None = None, late_wave: bool = False) -> FilingStory:
    """Submitted, flagged and given a notice; its deadline is the latest one allowed, or an earlier one."""
    rng = story.rng
    if late_wave:
        filing = submitted_in_spring(story, flaws, first=date(2020, 1, 6), last=date(2020, 3, 6))
        filing.review("found", date(2020, 3, 9), date(2020, 3, 25))
        filing.flag(between(date(2020, 3, 26), date(2020, 4, 3), rng))
        issued_on = between(date(2020, 4, 8), date(2020, 4, 24), rng)
    else:
        filing = submitted_in_october(story, flaws)
        filing.review("found", date(2019, 11, 4), date(2019, 11, 29))
        filing.flag(between(date(2019, 12, 2), date(2019, 12, 13), rng))
        issued_on = between(date(2019, 12, 18), date(2020, 1, 15), rng)
    latest = filing.latest_deadline(issued_on)
    filing.issue_notice(issued_on, min(deadline or latest, latest))
    return filing


def submitted_in_october(story: Story, flaws: int = 0) -> FilingStory:
    """Opened and submitted in October 2019, as was asked."""
    filing = story.filing(Kind.INITIAL, flaws)
    filing.open(between(date(2019, 10, 8), date(2019, 10, 22), story.rng))
    filing.submit(between(date(2019, 10, 23), date(2019, 10, 31), story.rng))
    return filing


def submitted_in_spring(story: Story, flaws: int, *, last: date, first: date = date(2020, 4, 1)) -> FilingStory:
    """Submitted in 2020, in the three weeks before `last` and not before `first`."""
    filing = story.filing(Kind.INITIAL, flaws)
    submitted_on = between(max(first, last - timedelta(days=24)), last, story.rng)
    filing.open(submitted_on - timedelta(days=story.rng.randrange(3, 20)))
    filing.submit(submitted_on)
    return filing


def mended_and_accepted(filing: FilingStory, last: date, earliest: date = date(2020, 4, 1)) -> None:
    """Handed in again, judged, heard and accepted, at the latest on `last`."""
    accepted_on = between(earliest, last, filing.rng)
    back = max(
        accepted_on - timedelta(days=filing.rng.randrange(14, 40)), filing.events[-1].at.date() + timedelta(days=3)
    )
    filing.resubmit(back, mended=9)
    filing.review("found", back + timedelta(days=2), accepted_on - timedelta(days=4))
    filing.judge(accepted_on - timedelta(days=4))
    filing.accept(accepted_on, reasons.ACCEPTED)
