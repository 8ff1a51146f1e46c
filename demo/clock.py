"""The demo's clock: set to the demo's first day, and moved on."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from filing_platform import clock
from filing_platform.errors import Refused
from jobs.models import DemoClock
from rectification import reminders


def set_to_start() -> None:
    """Now is 09:00 on Monday 1 June 2020, in Shanghai."""
    DemoClock.objects.update_or_create(id=1, defaults={"shift": clock.DEMO_START - timezone.now()})
    clock.forget()


def forward(days: int) -> int:
    """Move the clock on by whole days, with what the scheduler sends on each; how many it was about.

    Refused without DEMO=1 and for anything but a positive number.
    """
    require_demo()
    if days < 1:
        raise Refused("demo_clock_back", "The demo's clock goes forward only: give a number of days from 1.")
    told = 0
    for _day in range(days):
        moved = DemoClock.objects.get(id=1)
        moved.shift += timedelta(days=1)
        moved.save(update_fields=["shift"])
        clock.forget()
        told += reminders.remind() + reminders.tell_of_white()
    return told


def require_demo() -> None:
    """Refused without DEMO=1."""
    if not settings.DEMO:
        raise Refused("no_demo", "This is for the demo: set DEMO=1.")
