"""How old what the public reads may be: a standby that has lost its primary goes on answering, and says since when."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connections

from filing_platform import clock

# Every process asks again after this many seconds.
KEEP = 5.0
_LOST = """
    SELECT pg_last_xact_replay_timestamp()
    WHERE pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver)
"""


@dataclass(frozen=True)
class Behind:
    """The standby gets nothing from the primary; it has all changes up to `as_of` (None: unknown)."""

    as_of: datetime | None


_cached: tuple[float, Behind | None] = (float("-inf"), None)


def behind() -> Behind | None:
    """What to say of the age of public pages; None while they are up to date."""
    global _cached
    if not settings.READS_FROM_STANDBY:
        return None
    if time.monotonic() - _cached[0] > KEEP:
        _cached = (time.monotonic(), _ask())
    return _cached[1]


def _ask() -> Behind | None:
    try:
        with connections["public"].cursor() as cursor:
            cursor.execute(_LOST)
            row = cursor.fetchone()
    except DatabaseError:
        return None
    if row is None:
        return None
    return Behind((row[0] + clock.shift()).astimezone(clock.SHANGHAI) if row[0] else None)
