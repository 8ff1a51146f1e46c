"""What institutions are told because a day has come: a deadline 30, 7, 1 days before and after, the white list."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from filing_platform import clock
from institutions import messages
from institutions.models import Filing, Membership, State
from register.models import ListChange, ListName

DAYS_BEFORE = (30, 7, 1, -1)
COMING = gettext_noop("Filing %(number)s must be rectified by the end of %(day)s.")
PASSED = gettext_noop("The deadline of filing %(number)s, %(day)s, has passed. Submit your answers now.")


WHITE = gettext_noop(
    "The public notice of %(institution)s has ended without an upheld objection: it is on the white list from today."
)


@transaction.atomic
def tell_of_white() -> int:
    """Who was put on the white list today by a decision of an earlier day, once each; how many."""
    today = clock.today()
    decided_before = {"recorded_at__lt": datetime.combine(today, time.min, tzinfo=clock.SHANGHAI)}
    turned = ListChange.objects.filter(
        list=ListName.WHITE, effective_on=today, superseded_by=None, **decided_before
    ).select_related("institution")
    for change in turned:
        messages.tell(
            change.institution, f"white-{change.pk}", WHITE, {}, f"/register/{change.institution.credit_code}/"
        )
    return len(turned)


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
