"""报送: which list changes a province must report to the ministry, by when, and the reports it has sent.

A change is to be reported from the day it takes effect (or, when recorded later, from that day), within the
working days of the province's programme. A public notice is not yet a list: its white entry is reported on its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, DateField, F, Max, Q, QuerySet
from django.db.models.functions import Greatest, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Jurisdiction, Programme, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.clock import SHANGHAI
from filing_platform.errors import Conflict, NotFound
from rectification import exporting
from rectification.counting import BOUND
from rectification.deadlines import after_working_days
from rectification.models import MinistryReport, ReportedChange
from register.models import ListChange, ListName

# One report holds so many, as many as the desk counts; the others go into the next.
MOST = BOUND
# Where no programme is in force.
WORKING_DAYS = 10


@dataclass(frozen=True)
class Waiting:
    """A list change to be reported, since when, and the last day for it."""

    change: ListChange
    since: date
    due: date

    @property
    def is_late(self) -> bool:
        return self.due < clock.today()


@dataclass(frozen=True)
class Standing:
    """How a province stands: changes waiting, those of them late, the next last day, the last report."""

    jurisdiction: Jurisdiction
    waiting: int
    late: int
    due: date | None
    last: MinistryReport | None


def waiting(jurisdiction: Jurisdiction, today: date) -> QuerySet[ListChange]:
    """The province's changes in force and not reported, the oldest first; each with `since`."""
    return _unreported(today).filter(institution__jurisdiction=jurisdiction).order_by("since", "seq")


def with_days(changes: Iterable[ListChange], jurisdiction: Jurisdiction, today: date) -> list[Waiting]:
    """The changes (annotated with `since`), each with the last day for it."""
    days = _working_days(today).get(jurisdiction.pk, WORKING_DAYS)
    # Many changes share a day.
    due: dict[date, date] = {}
    found = []
    for change in changes:
        since: date = change.since  # type: ignore[attr-defined]
        if since not in due:
            due[since] = after_working_days(since, days)
        found.append(Waiting(change, since, due[since]))
    return found


@transaction.atomic
def send(jurisdiction: Jurisdiction, user: User, expected: int, note: str = "") -> MinistryReport:
    """Note that the waiting changes (the first MOST) have been sent; `expected`: how many the page said there were.

    Raises Conflict when there are others by now, so that nobody reports what they have not read.
    """
    if jurisdiction.pk not in rights_of(user).provincial:
        raise NotFound("not_found", "")
    Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    today = clock.today()
    found = waiting(jurisdiction, today)
    if not expected or found[: MOST + 1].count() != expected:
        raise Conflict(
            "changed_meanwhile",
            gettext_noop("The list changes to be reported are others by now. Nothing was noted: look again."),
        )
    last = MinistryReport.objects.filter(jurisdiction=jurisdiction).aggregate(last=Max("serial"))["last"] or 0
    report = MinistryReport.objects.create(
        jurisdiction=jurisdiction, serial=last + 1, sent_by=user, sent_at=clock.now(), note=note.strip()
    )
    ReportedChange.objects.bulk_create(
        ReportedChange(report=report, change=each.change, due_on=each.due)
        for each in with_days(found[:MOST], jurisdiction, today)
    )
    return report


def sent(user: Any) -> QuerySet[MinistryReport]:
    """The reports this person may see, the newest first; each with `held`, the number of its changes."""
    reports = MinistryReport.objects.visible_to(user).select_related("jurisdiction", "sent_by")
    return reports.annotate(held=Count("lines")).order_by("-sent_at", "-pk")


def standings(today: date) -> list[Standing]:
    """Every province, those with late changes first, then by the next last day."""
    days = _working_days(today)
    due: dict[str, list[tuple[date, int]]] = {}
    rows = _unreported(today).order_by().values_list("institution__jurisdiction", "since").annotate(count=Count("pk"))
    for code, since, count in rows:
        due.setdefault(code, []).append((after_working_days(since, days.get(code, WORKING_DAYS)), count))
    newest = MinistryReport.objects.order_by("jurisdiction_id", "-serial").distinct("jurisdiction_id")
    last = {report.jurisdiction_id: report for report in newest.select_related("sent_by")}
    found = [_standing(each, due.get(each.pk, []), last.get(each.pk), today) for each in Jurisdiction.objects.all()]
    return sorted(found, key=lambda each: (-each.late, each.due or date.max, each.jurisdiction.pk))


def download(report: MinistryReport) -> exporting.Download:
    """What the report held, as a workbook."""
    lines = report.lines.select_related("change__institution").order_by("change")
    rows: list[list[exporting.Cell]] = [
        [
            line.change.institution.credit_code,
            line.change.institution.name,
            str(ListName(line.change.list).label) if line.change.list else _("off the lists"),
            line.change.effective_on.isoformat(),
            line.change.reason,
            line.change_id,
            line.due_on.isoformat(),
        ]
        for line in lines
    ]
    headings = [
        _("Unified social credit code"),
        _("Institution"),
        _("List"),
        _("Effective on"),
        _("Reason"),
        _("List change"),
        _("To be reported by"),
    ]
    return exporting.written(headings, rows, "xlsx", f"ministry-{report.jurisdiction_id}-{report.serial}")


def _unreported(today: date) -> QuerySet[ListChange]:
    never_came = Q(superseded_by__effective_on__lte=F("effective_on"))
    recorded = TruncDate("recorded_at", tzinfo=SHANGHAI)
    return (
        ListChange.objects.filter(effective_on__lte=today, reported=None)
        .exclude(list=ListName.NOTICE)
        .exclude(never_came)
        .annotate(since=Greatest("effective_on", recorded, output_field=DateField()))
        .select_related("institution")
    )


def _working_days(today: date) -> dict[str, int]:
    """By province, as the programme in force has it."""
    in_force = Programme.objects.filter(in_force_from__lte=today).order_by("jurisdiction_id", "-version")
    return dict(in_force.distinct("jurisdiction_id").values_list("jurisdiction_id", "report_working_days"))


def _standing(
    jurisdiction: Jurisdiction, due: list[tuple[date, int]], last: MinistryReport | None, today: date
) -> Standing:
    return Standing(
        jurisdiction=jurisdiction,
        waiting=sum(count for _day, count in due),
        late=sum(count for day, count in due if day < today),
        due=min((day for day, _count in due), default=None),
        last=last,
    )
