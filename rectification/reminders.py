"""Reminders of rectification deadlines: 30, 7 and 1 days before, and on the day after."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from filing_platform import clock
from institutions.models import Filing, Membership, State

DAYS_BEFORE = (30, 7, 1, -1)
COMING = gettext_noop("Filing %(number)s must be rectified by the end of %(day)s.")
PASSED = gettext_noop("The deadline of filing %(number)s, %(day)s, has passed. Submit your answers now.")


@transaction.atomic
def remind() -> int:
    """Write today's reminders, each once (the message's key); how many filings they are about."""
    today = clock.today()
    due = Filing.objects.filter(
        state=State.RECTIFYING, deadline__in=[today + timedelta(days=days) for days in DAYS_BEFORE]
    )
    filings = list(due)
    people: dict[int, list[int]] = {}
    for institution_id, user_id in Membership.objects.filter(institution__in=due.values("institution")).values_list(
        "institution_id", "user_id"
    ):
        people.setdefault(institution_id, []).append(user_id)
    for filing in filings:
        assert filing.deadline is not None
        inbox.tell(
            people.get(filing.institution_id, []),
            f"deadline-{filing.pk}-{filing.deadline}-{(filing.deadline - today).days}",
            COMING if filing.deadline >= today else PASSED,
            {"number": filing.number, "day": filing.deadline.isoformat()},
            f"/file/{filing.number}/",
        )
    return len(filings)
