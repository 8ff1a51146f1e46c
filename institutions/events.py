"""The history of a filing: each event seals the last by digest, so that a later edit shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from filing_platform import clock
from filing_platform.copying import write_objects
from institutions.models import Filing, FilingEvent


def append(
    filing: Filing,
    action: str,
    *,
    from_state: str,
    to_state: str,
    actor: User | None,
    reason: str = "",
    dossier_version: int | None = None,
    data: dict[str, Any] | None = None,
) -> FilingEvent:
    """Write the next event; the caller holds the filing's row lock, so that the chain has one end."""
    last = filing.events.order_by("-seq").values("seq", "digest").first() or {"seq": 0, "digest": ""}
    event = FilingEvent(
        filing=filing,
        seq=last["seq"] + 1,
        action=action,
        from_state=from_state,
        to_state=to_state,
        actor=actor,
        at=clock.now(),
        reason=reason,
        dossier_version=dossier_version,
        data=data or {},
    )
    event.digest = event_digest(last["digest"], filing.number, event)
    event.save(force_insert=True)
    return event


def note(
    filing: Filing,
    action: str,
    *,
    actor: User | None,
    reason: str = "",
    dossier_version: int | None = None,
    data: dict[str, Any] | None = None,
) -> FilingEvent:
    """Append something that leaves the filing in its state."""
    return append(
        filing,
        action,
        from_state=filing.state,
        to_state=filing.state,
        actor=actor,
        reason=reason,
        dossier_version=dossier_version,
        data=data,
    )


def write(events: Sequence[FilingEvent]) -> None:
    """Write events that carry their digests already, by COPY, in the order given."""
    write_objects(events)


def event_digest(previous: str, number: str, event: FilingEvent) -> str:
    """SHA-256, in hex, of the digest before it and one JSON array of the event's own columns."""
    row = [
        previous,
        number,
        event.seq,
        event.action,
        event.from_state,
        event.to_state,
        event.actor_id,
        moment(event.at),
        event.reason,
        event.dossier_version,
        event.data,
    ]
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_at(filing: Filing) -> int | None:
    """The first event whose digest does not follow from the one before it; None when the chain holds."""
    previous = ""
    for event in filing.events.order_by("seq"):
        if event.digest != event_digest(previous, filing.number, event):
            return event.seq
        previous = event.digest
    return None


def moment(at: datetime) -> str:
    """A time in UTC with microseconds, the same on every machine."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
