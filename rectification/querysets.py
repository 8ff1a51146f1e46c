"""What the desk asks of filings: whose turn it is, and what stands on the current version.

Every question starts from `Filing.objects.visible_to(user)`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from accounts.models import ProgrammeDepartment
from accounts.posts import Rights, rights_of
from filing_platform import clock
from institutions.models import Decision, DecisionState, Dossier, Kind, State
from institutions.querysets import FilingQuerySet
from rectification.models import Resolution
from screening.models import Opinion


def with_current(filings: FilingQuerySet) -> FilingQuerySet:
    """Each with `current`: the id of its current version, the latest sealed one."""
    sealed = Dossier.objects.filter(filing=OuterRef("pk"), sealed_at__isnull=False)
    return filings.annotate(current=Subquery(sealed.order_by("-version").values("pk")[:1]))


def with_due(filings: FilingQuerySet) -> FilingQuerySet:
    """Each (annotated with `current`) with `due_on`, the day on which its next time limit ends, and `due`, which one.

    The deadline of the rectification; while submitted the departments' opinions, if some are not in yet and the
    review is not late; else the review.
    """
    sealed_at = Dossier.objects.filter(pk=OuterRef("current")).values("sealed_at")
    heard = Opinion.objects.filter(dossier=OuterRef(OuterRef("current")), department=OuterRef("department"))
    silent = ProgrammeDepartment.objects.filter(~Exists(heard), programme=OuterRef("programme"))
    waits = Q(Exists(silent), state=State.SUBMITTED, submitted_at__gte=_review_started(clock.today()))
    return filings.annotate(
        due=Case(
            When(state=State.RECTIFYING, then=Value("rectification")),
            When(waits, then=Value("opinions")),
            When(state__in=[State.SUBMITTED, State.FLAGGED], then=Value("review")),
            default=Value(""),
        ),
        due_on=Case(
            When(due="rectification", then=F("deadline")),
            When(due="opinions", then=_day_after(Subquery(sealed_at), "programme__opinion_days")),
            When(due="review", then=_day_after(F("submitted_at"), "programme__review_days")),
            output_field=DateField(),
        ),
    )


def waiting_for(filings: FilingQuerySet, user: Any) -> FilingQuerySet:
    """Those where this person's next step is due; for who only watches over them, those that stand still.

    Education: to be screened, decided or confirmed, unless assigned to somebody else. Departments: no opinion
    of theirs on the current version yet. Administrators and observers: past a deadline or a time limit.
    """
    rights = rights_of(user)
    # Said of all its branches, so that the index of open filings serves them.
    filings = filings.open()
    if not rights.education and not rights.departments:
        return overdue(filings)
    asked = _asked_of_education(user, rights)
    for jurisdiction, department in sorted(rights.departments):
        given = Opinion.objects.filter(dossier=OuterRef("current"), department=department)
        asked |= Q(~Exists(given), jurisdiction=jurisdiction, state=State.SUBMITTED)
    return filings.filter(asked)


def awaiting_second_officer(filings: FilingQuerySet) -> FilingQuerySet:
    """A decision on it is proposed, or a resolution recorded, and waits for another officer."""
    return filings.open().filter(Exists(_proposed()) | _with_resolution(_recorded()))


def overdue(filings: FilingQuerySet) -> FilingQuerySet:
    """Past the rectification deadline, or submitted longer ago than the programme gives for the review."""
    today = clock.today()
    late = Q(state__in=[State.SUBMITTED, State.FLAGGED], submitted_at__lt=_review_started(today))
    return filings.filter(late | _past_deadline(today))


def closed_this_month(filings: FilingQuerySet) -> FilingQuerySet:
    """Closed since the first of this month; registers moved in are no work of the desk."""
    first = datetime.combine(clock.today().replace(day=1), time.min, tzinfo=clock.SHANGHAI)
    return filings.filter(state=State.CLOSED, state_since__gte=first).exclude(kind=Kind.IMPORTED)


def _review_started(today: date) -> Any:
    """The moment from which on a filing must have been submitted for its review not to be late."""
    days = ExpressionWrapper(F("programme__review_days") * Value(timedelta(days=1)), output_field=DurationField())
    return datetime.combine(today, time.min, tzinfo=clock.SHANGHAI) - days


def _day_after(moment: Any, days: str) -> Any:
    """The day that many days after the day of the moment, in China."""
    return ExpressionWrapper(TruncDate(moment, tzinfo=clock.SHANGHAI) + F(days), output_field=DateField())


def _asked_of_education(user: Any, rights: Rights) -> Q:
    nobody_elses = Q(assigned_to=None) | Q(assigned_to=user)
    to_do = Q(state__in=[State.SUBMITTED, State.FLAGGED]) | _past_deadline(clock.today())
    to_confirm = Q(Exists(_proposed().exclude(proposed_by=user))) | _with_resolution(
        _recorded().exclude(recorded_by=user)
    )
    return Q(jurisdiction__in=rights.education) & ((nobody_elses & to_do & ~Exists(_proposed())) | to_confirm)


def _proposed() -> Any:
    return Decision.objects.filter(filing=OuterRef("pk"), state=DecisionState.PROPOSED)


def _recorded() -> Any:
    return Resolution.objects.filter(dossier=OuterRef("current"), confirmed_by=None)


def _with_resolution(resolutions: Any) -> Q:
    # They are confirmed only while the filing is submitted; asked last, for there are few.
    return Q(Exists(resolutions), state=State.SUBMITTED)


def _past_deadline(today: date) -> Q:
    return Q(state=State.RECTIFYING, deadline__lt=today)
