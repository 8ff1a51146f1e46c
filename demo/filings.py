"""Writes institutions, filings and dossiers as they are born, seals the dossiers, and moves the filings along.

Every filing is born as the workflow's table says and goes from state to state as it says: the
database's trigger sees each move.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from psycopg2.extras import execute_values

from demo.chapters import Event, Version
from demo.plans import Plan
from demo.story import FilingStory
from dossiers import sealing
from filing_platform.copying import Rows, take_ids
from institutions.models import Dossier, Filing, FilingSerial, Institution, Membership, MembershipRole, State


def write_institutions(plans: Sequence[Plan]) -> None:
    """The institutions, made when their first filing was opened, and who files for them."""
    institutions = Rows(Institution, "id", "credit_code", "jurisdiction_id", "name", "created_at")
    memberships = Rows(Membership, "user_id", "institution_id", "role", "since")
    for pk, plan in zip(take_ids(Institution, len(plans)), plans, strict=True):
        plan.id = pk
        opened_at = plan.story.filings[0].opened_at
        institutions.add(pk, plan.identity.credit_code, plan.size.jurisdiction, plan.identity.name, opened_at)
        memberships.add(plan.filer_id, pk, MembershipRole.ADMINISTRATOR, opened_at)
    institutions.flush()
    memberships.flush()


def write_filings(plans: Sequence[Plan]) -> int:
    """Filings, born and moved to where their stories have taken them; how many.

    An institution has one open filing: each later one is born when the earlier ones are closed.
    """
    _give_ids([filing for plan in plans for filing in plan.story.filings])
    longest = max(len(plan.story.filings) for plan in plans)
    for place in range(longest):
        told = [(plan, plan.story.filings[place]) for plan in plans if place < len(plan.story.filings)]
        _bear(told)
        _move([filing for _, filing in told])
    filings = [filing for plan in plans for filing in plan.story.filings]
    _assign(filings)
    _write_serials(filings)
    return len(filings)


def write_dossiers(versions: Sequence[Version]) -> None:
    """Versions of filings' materials, unsealed and still without rows; of each filing one at a time."""
    rows = Rows(
        Dossier,
        *("id", "filing_id", "version", "copied_from_id", "created_at", "changed_at"),
        *("digest", "digest_form", "platform_count", "person_count", "course_count"),
    )
    for version in versions:
        source = version.copied_from.id if version.copied_from else None
        changed_at = version.sealed_at or version.filing.events[-1].at
        rows.add(version.id, version.filing.id, version.number, source, version.created_at, changed_at, "", 1, 0, 0, 0)
    rows.flush()


def seal(versions: Sequence[Version]) -> None:
    """Seal those that were submitted, each at its moment; they learn their digest."""
    submitted = [(version, version.sealed_at) for version in versions if version.sealed_at]
    digests = sealing.seal_many([(version.id, at) for version, at in submitted])
    for version, _ in submitted:
        version.digest = digests[version.id]


def _bear(told: list[tuple[Plan, FilingStory]]) -> None:
    rows = Rows(
        Filing,
        *("id", "number", "institution_id", "jurisdiction_id", "programme_id", "kind", "state", "outcome"),
        *("version", "opened_at", "state_since", "first_submitted_at", "submitted_at", "late", "cause"),
    )
    for plan, filing in told:
        birth = filing.events[0]
        place = (filing.id, filing.number, plan.id, plan.size.jurisdiction, filing.programme.pk)
        submitted_at = birth.at if birth.target == State.FLAGGED else None
        state = (filing.kind, birth.target, birth.outcome, 1, birth.at, birth.at, submitted_at, submitted_at)
        rows.add(*place, *state, False, filing.cause)
    rows.flush()


def _move(filings: list[FilingStory]) -> None:
    """One set-based UPDATE for the second move of all, the third, …"""
    paths = [(filing, _moves(filing)) for filing in filings]
    longest = max(len(moves) for _, moves in paths)
    with connection.cursor() as cursor:
        for place in range(longest):
            rows = [_row(filing, moves[place]) for filing, moves in paths if place < len(moves)]
            execute_values(cursor.cursor, _MOVE, rows, template=_TEMPLATE, page_size=2000)


def _assign(filings: list[FilingStory]) -> None:
    """What is open stays with the officer who has worked on it."""
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            "UPDATE institutions_filing AS f SET assigned_to_id = v.officer FROM (VALUES %s) AS v (id, officer)"
            " WHERE f.id = v.id AND f.state NOT IN ('draft', 'closed')",
            [(filing.id, filing.officers[0]) for filing in filings if filing.reviews],
            page_size=2000,
        )


_MOVE = """
    UPDATE institutions_filing AS f
    SET state = v.state, outcome = v.outcome, version = v.version, deadline = v.deadline, late = v.late,
        state_since = v.since, submitted_at = v.submitted_at,
        first_submitted_at = coalesce(f.first_submitted_at, v.submitted_at)
    FROM (VALUES %s) AS v (id, state, outcome, version, since, deadline, late, submitted_at) WHERE f.id = v.id
"""
_TEMPLATE = "(%s, %s, %s, %s, %s::timestamptz, %s::date, %s, %s::timestamptz)"


def _moves(filing: FilingStory) -> list[tuple[Event, int]]:
    """The moves after its birth, each with the filing's version then: every event counts one."""
    return [(event, number) for number, event in enumerate(filing.events, 1) if event.is_move and number > 1]


def _row(filing: FilingStory, move: tuple[Event, int]) -> tuple[object, ...]:
    event, version = move
    before = [e for e in filing.events[:version] if e.is_move]
    last = len([e for e in filing.events if e.is_move]) == len(before)
    # What waits for the second officer has been noted after the last move.
    version = len(filing.events) if last else version
    since = next(e.at for e in reversed(before) if e.source != e.target)
    submitted = [e.fields["submitted_at"] for e in before if "submitted_at" in e.fields]
    deadlines = [e.fields["deadline"] for e in before if "deadline" in e.fields]
    late = any(e.fields.get("late") for e in before)
    opened = filing.opened_at if filing.events[0].target == State.FLAGGED else None
    return (
        filing.id,
        event.target,
        event.outcome,
        version,
        since,
        deadlines[-1] if deadlines else None,
        late,
        submitted[-1] if submitted else opened,
    )


def _give_ids(filings: list[FilingStory]) -> None:
    for pk, filing in zip(take_ids(Filing, len(filings)), filings, strict=True):
        filing.id = pk
    versions = [version for filing in filings for version in filing.versions]
    for pk, version in zip(take_ids(Dossier, len(versions)), versions, strict=True):
        version.id = pk


def _write_serials(filings: list[FilingStory]) -> None:
    """The last serial given in each jurisdiction and year: the next real filing goes on from there."""
    last: dict[tuple[str, str], int] = {}
    for filing in filings:
        series = filing.number[:2], filing.number[2:6]
        last[series] = max(last.get(series, 0), int(filing.number[6:12]))
    rows = Rows(FilingSerial, "jurisdiction_id", "year", "last")
    for (code, year), serial in last.items():
        rows.add(code, int(year), serial)
    rows.flush()
