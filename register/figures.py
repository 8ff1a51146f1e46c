"""The figures, as counted now on the public connection: filed, by list, by province, by subject."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connections

from accounts.models import Jurisdiction
from register.models import PublicFigures, PublicStatus
from register.search import STATUS

P = ParamSpec("P")
T = TypeVar("T")
# A busy page does not count the nation anew within this many seconds; a larger nation is counted less often, so that
# counting never takes more than a hundredth of the time, but never shown staler than this.
_KEEP, _SHARE, _STALEST = 5.0, 100, 60.0
_kept: dict[Any, tuple[float, Any]] = {}


@dataclass(frozen=True)
class Filed:
    """How many institutions have filed, with how many training personnel and courses."""

    institutions: int
    personnel: int
    courses: int


@dataclass(frozen=True)
class Province:
    """What one jurisdiction's institutions have filed, and how many stand on which list, or on none any more."""

    jurisdiction: Jurisdiction
    filed: Filed
    on_list: dict[str, int]
    on_none: int = 0


@dataclass(frozen=True)
class Sum:
    """How the institutions filed add up: filed = listed + screened + on_none + unseen − moved_in.

    on_none: ended, suspended or withdrawn; unseen: being screened where a province shows nothing before a list;
    moved_in: on the lists from a register kept elsewhere, with nothing filed here.
    """

    listed: int
    screened: int
    on_none: int
    unseen: int
    moved_in: int
    filed: int


def _remembered(counted: Callable[P, T]) -> Callable[P, T]:
    @wraps(counted)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (counted.__name__, args)
        until, value = _kept.get(key, (float("-inf"), None))
        start = time.monotonic()
        if start > until:
            value = counted(*args, **kwargs)
            end = time.monotonic()
            _kept[key] = (end + min(max(_KEEP, _SHARE * (end - start)), _STALEST), value)
        return value

    return answer


def forget() -> None:
    """Count anew at the next question."""
    _kept.clear()


@_remembered
def filed() -> Filed:
    """The national sentence: over the latest sealed dossier of every institution that has filed."""
    rows = [_filed(row) for row in PublicFigures.objects.all()]
    return Filed(
        sum(row.institutions for row in rows), sum(row.personnel for row in rows), sum(row.courses for row in rows)
    )


@_remembered
def by_list(today: date) -> dict[str, int]:
    """How many stand on each list, in public notice, or have filed."""
    counts = dict.fromkeys(PublicStatus.values, 0)
    for province in by_province(today):
        for name, count in province.on_list.items():
            counts[name] += count
    return counts


@_remembered
def by_province(today: date) -> list[Province]:
    """Every jurisdiction in the order of its code, those with nothing filed too."""
    filings = {row.jurisdiction: _filed(row) for row in PublicFigures.objects.all()}
    lists: dict[str, dict[str, int]] = {}
    for code, name, count in _rows(
        f"SELECT jurisdiction_id, {STATUS} AS status, count(*) FROM register_entry GROUP BY 1, 2", today
    ):
        lists.setdefault(code, {})[name] = count
    none: dict[str, int] = {code: counts.pop("", 0) for code, counts in lists.items()}
    return [
        Province(each, filings.get(each.code, Filed(0, 0, 0)), lists.get(each.code, {}), none.get(each.code, 0))
        for each in Jurisdiction.objects.using("public")
    ]


@_remembered
def added_up(today: date) -> Sum:
    """The institutions filed, by where they stand, so that a reader can add them up."""
    on_list, on_none = by_list(today), sum(each.on_none for each in by_province(today))
    [(moved_in, filed_here)] = _rows(
        "SELECT count(*) FILTER (WHERE filed_on IS NULL), count(filed_on) FROM register_entry", today
    )
    screened = on_list[PublicStatus.FILED]
    institutions = filed().institutions
    return Sum(
        listed=sum(on_list.values()) - screened,
        screened=screened,
        on_none=on_none,
        unseen=institutions - filed_here,
        moved_in=moved_in,
        filed=institutions,
    )


@_remembered
def by_subject(today: date) -> dict[str, int]:
    """How many institutions on a list, in public notice or filed teach each subject."""
    rows = _rows(
        f"SELECT unnest(subjects), count(*) FROM register_entry WHERE {STATUS} <> '' GROUP BY 1 ORDER BY 2 DESC, 1",
        today,
    )
    return dict(rows)


def _filed(row: PublicFigures) -> Filed:
    return Filed(row.institutions, row.personnel, row.courses)


def _rows(statement: str, today: date) -> list[Any]:
    with connections["public"].cursor() as cursor:
        cursor.execute(statement, {"today": today})
        return cursor.fetchall()
