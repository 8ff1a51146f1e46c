"""Now and today, in Asia/Shanghai; the only place that knows the time.

With DEMO=1 the clock is shifted by what the one row of `jobs_democlock` says, so that the demo
starts on 1 June 2020 and runs on from there. Without DEMO the shift is zero and cannot be set.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEMO_START = datetime(2020, 6, 1, 9, 0, tzinfo=SHANGHAI)
# Every process asks the database again after this many seconds.
_KEEP = 2.0
_cached: tuple[float, timedelta] = (float("-inf"), timedelta(0))


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai."""
    return (timezone.now() + shift()).astimezone(SHANGHAI)


def today() -> date:
    """The day in Asia/Shanghai; deadlines end at 24:00 of their day."""
    return now().date()


def shift() -> timedelta:
    """How far the demo's clock is from the real one; zero without DEMO."""
    global _cached
    if not settings.DEMO:
        return timedelta(0)
    if time.monotonic() - _cached[0] > _KEEP:
        _cached = (time.monotonic(), _read_shift())
    return _cached[1]


def forget() -> None:
    """Read the shift anew at the next question: it has just been changed."""
    global _cached
    _cached = (float("-inf"), timedelta(0))


def _read_shift() -> timedelta:
    try:
        with connections["public"].cursor() as cursor:
            cursor.execute("SELECT shift FROM jobs_democlock WHERE id = 1")
            row = cursor.fetchone()
    except DatabaseError:
        return _cached[1]
    return row[0] if row else timedelta(0)
