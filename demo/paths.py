"""The paths that invented institutions take through their first filing.

Materials were due by 31 October 2019, screening by the end of the year; the demo's day is 1 June 2020.
"""

from __future__ import annotations

from datetime import date, timedelta

from demo import reasons
from demo.beginnings import (
    first_filing_accepted,
    mended_and_accepted,
    noticed,
    submitted_in_october,
    submitted_in_spring,
)
from demo.days import LAST_DAY, between
from demo.story import FilingStory, Story
from institutions.models import DecisionKind, DecisionState, Kind


def white_at_once(story: Story) -> None:
    """In order from the start; on the white list since the winter."""
    first_filing_accepted(story)


def white_by_resolution(story: Story) -> None:
    """One department stayed silent; a joint meeting stood in for it."""
    first_filing_accepted(story, by_resolution=True)


def white_after_rectification(story: Story) -> None:
    """A notice in December or January, everything mended in spring."""
    filing = noticed(story, flaws=story.rng.randrange(2, 7))
    # The last of them have turned white this morning.
    mended_and_accepted(filing, date(2020, 5, 25))


def white_after_two_rounds(story: Story) -> None:
    """The first answers were not enough."""
    filing = noticed(story, flaws=story.rng.randrange(2, 5))
    filing.resubmit(between(date(2020, 2, 20), date(2020, 3, 10), story.rng), mended=1)
    filing.review("found", date(2020, 3, 12), date(2020, 3, 20))
    filing.judge(date(2020, 3, 20), inadequate=True)
    filing.flag(date(2020, 3, 23))
    filing.issue_notice(date(2020, 3, 27), filing.latest_deadline(date(2020, 3, 27)))
    mended_and_accepted(filing, date(2020, 5, 8))


def white_after_rescinding(story: Story) -> None:
    """The notice had been issued in error; what was meant turned out to be none."""
    filing = noticed(story, flaws=1)
    filing.rescind(between(date(2020, 2, 10), date(2020, 2, 28), story.rng), reasons.RESCINDED)
    filing.review("dismissed", date(2020, 3, 2), date(2020, 3, 6), heard=0.0)
    filing.clear(date(2020, 3, 9))
    filing.accept(between(date(2020, 3, 16), date(2020, 4, 10), story.rng), reasons.ACCEPTED)


def white_after_clearing(story: Story) -> None:
    """Flagged, then every finding was dismissed with a reason."""
    filing = submitted_in_october(story, flaws=1)
    filing.review("found", date(2019, 11, 4), date(2019, 11, 15))
    filing.flag(date(2019, 11, 18))
    filing.review("dismissed", date(2019, 11, 20), date(2019, 12, 6), heard=0.0)
    filing.clear(date(2019, 12, 9))
    filing.accept(between(date(2019, 12, 16), date(2020, 1, 10), story.rng), reasons.ACCEPTED)


def taken_back_then_white(story: Story) -> None:
    """A mistake seen after submitting, mended the same week."""
    filing = story.filing(Kind.INITIAL)
    filing.open(between(date(2019, 10, 8), date(2019, 10, 14), story.rng))
    filing.submit(between(date(2019, 10, 15), date(2019, 10, 18), story.rng))
    filing.take_back(date(2019, 10, 21))
    filing.submit(between(date(2019, 10, 23), date(2019, 10, 30), story.rng))
    filing.review("found", date(2019, 11, 4), date(2019, 11, 29))
    filing.accept(between(date(2019, 12, 9), date(2020, 1, 10), story.rng), reasons.ACCEPTED)


def in_public_notice(story: Story) -> None:
    """Accepted last week; white in a few days."""
    filing = noticed(story, flaws=story.rng.randrange(1, 4))
    mended_and_accepted(filing, LAST_DAY, earliest=date(2020, 5, 26))


def rectifying(story: Story) -> None:
    """The notice runs, nothing is answered yet."""
    noticed(story, flaws=story.rng.randrange(2, 8), late_wave=story.rng.random() < 0.3)


def rectifying_since_may(story: Story) -> None:
    """The notice was issued last week."""
    filing = flagged_in_may(story)
    issued_on = between(date(2020, 5, 28), date(2020, 5, 29), story.rng)
    filing.issue_notice(issued_on, filing.latest_deadline(issued_on))


def rectifying_partly_answered(story: Story) -> None:
    """Some items are answered and some rows mended; not handed in."""
    filing = noticed(story, flaws=story.rng.randrange(3, 8), late_wave=story.rng.random() < 0.3)
    filing.answer(between(date(2020, 5, 11), LAST_DAY, story.rng), 0.5, mended=1)


