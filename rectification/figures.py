"""The desk's figures: each counted now, each a link to the filings behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Department, Jurisdiction
from filing_platform import clock
from institutions.models import Dossier, Kind, Outcome, State
from institutions.querysets import FilingQuerySet
from screening.models import Finding, FindingStatus, Opinion
from screening.rules import RULES


@dataclass(frozen=True)
class Bar:
    """One figure: what, how many, and where these filings are."""

    label: str
    value: int
    href: str


@dataclass(frozen=True)
class Chart:
    """Figures that are compared with each other."""

    name: str
    title: str
    bars: list[Bar]


def charts(filings: FilingQuerySet, *, of_nation: bool) -> list[Chart]:
    """All charts over these filings (annotated with `current`); a constant number of queries."""
    filings = filings.exclude(kind=Kind.IMPORTED)
    found = [_deadlines(filings), _states(filings), _departments(filings), _rules(filings)]
    return [*found, _provinces(filings)] if of_nation else found


def _deadlines(filings: FilingQuerySet) -> Chart:
    today = clock.today()
    spans = [
        ("overdue", _("Overdue"), Q(deadline__lt=today)),
        ("7", _("Within 7 days"), _between(today, 0, 7)),
        ("30", _("Within 30 days, those of 7 included"), _between(today, 0, 30)),
        ("later", _("Later"), Q(deadline__gt=today + timedelta(days=30))),
    ]
    counted = filings.filter(state=State.RECTIFYING).aggregate(
        **{f"span_{name}": Count("pk", filter=q) for name, _label, q in spans}, every=Count("pk")
    )
    bars = [Bar(label, counted[f"span_{name}"], _queue(deadline=name)) for name, label, _q in spans[:-1]]
    later = _queue(state=State.RECTIFYING, sort="-deadline")
    bars.append(Bar(str(spans[-1][1]), counted["span_later"], later))
    bars.append(Bar(_("Rectifying in all"), counted["every"], _queue(state=State.RECTIFYING)))
    return Chart("deadlines", _("Towards the deadline"), bars)


def _states(filings: FilingQuerySet) -> Chart:
    counted = {
        (state, outcome): count
        for state, outcome, count in filings.order_by().values_list("state", "outcome").annotate(Count("pk"))
    }
    bars = [
        Bar(str(state.label), counted.get((state.value, ""), 0), _queue(state=state.value))
        for state in (State.SUBMITTED, State.FLAGGED, State.RECTIFYING)
    ]
    bars += [
        Bar(str(outcome.label), counted.get((State.CLOSED.value, outcome.value), 0), _queue(outcome=outcome.value))
        for outcome in Outcome
    ]
    return Chart("states", _("By state"), bars)


def _departments(filings: FilingQuerySet) -> Chart:
    """Submitted filings on which a department has given no opinion yet."""
    submitted = filings.filter(state=State.SUBMITTED)
    asked = dict(submitted.order_by().values_list("programme__departments__department").annotate(Count("pk")))
    opinions = Opinion.objects.filter(dossier__in=submitted.values("current"))
    given = dict(opinions.order_by().values_list("department").annotate(Count("dossier", distinct=True)))
    bars = [
        Bar(
            str(department),
            asked[department.pk] - given.get(department.pk, 0),
            _queue(opinion=f"missing:{department.pk}"),
        )
        for department in Department.objects.filter(pk__in=asked)
    ]
    return Chart("departments", _("Submitted, and no opinion yet from"), bars)


def _rules(filings: FilingQuerySet) -> Chart:
    """Open filings on whose current version a finding of the rule stands."""
    current = Dossier.objects.filter(pk__in=filings.open().values("current"))
    standing = Finding.objects.filter(dossier__in=current).exclude(status=FindingStatus.DISMISSED).exclude(rule="")
    counted = dict(standing.order_by().values_list("rule").annotate(Count("dossier", distinct=True)))
    bars = [
        Bar(f"{rule.number} {rule.title}", counted[rule.number], _queue(rule=rule.number))
        for rule in RULES
        if counted.get(rule.number)
    ]
    return Chart("rules", _("Open filings with a finding of"), sorted(bars, key=lambda bar: -bar.value))


def _provinces(filings: FilingQuerySet) -> Chart:
    counted = dict(filings.open().order_by().values_list("jurisdiction").annotate(Count("pk")))
    names: QuerySet[Jurisdiction] = Jurisdiction.objects.filter(pk__in=counted)
    bars = [Bar(str(each), counted[each.pk], _queue(province=each.pk)) for each in names]
    return Chart("provinces", _("Open filings by province"), sorted(bars, key=lambda bar: -bar.value))


def _between(today: date, first: int, last: int) -> Q:
    return Q(deadline__range=(today + timedelta(days=first), today + timedelta(days=last)))


def _queue(**filters: Any) -> str:
    return f"{reverse('review')}?{urlencode({'view': 'all', **filters})}"
