"""B4: a personnel workbook from upload to committed, every row checked, against two ways to do it without.

(a) django-import-export 4 on the same file, as it comes and in its bulk mode: it sets the columns and checks nothing
    of what the platform checks; on so many rows as take it a bearable time (BENCH_PEER_ROWS), by the row.
(b) calamine reads the file and COPY puts the same columns into the same table, nothing checked, nothing encrypted.

BENCH_ROWS and BENCH_REPEAT make it smaller. The sides take turns, so that a busy moment of the machine meets all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks import people

if TYPE_CHECKING:
    from institutions.models import Dossier

PEER_ROWS = int(os.environ.get("BENCH_PEER_ROWS", min(people.ROWS, 5_000)))
GOALS = {"one by one": 25.0, "bulk": 4.0, "raw COPY": 2.0}


def run(rows: int = people.ROWS, repeat: int = people.REPEAT) -> dict[str, Any]:
    """Seconds of each side (median of `repeat`) for `rows` rows, the ratios, and whether the three goals hold."""
    seconds: dict[str, list[float]] = {"platform": [], "raw COPY": [], "one by one": [], "bulk": []}
    with people.draft() as dossier, people.workbook(rows) as whole, people.workbook(PEER_ROWS) as part:
        for _ in range(repeat):
            seconds["platform"].append(_timed(dossier, lambda: _platform(dossier, whole)))
            seconds["raw COPY"].append(_timed(dossier, lambda: _raw_copy(dossier, whole)))
            # The peers' time grows with the rows: measured on a part, told for the whole.
            for name, bulk in (("one by one", False), ("bulk", True)):
                peer = _timed(dossier, lambda bulk=bulk: _import_export(dossier, part, bulk=bulk))
                seconds[name].append(peer * rows / PEER_ROWS)
    result = {name: round(median(values), 3) for name, values in seconds.items()}
    ratios = {
        "faster than one by one": round(result["one by one"] / result["platform"], 2),
        "faster than bulk": round(result["bulk"] / result["platform"], 2),
        "of raw COPY": round(result["platform"] / result["raw COPY"], 2),
    }
    return {
        "benchmark": "B4",
        "rows": rows,
        "peer_rows": PEER_ROWS,
        "seconds": result,
        "raw": seconds,
        "ratios": ratios,
        "goal": "≥ 25× one by one, ≥ 4× bulk, ≤ 2× raw COPY",
        "reached": ratios["faster than one by one"] >= GOALS["one by one"]
        and ratios["faster than bulk"] >= GOALS["bulk"]
        and ratios["of raw COPY"] <= GOALS["raw COPY"],
    }


def _platform(dossier: Dossier, path: Path) -> None:
    from django.core.files.base import File

    from jobs import running
    from personnel import importing

    with path.open("rb") as content:
        workbook = importing.PEOPLE.start(dossier, File(content, name=path.name), None)
    running.run(workbook.job_id)
    workbook.refresh_from_db()
    if not workbook.applied_at:
        raise RuntimeError(f"the workbook was not applied: {list(workbook.errors.values()[:3])}")


_PLAIN = ("name", "sex", "nationality", "identity_kind", "certificate_number", "role", "employment", "employed_from")
_COPY = (
    "COPY personnel_person (dossier_id, line, position, identity_masked, identity_commitment, subjects, stages,"
    f" in_service, education, work, teaching, {', '.join(_PLAIN)}) FROM STDIN"
)


def _raw_copy(dossier: Dossier, path: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(_COPY, StringIO("".join(_copy_lines(dossier, _read(path)))))


def _copy_lines(dossier: Dossier, rows: Iterable[list[str]]) -> Iterable[str]:
    from uuid import uuid4

    for place, told in enumerate(rows):
        plain = "\t".join((told[0], "female", "CN", "resident", told[5], "teacher", "full_time", told[10]))
        yield f"{dossier.pk}\t{uuid4()}\t{place}\t\t{place}\t{{}}\t{{}}\tf\t\t\t{told[14]}\t{plain}\n"


def _read(path: Path) -> Iterable[list[str]]:
    from python_calamine import load_workbook

    rows = load_workbook(path).get_sheet_by_index(0).iter_rows()
    next(rows)
    return rows


def _import_export(dossier: Dossier, path: Path, *, bulk: bool) -> None:
    import tablib
    from import_export import resources

    from personnel.models import Person

    class PersonResource(resources.ModelResource):
        class Meta:
            model = Person
            fields = (*_PLAIN, "dossier", "identity_commitment", "line", "position")
            import_id_fields = ("line",)
            use_bulk, batch_size = bulk, 1000
            skip_diff = bulk
            force_init_instance = bulk

        def after_import(self, *args: Any, **kwargs: Any) -> None:
            """No reset of the sequence, which the application's role may not do: a little in the peer's favour."""

    data = tablib.Dataset(headers=[*_PLAIN, "dossier", "identity_commitment", "line", "position"])
    for line in _copy_lines(dossier, _read(path)):
        told = line.rstrip("\n").split("\t")
        data.append([*told[11:], dossier.pk, told[4], told[1], told[2]])
    PersonResource().import_data(data, raise_errors=True, use_transactions=True)


def _timed(dossier: Dossier, act: Callable[[], None]) -> float:
    start = perf_counter()
    act()
    spent = perf_counter() - start
    people.empty(dossier)
    return spent
