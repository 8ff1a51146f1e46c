"""What institutions are told because a day has come: a deadline 30, 7, 1 days before and after, the white list."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_noop

from filing_platform import clock
from institutions import messages
from institutions.models import Filing, State
from register.models import ListChange, ListName

DAYS_BEFORE = (30, 7, 1, -1)
# On how many days from the right one on a message still goes out, should the scheduler have stood still.
CATCH_UP = 3
COMING = gettext_noop("Filing %(number)s must be rectified by the end of %(day)s.")
PASSED = gettext_noop("The deadline of filing %(number)s, %(day)s, has passed. Submit your answers now.")


WHITE = gettext_noop(
    "The public notice of %(institution)s has ended without an upheld objection: it is on the white list since %(day)s."
)


@transaction.atomic
def tell_of_white() -> int:
    """Who is on the white list since today by a decision of an earlier day, once each; how many."""
    today = clock.today()
    since = today - timedelta(days=CATCH_UP - 1)
    decided_before = TruncDate("recorded_at", tzinfo=clock.SHANGHAI)
    turned = ListChange.objects.filter(list=ListName.WHITE, effective_on__range=(since, today), superseded_by=None)
    turned = turned.filter(effective_on__gt=decided_before).select_related("institution")
    for change in turned:
        messages.tell(
            change.institution,
            f"white-{change.pk}",
            WHITE,
            {"day": change.effective_on.isoformat()},
            f"/register/{change.institution.credit_code}/",
        )
    return len(turned)


@transaction.atomic
def remind() -> int:
    """Write today's reminders, each once (the message's key); how many filings they are about."""
    today = clock.today()
    near = [today + timedelta(days=days - late) for days in DAYS_BEFORE for late in range(CATCH_UP)]
    due = Filing.objects.filter(state=State.RECTIFYING, deadline__in=near).select_related("institution")
    filings = list(due)
    for filing in filings:
        assert filing.deadline is not None
        left = (filing.deadline - today).days
        # The nearest that has been reached: who missed two is told once.
        reached = min(days for days in DAYS_BEFORE if left <= days < left + CATCH_UP)
        messages.tell(
            filing.institution,
            f"deadline-{filing.pk}-{filing.deadline}-{reached}",
            COMING if filing.deadline >= today else PASSED,
            {"number": filing.number, "day": filing.deadline.isoformat()},
            f"/file/{filing.number}/",
        )
    return len(filings)
