"""What the demo's own people find in their inbox: what the workflow would have told them in the last weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from accounts.models import Message
from demo.accounts import Staff
from demo.reviewing import Case
from filing_platform.clock import DEMO_START
from filing_platform.copying import Rows
from institutions.models import Action, DecisionState, Kind
from rectification.deciding import ASKED
from rectification.effects import ACCEPTED, NOTICE
from register.models import ListName

# Older messages are gone from the inbox, and those of more than a week ago are read.
_KEPT, _UNREAD = timedelta(days=240), timedelta(days=7)
_MOST_OF_SUBMISSIONS = 12

# The workflow's own words (rectification/effects.py, deciding.py), so that each reader reads them translated.
EXTENDED = "The deadline of filing %(number)s has been extended to the end of %(day)s."
SUBMITTED = "%(institution)s has submitted filing %(number)s."
MEASURE = "A measure on %(institution)s waits for your department."

Told = tuple[int, str, str, dict[str, str], str, datetime]


def write(cases: Sequence[Case], staff: Staff) -> int:
    """Messages for the demo accounts; how many."""
    ours = set(staff.demo.values())
    told = [message for case in cases for message in _of(case, staff) if message[0] in ours]
    told += _submissions(cases, ours)
    rows = Rows(Message, "user_id", "key", "text", "params", "address", "created_at", "read_at")
    for user, key, text, params, address, at in sorted(told, key=lambda message: message[5]):
        if DEMO_START - at < _KEPT:
            rows.add(
                user, key, text, params, address, at, at + timedelta(hours=3) if DEMO_START - at > _UNREAD else None
            )
    rows.flush()
    return rows.written


def _of(case: Case, staff: Staff) -> Iterator[Told]:
    filing, filer = case.filing, case.plan.filer_id
    number, address = {"number": filing.number}, f"/file/{filing.number}/"
    for event in filing.events:
        if event.action == Action.EXTEND:
            day = event.fields["deadline"].isoformat()
            yield filer, f"extended-{filing.id}-{day}", EXTENDED, number | {"day": day}, address, event.at
        if event.action == Action.ACCEPT:
            white_on = event.at.date() + timedelta(days=filing.programme.public_notice_days)
            params = number | {"institution": case.plan.identity.name, "day": white_on.isoformat()}
            text = ACCEPTED[Kind(filing.kind)]
            yield filer, f"accepted-{filing.id}-{len(filing.events)}", text, params, address, event.at
    for pk, full_number, told in case.notices:
        params = {
            "institution": case.plan.identity.name,
            "notice": full_number,
            "day": told.deadline.isoformat(),
            "since": case.notices[0][2].issued_at.date().isoformat(),
            "reason": told.proposal.public_reason,
        }
        text = NOTICE["" if filing.kind == Kind.CHANGE else ListName.GRAY]
        yield filer, f"notice-{pk}", text, number | params, address, told.issued_at
    for proposal in filing.proposals:
        if proposal.state == DecisionState.PROPOSED:
            params = number | {"officer": staff.names[filing.officers[0]], "institution": case.plan.identity.name}
            for officer in staff.education[case.plan.size.jurisdiction]:
                if officer != filing.officers[0]:
                    decision = f"/review/decisions/{proposal.id}/"
                    yield officer, f"second-{proposal.id}", ASKED[proposal.kind], params, decision, proposal.proposed_at
    for pk, department, at in case.measures:
        if department in case.officers:
            params = {"institution": case.plan.identity.name}
            yield case.officers[department], f"measure-{pk}", MEASURE, params, "/review/measures/", at


def _submissions(cases: Sequence[Case], ours: set[int]) -> list[Told]:
    """The last ones that came in, for the officer each is with."""
    told = [
        (event.at, case)
        for case in cases
        for event in case.filing.events
        if event.action in (Action.SUBMIT, Action.RESUBMIT) and case.filing.officers[0] in ours
    ]
    told.sort(key=lambda row: row[0])
    return [
        (
            case.filing.officers[0],
            f"submitted-{case.filing.id}-{at:%Y%m%d}",
            SUBMITTED,
            {"number": case.filing.number, "institution": case.plan.identity.name},
            f"/review/{case.filing.number}/",
            at,
        )
        for at, case in told[-_MOST_OF_SUBMISSIONS * 3 :]
    ]