def rectifying_answered(story: Story) -> None:
    """Everything is answered and mended, but not handed in yet."""
    filing = noticed(story, flaws=story.rng.randrange(1, 4))
    filing.answer(between(date(2020, 5, 18), LAST_DAY, story.rng), 1.0, mended=9)


def rectifying_extended(story: Story) -> None:
    """The deadline was put off."""
    filing = noticed(story, flaws=story.rng.randrange(1, 5), deadline=date(2020, 5, 15))
    filing.extend(between(date(2020, 4, 20), date(2020, 5, 12), story.rng), date(2020, 6, 30), reasons.EXTENDED)
    filing.answer(date(2020, 5, 25), 0.3)


def rectifying_overdue(story: Story) -> None:
    """Past its date, still waiting."""
    overdue(story)


def overdue(story: Story, deadline: date | None = None) -> FilingStory:
    """Rectifying, past its deadline, some of it answered."""
    deadline = deadline or between(date(2020, 5, 18), date(2020, 5, 30), story.rng)
    filing = noticed(story, flaws=story.rng.randrange(2, 8), deadline=deadline)
    if story.rng.random() < 0.4:
        filing.answer(between(date(2020, 4, 20), date(2020, 5, 10), story.rng), 0.5)
    return filing


def rejection_in_window(story: Story) -> None:
    """A rejection is proposed; the institution may still state its case."""
    filing = overdue(story, between(date(2020, 5, 12), date(2020, 5, 22), story.rng))
    filing.propose(DecisionKind.REJECT, between(date(2020, 5, 26), date(2020, 5, 29), story.rng), reasons.OVERDUE)


def rejection_with_statement(story: Story) -> None:
    """The statement has come in; an officer must read it."""
    filing = overdue(story, between(date(2020, 5, 8), date(2020, 5, 15), story.rng))
    proposal = filing.propose(
        DecisionKind.REJECT, between(date(2020, 5, 20), date(2020, 5, 25), story.rng), reasons.OVERDUE
    )
    filing.state_case(proposal, date(2020, 5, 28), read=story.rng.random() < 0.3)


def rejection_waiting(story: Story) -> None:
    """The statement window is over: the second officer can confirm."""
    filing = overdue(story, between(date(2020, 4, 20), date(2020, 5, 6), story.rng))
    filing.propose(DecisionKind.REJECT, between(date(2020, 5, 12), date(2020, 5, 19), story.rng), reasons.OVERDUE)


def resubmitted(story: Story) -> None:
    """Handed in again in May, waiting to be judged."""
    filing = noticed(story, flaws=story.rng.randrange(2, 6))
    # A third of them leave something as it was.
    filing.resubmit(between(date(2020, 5, 11), LAST_DAY, story.rng), mended=story.rng.choice((1, 9, 9)))
    filing.review("open", LAST_DAY - timedelta(days=6), LAST_DAY, heard=story.rng.choice((0.0, 0.0, 0.3)))


def resubmitted_late(story: Story) -> None:
    """Handed in after the deadline."""
    filing = noticed(story, flaws=story.rng.randrange(1, 4), deadline=date(2020, 5, 15))
    filing.resubmit(between(date(2020, 5, 18), LAST_DAY, story.rng), mended=9)
    filing.review("open", LAST_DAY - timedelta(days=2), LAST_DAY, heard=0.0)


def partly_judged(story: Story) -> None:
    """Some answers are judged, some departments heard."""
    filing = noticed(story, flaws=story.rng.randrange(2, 5))
    filing.resubmit(between(date(2020, 5, 6), date(2020, 5, 20), story.rng), mended=9)
    filing.review("open", date(2020, 5, 22), LAST_DAY, heard=0.6)
    filing.judge(date(2020, 5, 27), 0.5)


def ready_to_accept(story: Story) -> None:
    """Everything is judged and everybody heard; somebody has to propose it."""
    judged_in_may(story)


def judged_in_may(story: Story) -> FilingStory:
    """Handed in again in spring, all answers judged rectified, no department objects."""
    filing = noticed(story, flaws=story.rng.randrange(1, 4))
    filing.resubmit(between(date(2020, 4, 27), date(2020, 5, 9), story.rng), mended=9)
    filing.review("found", date(2020, 5, 11), date(2020, 5, 21))
    filing.judge(date(2020, 5, 21))
    return filing


def acceptance_waiting(story: Story) -> None:
    """Everything is judged; one officer proposes to accept."""
    filing = judged_in_may(story)
    filing.propose(DecisionKind.ACCEPT, between(date(2020, 5, 25), date(2020, 5, 29), story.rng), reasons.ACCEPTED)


