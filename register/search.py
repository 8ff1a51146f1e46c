"""The search: exact keys first, then characters, words, pinyin and initials in one tsvector; bounded everywhere.

Nothing is counted past BOUND and no page lies beyond it, so that a common word costs no more than a rare one.
A list never makes a hit rank higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connections
from django.utils.translation import gettext_noop

from filing_platform.errors import BadInput
from register import terms
from register.keys import asked_keys
from register.models import Entry
from register.reasons import Why, why
from register.similarity import closest
from register.wording import compact

BOUND = 1000
PAGE_SIZE = 20
LAST_PAGE = BOUND // PAGE_SIZE
NEAR = 5
_CANDIDATES = 300

# Where an entry stands today; `today` is a value, never the database's clock.
STATUS = "CASE WHEN next_on <= %(today)s THEN next_list ELSE list END"
_ON_LIST = """(
    (list = %(list)s AND (next_on IS NULL OR next_on > %(today)s)) OR (next_on <= %(today)s AND next_list = %(list)s)
)"""
MATCHES = "search @@ %(query)s::tsquery"
# By the text of the names: cheaper than asking the tsvector again for each of many candidates.
_RANK = """
CASE WHEN keys && %(keys)s::varchar[] THEN 0
     WHEN starts_with(lower(brand), %(text)s) OR starts_with(lower(name), %(text)s) THEN 1
     WHEN strpos(lower(brand), %(text)s) > 0 OR strpos(lower(name), %(text)s) > 0 THEN 2
     ELSE 3 END
"""
_FACETS = {
    "list": f"SELECT 'list' AS facet, {STATUS} AS value FROM register_entry WHERE {{where}} LIMIT {BOUND + 1}",
    "province": "SELECT 'province', jurisdiction_id FROM register_entry WHERE {where}" + f" LIMIT {BOUND + 1}",
    "subject": "SELECT 'subject', unnest(subjects) FROM (SELECT subjects FROM register_entry WHERE {where}"
    + f" LIMIT {BOUND + 1}) AS bounded",
    "grade": "SELECT 'grade', unnest(grades)::text FROM (SELECT grades FROM register_entry WHERE {where}"
    + f" LIMIT {BOUND + 1}) AS bounded",
}


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the register; empty fields ask nothing."""

    text: str = ""
    list: str = ""
    province: str = ""
    subject: str = ""
    grade: int | None = None


@dataclass(frozen=True)
class Hit:
    """An entry that was found: its rank (0 exact) and why it matched, if anything was typed."""

    entry: Entry
    rank: int = 3
    why: Why | None = None


@dataclass(frozen=True)
class Results:
    """One page of hits; `count` is None past BOUND."""

    hits: Sequence[Hit]
    count: int | None
    page: int

    @property
    def only(self) -> Hit | None:
        """The one hit that what was typed names, so that no list need be shown."""
        exact = [hit for hit in self.hits if hit.rank == 0]
        if self.page != 1 or len(exact) != 1:
            return None
        return exact[0] if self.count == 1 or (exact[0].why and exact[0].why.identifies) else None


