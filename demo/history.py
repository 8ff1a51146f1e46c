"""Writes the history of every filing: its events in the order of their moments, each sealing the last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from demo.chapters import Event
from demo.reviewing import Case
from demo.story import FILER, FIRST, SECOND
from institutions import events
from institutions.models import FilingEvent

# Filings whose events are held in memory at once.
_AT_ONCE = 1_000


def write(cases: list[Case]) -> int:
    """All events; how many."""
    written = 0
    for start in range(0, len(cases), _AT_ONCE):
        told = [event for case in cases[start : start + _AT_ONCE] for event in _events(case)]
        events.write(told)
        written += len(told)
    return written


def _events(case: Case) -> Iterator[FilingEvent]:
    actors = dict(zip((FILER, FIRST, SECOND), (case.plan.filer_id, *case.filing.officers), strict=True))
    previous = ""
    for seq, told in enumerate(sorted(case.filing.events + case.notes, key=lambda event: event.at), 1):
        event = _event(case, told, seq, actors.get(told.by) or int(told.by))
        previous = event.digest = events.event_digest(previous, case.filing.number, event)
        yield event


def _event(case: Case, told: Event, seq: int, actor: int) -> FilingEvent:
    reason = told.reason
    if told.proposal and not reason and not told.action.endswith(("returned", "retracted")):
        reason = told.proposal.public_reason
    return FilingEvent(
        filing_id=case.filing.id,
        seq=seq,
        action=str(told.action),
        from_state=str(told.source),
        to_state=str(told.target),
        actor_id=actor,
        at=told.at,
        reason=reason,
        dossier_version=told.version.number if told.version else None,
        data=_data(told),
    )


def _data(told: Event) -> dict[str, Any]:
    """What the workflow's own code writes beside an event."""
    data = {key: value for key, value in told.data.items() if key != "found"}
    found = told.data.get("found")
    if found is not None:
        data |= {"finding": found.id, "rule": found.rule, "section": found.section}
    if told.is_move and told.version is not None:
        data["digest"] = told.version.digest
    if told.fields.get("deadline"):
        data["deadline"] = told.fields["deadline"].isoformat()
    if told.fields.get("late"):
        data["late"] = True
    if told.proposal is not None:
        data["decision"] = told.proposal.id
    return data
