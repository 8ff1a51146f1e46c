"""Reports to the ministry: every other Friday from each province; two have fallen behind."""

from __future__ import annotations

import random
from datetime import date, timedelta

from accounts.models import Jurisdiction
from demo import days
from demo.accounts import Staff
from filing_platform.clock import DEMO_START
from rectification import ministry
from rectification.models import MinistryReport, ReportedChange

_FIRST = date(2019, 12, 20)
_LAST = date(2020, 5, 22)
# The last report of those that are late.
_BEHIND = {"44": date(2020, 4, 24), "61": date(2020, 4, 10)}


def write(staff: Staff) -> int:
    """What was reported up to the demo's first day; how many reports."""
    rng = random.Random("ministry")
    return sum(_write(each, staff.administrators[each.pk], rng) for each in Jurisdiction.objects.all())


def _write(jurisdiction: Jurisdiction, administrator: int, rng: random.Random) -> int:
    today = DEMO_START.date()
    waiting = ministry.with_days(ministry.waiting(jurisdiction, today), jurisdiction, today)
    serial, day = 0, _FIRST
    while day <= _BEHIND.get(jurisdiction.pk, _LAST):
        held = [each for each in waiting if each.since < day]
        if held:
            serial += 1
            report = MinistryReport.objects.create(
                jurisdiction=jurisdiction, serial=serial, sent_by_id=administrator, sent_at=days.office_hour(day, rng)
            )
            ReportedChange.objects.bulk_create(
                ReportedChange(report=report, change=each.change, due_on=each.due) for each in held
            )
            waiting = [each for each in waiting if each.since >= day]
        day += timedelta(days=14)
    return serial