@dataclass(frozen=True)
class Facets:
    """How many hits each value of a filter would leave, by filter; what is past BOUND is not counted."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    bounded: bool = False


def search(asked: Asked, today: date, page: int = 1) -> Results:
    """One page of what was asked, the wanted one first; raises BadInput for a page past the bound."""
    if not 1 <= page <= LAST_PAGE:
        raise BadInput("page", gettext_noop("Nobody reads that far: narrow the search instead."))
    with connections["public"].cursor() as cursor:
        cursor.execute(statement(asked, page), values_of(asked, today))
        rows = cursor.fetchall()
    if not rows and page > 1:
        return search(asked, today)
    return Results(_hits(rows, asked.text, today), _count(rows), page)


def statement(asked: Asked, page: int = 1) -> str:
    """The one SQL statement of a page: id, rank, and how many there are (BOUND + 1: more than BOUND)."""
    where = " AND ".join(_conditions(asked)) or "true"
    newest = "since DESC NULLS LAST, id"
    return f"""
    SELECT id, rank, count(*) OVER () FROM (
        SELECT id, brand, since, {_RANK if asked.text else "3"} AS rank FROM register_entry WHERE {where}
        {"" if asked.text else f"ORDER BY {newest}"} LIMIT {BOUND + 1}
    ) AS found
    ORDER BY {"rank, length(brand), id" if asked.text else newest}
    LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}
    """


def ids_of(asked: Asked, today: date) -> list[int]:
    """All that was asked, in order; what was typed is answered up to BOUND."""
    where = " AND ".join(_conditions(asked)) or "true"
    order, bound = (
        (f"{_RANK}, length(brand), id", f"LIMIT {BOUND}") if asked.text else ("since DESC NULLS LAST, id", "")
    )
    with connections["public"].cursor() as cursor:
        cursor.execute(f"SELECT id FROM register_entry WHERE {where} ORDER BY {order} {bound}", values_of(asked, today))
        return [pk for (pk,) in cursor.fetchall()]


def facets(asked: Asked, today: date) -> Facets:
    """Counts for the filters, each as if it were not set itself."""
    unset = {
        "list": replace(asked, list=""),
        "province": replace(asked, province=""),
        "subject": replace(asked, subject=""),
        "grade": replace(asked, grade=None),
    }
    wheres = {name: " AND ".join(_conditions(others)) or "true" for name, others in unset.items()}
    statements = [f"({_FACETS[name].format(where=where)})" for name, where in wheres.items()]
    with connections["public"].cursor() as cursor:
        cursor.execute(
            f"SELECT facet, value, count(*) FROM ({' UNION ALL '.join(statements)}) AS all_facets GROUP BY 1, 2",
            values_of(asked, today),
        )
        counts: dict[str, dict[str, int]] = {name: {} for name in _FACETS}
        for facet, value, count in cursor.fetchall():
            counts[facet][value] = count
    return Facets(counts, bounded=sum(counts["list"].values()) > BOUND)


def near_misses(text: str, today: date) -> list[Entry]:
    """Did you mean: at most NEAR entries whose name is written, or sounds, nearly like the text."""
    query = terms.similar_query(text)
    if not query:
        return []
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT id, brand, name FROM register_entry WHERE search @@ %s::tsquery LIMIT %s", [query, _CANDIDATES]
        )
        ids = closest(text, cursor.fetchall(), NEAR)
    entries = Entry.objects.for_reading().with_status(today).select_related("jurisdiction").in_bulk(ids)
    return [entries[pk] for pk in ids]


def _conditions(asked: Asked) -> list[str]:
    conditions = {
        MATCHES: asked.text,
        _ON_LIST: asked.list,
        f"({STATUS}) <> ''": not asked.text and not asked.list,
        "jurisdiction_id = %(province)s": asked.province,
        "subjects @> ARRAY[%(subject)s]::varchar[]": asked.subject,
        "grades @> ARRAY[%(grade)s]::smallint[]": asked.grade,
    }
    return [condition for condition, wanted in conditions.items() if wanted]


def values_of(asked: Asked, today: date) -> dict[str, Any]:
    """The values of every statement about `asked`."""
    return {
        "today": today,
        "list": asked.list,
        "province": asked.province,
        "subject": asked.subject,
        "grade": asked.grade,
        "keys": asked_keys(asked.text),
        "query": terms.query(asked.text),
        "text": compact(asked.text),
    }


def _hits(rows: Sequence[tuple[int, int, int]], text: str, today: date) -> list[Hit]:
    entries = (
        Entry.objects.for_reading()
        .with_status(today)
        .select_related("jurisdiction")
        .in_bulk([pk for pk, _rank, _count in rows])
    )
    return [Hit(entries[pk], rank, why(entries[pk], text) if compact(text) else None) for pk, rank, _count in rows]


def _count(rows: Sequence[tuple[int, int, int]]) -> int | None:
    if not rows:
        return 0
    return rows[0][2] if rows[0][2] <= BOUND else None