def acceptance_returned(story: Story) -> None:
    """The second officer sent the proposal back."""
    filing = submitted_in_spring(story, flaws=0, last=date(2020, 4, 24))
    filing.review("found", date(2020, 4, 27), date(2020, 5, 12))
    proposal = filing.propose(DecisionKind.ACCEPT, date(2020, 5, 19), reasons.ACCEPTED)
    filing.end(proposal, DecisionState.RETURNED, date(2020, 5, 26), reasons.RETURNED)


def submitted_lately(story: Story) -> None:
    """Submitted in May; nobody has looked yet, or only some."""
    filing = submitted_in_spring(story, flaws=story.rng.choice((0, 1, 2, 3, 4)), last=LAST_DAY)
    filing.review("open", date(2020, 5, 25), LAST_DAY, heard=story.rng.choice((0.0, 0.0, 0.3)))


def submitted_and_heard(story: Story) -> None:
    """Submitted in April; most departments are heard, some are late, findings half decided."""
    filing = submitted_in_spring(story, flaws=story.rng.randrange(1, 4), last=date(2020, 5, 12))
    filing.review("partly", date(2020, 5, 13), LAST_DAY, heard=story.rng.choice((0.5, 0.7, 0.85)))


def flagged(story: Story) -> None:
    """Problems are confirmed; no notice is drafted yet."""
    flagged_in_may(story)


def flagged_in_may(story: Story) -> FilingStory:
    """Submitted in spring, flagged in the second half of May."""
    filing = submitted_in_spring(story, flaws=story.rng.randrange(2, 8), last=date(2020, 5, 8))
    filing.review("found", date(2020, 5, 11), date(2020, 5, 19), heard=story.rng.choice((0.7, 0.85, 1.0)))
    filing.flag(between(date(2020, 5, 20), date(2020, 5, 27), story.rng))
    return filing


def notice_waiting(story: Story) -> None:
    """A notice is drafted; the second officer must issue it."""
    filing = flagged_in_may(story)
    deadline = filing.latest_deadline(date(2020, 6, 1))
    filing.propose(
        DecisionKind.ISSUE_NOTICE,
        between(date(2020, 5, 27), date(2020, 5, 29), story.rng),
        deadline=deadline.isoformat(),
    )


def notice_returned(story: Story) -> None:
    """The draft of a notice came back."""
    filing = flagged_in_may(story)
    deadline = filing.latest_deadline(date(2020, 6, 1)).isoformat()
    proposal = filing.propose(DecisionKind.ISSUE_NOTICE, date(2020, 5, 27), deadline=deadline)
    filing.end(proposal, DecisionState.RETURNED, date(2020, 5, 29), reasons.RETURNED)


def black_overdue(story: Story) -> None:
    """Nothing came back in time; rejected after the statement window."""
    rejected_overdue(story)


def rejected_overdue(story: Story, last: date = date(2020, 5, 29)) -> FilingStory:
    """A short deadline passed; on the black list between April and `last`."""
    deadline = between(date(2020, 3, 1), last - timedelta(days=35), story.rng)
    filing = noticed(story, flaws=story.rng.randrange(3, 8), deadline=deadline)
    proposal = filing.propose(DecisionKind.REJECT, deadline + timedelta(days=6), reasons.OVERDUE)
    if story.rng.random() < 0.5:
        filing.state_case(proposal, deadline + timedelta(days=8), read=True)
    day = between(deadline + timedelta(days=20), last, story.rng)
    filing.reject(proposal, day)
    filing.measures_on = min(day + timedelta(days=1), LAST_DAY)
    return filing


def black_inadequate(story: Story) -> None:
    """Answered, but not put right."""
    filing = noticed(story, flaws=story.rng.randrange(2, 5))
    filing.resubmit(between(date(2020, 3, 2), date(2020, 3, 20), story.rng), mended=1)
    filing.review("found", date(2020, 3, 23), date(2020, 4, 3))
    filing.judge(date(2020, 4, 7), inadequate=True)
    filing.flag(date(2020, 4, 8))
    proposal = filing.propose(
        DecisionKind.REJECT, between(date(2020, 4, 10), date(2020, 4, 20), story.rng), reasons.INADEQUATE
    )
    filing.state_case(proposal, proposal.proposed_at.date() + timedelta(days=3), read=True)
    day = between(date(2020, 5, 6), date(2020, 5, 29), story.rng)
    filing.reject(proposal, day)
    filing.measures_on = min(day + timedelta(days=1), LAST_DAY)


def black_then_filed_again(story: Story) -> None:
    """Black since April; a new filing is being screened."""
    rejected_overdue(story, last=date(2020, 4, 24))
    filing = story.filing(Kind.INITIAL)
    filing.open(between(date(2020, 5, 6), date(2020, 5, 12), story.rng))
    filing.submit(between(date(2020, 5, 14), date(2020, 5, 29), story.rng))
    filing.review("open", date(2020, 5, 29), LAST_DAY, heard=0.0)
