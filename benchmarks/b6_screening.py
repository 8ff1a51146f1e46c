"""B6: screening the whole nation with every rule, against one sequential scan of the same tables for each rule.

Needs a database with the national data (`manage.py load_demo`). The scan reads every row whole
(`row IS NOT NULL`); beside it, `count` is the cheapest scan there is (`count(*)`, no column read).
Screening is what `manage.py screen --all` does, findings written, rolled back after each repetition.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import django

GOAL = 5.0
REPEAT = 5
TABLE = re.compile(r"\b(?:FROM|JOIN) ((?:courses|institutions|personnel|register)_[a-z]+)")


def run(repeat: int = REPEAT) -> dict[str, Any]:
    """Seconds of both sides (median of `repeat`), their ratio, and whether the goal holds."""
    from django.db import connection

    from screening.rules import RULES

    tables = [table for rule in RULES for table in sorted(set(TABLE.findall(rule.found)))]
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        counts = {table: _count(cursor, table) for table in sorted(set(tables))}

        def scan(condition: str) -> None:
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE {condition}")

        # The two sides take turns, so that a busy moment of the machine meets both.
        seconds: dict[str, list[float]] = {"screening": [], "scan": [], "count": []}
        for _ in range(repeat):
            seconds["screening"].append(_timed(_screen))
            seconds["scan"].append(_timed(lambda: scan("row IS NOT NULL")))
            seconds["count"].append(_timed(lambda: scan("true")))
    result = {name: round(median(values), 4) for name, values in seconds.items()}
    ratio = result["screening"] / result["scan"]
    return {
        "benchmark": "B6",
        "rules": len(RULES),
        "scans": len(tables),
        "rows": counts,
        "seconds": result,
        "raw": {name: [round(value, 4) for value in values] for name, values in seconds.items()},
        "ratio": round(ratio, 2),
        "ratio_to_count": round(result["screening"] / result["count"], 2),
        "goal": f"≤ {GOAL}",
        "reached": ratio <= GOAL,
    }


def _screen() -> None:
    from django.db import transaction

    from screening import running
    from screening.models import Finding

    with transaction.atomic():
        Finding.objects.all()._raw_delete("default")
        running.screen_all()
        transaction.set_rollback(True)


def _timed(act: Callable[[], None]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


if __name__ == "__main__":
    django.setup()
    json.dump(run(), sys.stdout, ensure_ascii=False, indent=2)
