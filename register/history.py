"""What has been: the changes of the lists, and the lists as they stood at the end of a past day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import F, Q

from accounts.models import Jurisdiction
from register.hits import matching
from register.models import Entry, ListChange, PublicPlatform, PublicProfile
from register.search import BOUND, PAGE_SIZE, Asked
from register.standings import STANDINGS, places

# What a change is when the day ends: known by then, and not superseded by one known by then.
_KNOWN = """
{change}.recorded_at < %(ends)s AND NOT EXISTS (
    SELECT 1 FROM register_listchange AS later
    WHERE later.supersedes_id = {change}.seq AND later.recorded_at < %(ends)s
)
"""
# The changes that began where an institution stood when the day ended, the newest day first, read from an index until
# there are enough: nothing known took it elsewhere later, and it came from elsewhere.
_BEGAN = f"""
SELECT began.institution_id, began.list, began.effective_on, began.seq
FROM register_listchange AS began JOIN register_entry AS entry USING (institution_id)
WHERE began.effective_on <= %(day)s AND began.list <> '' AND {_KNOWN.format(change="began")}
  AND NOT EXISTS (
      SELECT 1 FROM register_listchange AS after
      WHERE after.institution_id = began.institution_id
        AND (after.effective_on, after.seq) > (began.effective_on, began.seq) AND after.effective_on <= %(day)s
        AND after.list <> began.list AND {_KNOWN.format(change="after")}
  )
  AND began.list IS DISTINCT FROM (
      SELECT before.list FROM register_listchange AS before
      WHERE before.institution_id = began.institution_id
        AND (before.effective_on, before.seq) < (began.effective_on, began.seq) AND {_KNOWN.format(change="before")}
      ORDER BY before.effective_on DESC, before.seq DESC LIMIT 1
  )
  AND {{where}}
ORDER BY began.effective_on DESC, began.seq
"""
# The dossier shown then: the newest that a change had named, or that of what was to come.
_SHOWN = f"""
coalesce(
    (
        SELECT named.dossier_id FROM register_listchange AS named
        WHERE named.institution_id = began.institution_id AND named.effective_on <= %(day)s
          AND named.dossier_id IS NOT NULL AND {_KNOWN.format(change="named")}
        ORDER BY named.effective_on DESC, named.seq DESC LIMIT 1
    ),
    (
        SELECT coming.dossier_id FROM register_listchange AS coming
        WHERE coming.institution_id = began.institution_id AND coming.effective_on > %(day)s
          AND {_KNOWN.format(change="coming")}
        ORDER BY coming.effective_on, coming.seq DESC LIMIT 1
    )
)
"""
_STOOD = f"""
WITH {STANDINGS}
SELECT standing.institution_id, entry.credit_code, entry.name, entry.brand, entry.jurisdiction_id, standing.list,
       standing.since, standing.next_on, standing.dossier_id
FROM standing JOIN register_entry AS entry USING (institution_id)
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
    """One page of the lists of a past day, and how many stood on each; None past BOUND."""

    rows: Sequence[Past]
    counts: dict[str, int] | None
    count: int | None
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
    began = _rows(f"{_began(asked)} LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}", places(day) | _values(asked))
    counts = _counts(replace(asked, list=""), day)
    mine = counts if counts is not None or not asked.list else _counts(asked, day)
    count = None if mine is None else mine.get(asked.list, 0) if asked.list else sum(mine.values())
    return PastPage(_stood([institution for institution, *_rest in began], day), counts, count, page)


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


def _counts(asked: Asked, day: date) -> dict[str, int] | None:
    """How many stood on each list; None when they are more than anybody counts."""
    statement = f"SELECT list, count(*) FROM ({_began(asked)} LIMIT {BOUND + 1}) AS bounded GROUP BY 1"
    counts = dict(_rows(statement, places(day) | _values(asked)))
    return counts if sum(counts.values()) <= BOUND else None


def _stood(institutions: list[int], day: date) -> list[Past]:
    """How these institutions stood, in their order."""
    rows = {row[0]: row[1:] for row in _rows(_STOOD, places(day, institutions))}
    dossiers = [row[-1] for row in rows.values()]
    # Asked by their ids, not joined: of a view the planner might read all.
    profiles = PublicProfile.objects.in_bulk(dossiers)
    platforms: dict[int, list[PublicPlatform]] = {}
    for platform in PublicPlatform.objects.filter(dossier_id__in=dossiers).order_by("position"):
        platforms.setdefault(platform.dossier_id, []).append(platform)
    provinces = Jurisdiction.objects.using("public").in_bulk()
    past = []
    for code, name, brand, province, list, since, next_on, dossier in (rows[each] for each in institutions):
        profile = profiles.get(dossier)
        name, brand = (profile.name or name, profile.brand) if profile else (name, brand)
        past.append(Past(code, name, brand, provinces[province], list, since, next_on, platforms.get(dossier, [])))
    return past


def _began(asked: Asked) -> str:
    taught = f"EXISTS (SELECT 1 FROM public_course AS course WHERE course.dossier_id = {_SHOWN} AND {{what}})"
    conditions = {
        "began.list = %(list)s": asked.list,
        "entry.jurisdiction_id = %(province)s": asked.province,
        f"entry.id IN (SELECT entry_id {matching(asked.text).sql})": asked.text,
        taught.format(what="course.subject = %(subject)s"): asked.subject,
        taught.format(what="%(grade)s = ANY(course.grades)"): asked.grade,
    }
    return _BEGAN.format(where=" AND ".join(["true", *(each for each, wanted in conditions.items() if wanted)]))


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
