"""The search: exact keys first, then names, pinyin and initials, all terms of one index; bounded everywhere.

Nothing is counted past BOUND and no page lies beyond it, so that a common word costs no more than a rare one.
A list never makes a hit rank higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connections
from django.utils.translation import gettext_noop

from filing_platform.errors import BadInput
from register.hits import hits, matching, similar_hits
from register.models import Entry
from register.reasons import Why, why
from register.similarity import closest
from register.wording import compact

BOUND = 1000
PAGE_SIZE = 20
LAST_PAGE = BOUND // PAGE_SIZE
NEAR = 5
_CANDIDATES = 300
_NEWEST = "since DESC NULLS LAST, id"
_WINDOW = "LIMIT %(size)s OFFSET %(first)s"

# Where an entry stands today; `today` is a value, never the database's clock.
STATUS = "CASE WHEN next_on <= %(today)s THEN next_list ELSE list END"
_ON_LIST = """(
    (list = %(list)s AND (next_on IS NULL OR next_on > %(today)s)) OR (next_on <= %(today)s AND next_list = %(list)s)
)"""
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
    """An entry that was found: its rank (0 exact), what was typed, and why it matched, if anything was."""

    entry: Entry
    rank: int = 3
    typed: str = ""

    @cached_property
    def why(self) -> Why | None:
        return why(self.entry, self.typed) if compact(self.typed) else None


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
    statement, values = statement_of(asked, today, page)
    rows = _rows(statement, values)
    if rows and rows[0][2] <= BOUND < rows[0][3]:
        # Enough terms were read, but some entries carry several of them.
        rows = _rows(*statement_of(asked, today, page, most=None))
    if not rows and page > 1:
        return search(asked, today)
    return Results(_hits(rows, asked.text, today), _count(rows), page)


def statement_of(asked: Asked, today: date, page: int = 1, most: int | None = BOUND + 1) -> tuple[str, dict[str, Any]]:
    """The one SQL statement of a page and its values: id, rank, how many there are, how many terms were read.

    What is typed is looked for in `most` terms; None: in all. Of more than BOUND nobody knows how many.
    """
    values = _values(asked, today) | {"first": (page - 1) * PAGE_SIZE, "size": PAGE_SIZE, "most": most}
    if not asked.text:
        bound = f"SELECT id, since FROM register_entry WHERE {_where(asked)} ORDER BY {_NEWEST} LIMIT {BOUND + 1}"
        return f"SELECT id, 3, count(*) OVER (), 0 FROM ({bound}) AS found ORDER BY {_NEWEST} {_WINDOW}", values
    found = hits(asked.text)
    values |= found.values
    filters = _filters(asked)
    if found.is_one_word and not filters:
        return "SELECT * FROM register_search(%(beginnings)s, %(most)s, %(first)s, %(size)s)", values
    # All are read here: what a filter or another word leaves out must not have used up the bound.
    return (
        f"SELECT entry_id, min(rank), count(*) OVER (), 0 {found.sql} AND {_entry_where(filters)}"
        f" GROUP BY entry_id, length ORDER BY 2, length, 1 {_WINDOW}",
        values,
    )


def ids_of(asked: Asked, today: date) -> list[int]:
    """All that was asked, in order; what was typed is answered up to BOUND."""
    if not asked.text:
        statement = f"SELECT id FROM register_entry WHERE {_where(asked)} ORDER BY {_NEWEST}"
        return [pk for (pk,) in _rows(statement, _values(asked, today))]
    found = hits(asked.text)
    statement = (
        f"SELECT entry_id {found.sql} AND {_entry_where(_filters(asked))}"
        f" GROUP BY entry_id, length ORDER BY min(rank), length, entry_id LIMIT {BOUND}"
    )
    return [pk for (pk,) in _rows(statement, _values(asked, today) | found.values)]


def facets(asked: Asked, today: date) -> Facets:
    """Counts for the filters, each as if it were not set itself."""
    unset = {
        "list": replace(asked, list=""),
        "province": replace(asked, province=""),
        "subject": replace(asked, subject=""),
        "grade": replace(asked, grade=None),
    }
    found = matching(asked.text)
    among = f"WITH matching AS MATERIALIZED (SELECT DISTINCT entry_id {found.sql})" if asked.text else ""
    statements = [f"({_FACETS[name].format(where=_where(others))})" for name, others in unset.items()]
    rows = _rows(
        f"{among} SELECT facet, value, count(*) FROM ({' UNION ALL '.join(statements)}) AS all_facets GROUP BY 1, 2",
        _values(asked, today) | found.values,
    )
    counts: dict[str, dict[str, int]] = {name: {} for name in _FACETS}
    for facet, value, count in rows:
        counts[facet][value] = count
    return Facets(counts, bounded=sum(counts["list"].values()) > BOUND)


def near_misses(text: str, today: date) -> list[Entry]:
    """Did you mean: at most NEAR entries whose name is written, or sounds, nearly like the text."""
    near = similar_hits(text, _CANDIDATES)
    candidates = _rows(
        f"SELECT id, brand, name FROM register_entry WHERE id IN (SELECT entry_id {near.sql})", near.values
    )
    ids = closest(text, candidates, NEAR)
    entries = Entry.objects.public().with_status(today).select_related("jurisdiction").in_bulk(ids)
    return [entries[pk] for pk in ids]


def _filters(asked: Asked) -> list[str]:
    conditions = {
        _ON_LIST: asked.list,
        "jurisdiction_id = %(province)s": asked.province,
        "subjects @> ARRAY[%(subject)s]::varchar[]": asked.subject,
        "grades @> ARRAY[%(grade)s]::smallint[]": asked.grade,
    }
    return [condition for condition, wanted in conditions.items() if wanted]


def _where(asked: Asked) -> str:
    """The conditions on an entry; who answers the text is in `matching`."""
    conditions = _filters(asked)
    if asked.text:
        conditions.append("id IN (SELECT entry_id FROM matching)")
    elif not asked.list:
        conditions.append(f"({STATUS}) <> ''")
    return " AND ".join(conditions)


def _entry_where(filters: list[str]) -> str:
    return f"entry_id IN (SELECT id FROM register_entry WHERE {' AND '.join(filters)})" if filters else "true"


def _values(asked: Asked, today: date) -> dict[str, Any]:
    return {
        "today": today,
        "list": asked.list,
        "province": asked.province,
        "subject": asked.subject,
        "grade": asked.grade,
    }


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connections["public"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _hits(rows: Sequence[tuple[int, int, int, int]], text: str, today: date) -> list[Hit]:
    entries = (
        Entry.objects.public().with_status(today).select_related("jurisdiction").in_bulk([pk for pk, *_rest in rows])
    )
    return [Hit(entries[pk], rank, text) for pk, rank, *_rest in rows]


def _count(rows: Sequence[tuple[int, int, int, int]]) -> int | None:
    if not rows:
        return 0
    return rows[0][2] if rows[0][2] <= BOUND else None
