"""The days and hours at which things happen in the demo: officers work on working days, filers when they can."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import chinese_calendar

from filing_platform.clock import DEMO_START, SHANGHAI

LAST_DAY = DEMO_START.date() - timedelta(days=1)


def between(first: date, last: date, rng: random.Random) -> date:
    """Any day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randrange(max(1, (last - first).days + 1)))


def working_day(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not chinese_calendar.is_workday(day):
        day -= timedelta(days=1)
    return day


def after_working_days(day: date, count: int) -> date:
    """The count-th working day after `day`."""
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


def office_hour(day: date, rng: random.Random) -> datetime:
    """A moment in office hours of the day, or of the working day before it."""
    return _at(working_day(day), rng.randrange(9 * 60 + 5, 17 * 60 + 20), rng)


def any_hour(day: date, rng: random.Random) -> datetime:
    """A moment between eight in the morning and nine in the evening."""
    return _at(day, rng.randrange(8 * 60, 21 * 60), rng)


def midnight(day: date) -> datetime:
    """The first moment of the day."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def _at(day: date, minute: int, rng: random.Random) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60, rng.randrange(60)), tzinfo=SHANGHAI)
