"""What has been: the changes of the lists, and the lists as they stood at the end of a past day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import F, Q

from accounts.models import Jurisdiction
from register.hits import matching
from register.models import Entry, ListChange, PublicPlatform
from register.search import BOUND, PAGE_SIZE, Asked
from register.standings import STANDINGS, places

_FROM = f"""
WITH {STANDINGS},
stood AS (
    SELECT standing.institution_id, standing.dossier_id, standing.list, standing.since, standing.next_on,
           entry.credit_code, entry.jurisdiction_id,
           coalesce(nullif(profile.name, ''), entry.name) AS name, coalesce(profile.brand, entry.brand) AS brand
    FROM standing
    JOIN register_entry AS entry USING (institution_id)
    LEFT JOIN public_profile AS profile ON profile.dossier_id = standing.dossier_id
    WHERE standing.list <> '' AND {{where}}
)
"""


@dataclass(frozen=True)
class Past:
    """How an institution stood at the end of a past day, under the name it had then."""

    credit_code: str
    name: str
    brand: str
    province: Jurisdiction
    list: str
    since: date
    next_on: date | None
    platforms: Sequence[PublicPlatform]


@dataclass(frozen=True)
class PastPage:
    """One page of the lists of a past day, and how many stood on each."""

    rows: Sequence[Past]
    counts: dict[str, int]
    count: int
    page: int


@dataclass(frozen=True)
class Change:
    """A change of the lists with the institution it is about; `superseded` when a later one took its place.

    `never_came` when that happened before its own day: the white list after a suspended public notice.
    """

    change: ListChange
    entry: Entry
    superseded: bool = False
    never_came: bool = False


def as_of(asked: Asked, day: date, page: int = 1) -> PastPage:
    """The lists as they stood at the end of `day`; what was recorded later is not known to them."""
    values = places(day) | _values(asked)
    counts = dict(_rows(_statement(asked, without_list=True) + " SELECT list, count(*) FROM stood GROUP BY 1", values))
    rows = _rows(
        _statement(asked)
        + " SELECT credit_code, name, brand, jurisdiction_id, list, since, next_on, dossier_id FROM stood"
        + f" ORDER BY since DESC, credit_code LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}",
        values,
    )
    provinces = Jurisdiction.objects.using("public").in_bulk()
    platforms: dict[int, list[PublicPlatform]] = {}
    for platform in PublicPlatform.objects.filter(dossier_id__in=[row[-1] for row in rows]).order_by("position"):
        platforms.setdefault(platform.dossier_id, []).append(platform)
    past = [
        Past(code, name, brand, provinces[province], list, since, next_on, platforms.get(dossier, []))
        for code, name, brand, province, list, since, next_on, dossier in rows
    ]
    return PastPage(past, counts, counts.get(asked.list, 0) if asked.list else sum(counts.values()), page)


def changes(
    today: date, *, before: int | None = None, since: date | None = None, limit: int = PAGE_SIZE
) -> list[Change]:
    """The changes in force, newest first; `before` a seq goes on from there, `since` a day leaves out older ones."""
    never_came = Q(superseded_by__effective_on__lte=F("effective_on"))
    rows = ListChange.objects.public().filter(effective_on__lte=today).exclude(never_came)
    if since:
        rows = rows.filter(effective_on__gte=since)
    last = before and ListChange.objects.public().filter(pk=before).first()
    if last:
        rows = rows.filter(Q(effective_on__lt=last.effective_on) | Q(effective_on=last.effective_on, seq__lt=last.seq))
    return _with_entries(list(rows.order_by("-effective_on", "-seq")[: min(limit, BOUND)]))


def history(entry: Entry) -> list[Change]:
    """Every change about the institution, what is still to come first, then the newest."""
    rows = ListChange.objects.public().filter(institution=entry.institution_id).order_by("-effective_on", "-seq")
    later = {row.supersedes_id: row for row in rows if row.supersedes_id}
    return [
        Change(
            row,
            entry,
            superseded=row.seq in later,
            never_came=row.seq in later and later[row.seq].effective_on <= row.effective_on,
        )
        for row in rows
    ]


def _with_entries(rows: Iterable[ListChange]) -> list[Change]:
    entries = (
        Entry.objects.public()
        .select_related("jurisdiction")
        .in_bulk([row.institution_id for row in rows], field_name="institution_id")
    )
    return [Change(row, entries[row.institution_id]) for row in rows if row.institution_id in entries]


def _statement(asked: Asked, without_list: bool = False) -> str:
    conditions = {
        "standing.list = %(list)s": asked.list and not without_list,
        "entry.jurisdiction_id = %(province)s": asked.province,
        f"entry.id IN (SELECT entry_id {matching(asked.text).sql})": asked.text,
        "EXISTS (SELECT 1 FROM public_course AS course WHERE course.dossier_id = standing.dossier_id"
        " AND course.subject = %(subject)s)": asked.subject,
        "EXISTS (SELECT 1 FROM public_course AS course WHERE course.dossier_id = standing.dossier_id"
        " AND %(grade)s = ANY(course.grades))": asked.grade,
    }
    return _FROM.format(where=" AND ".join(["true", *(each for each, wanted in conditions.items() if wanted)]))


def _values(asked: Asked) -> dict[str, Any]:
    return {
        "list": asked.list,
        "province": asked.province,
        "subject": asked.subject,
        "grade": asked.grade,
    } | matching(asked.text).values


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connections["public"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
