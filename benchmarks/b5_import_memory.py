"""B5: peak memory of a whole import in the worker and in its reading process, against reading the file alone.

Each is measured in a process of its own, by the most it ever held (ru_maxrss). BENCH_ROWS makes it smaller.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import people

READER_GOAL = 512
WORKER_GOAL = 20


def run(rows: int = people.ROWS, repeat: int = people.REPEAT) -> dict[str, Any]:
    """MB: the worker before and after an import of `rows` rows, the reading process, and reading alone."""
    with people.draft() as dossier, people.workbook(rows) as path, people.workbook(10) as small:
        measured = []
        for _ in range(repeat):
            little = _in_a_process("import", dossier.pk, small)
            people.empty(dossier)
            much = _in_a_process("import", dossier.pk, path)
            people.empty(dossier)
            alone = _in_a_process("read", dossier.pk, path)
            measured.append(
                {
                    "worker, 10 rows": little["self"],
                    "worker": much["self"],
                    "reading process": much["children"],
                    "reading the file alone": alone["self"],
                }
            )
    result = {name: round(median(one[name] for one in measured), 1) for name in measured[0]}
    grown = round(result["worker"] - result["worker, 10 rows"], 1)
    return {
        "benchmark": "B5",
        "rows": rows,
        "megabytes": result,
        "worker grows by": grown,
        "raw": measured,
        "goal": f"worker ± {WORKER_GOAL} MB, reading process ≤ {READER_GOAL} MB",
        "reached": grown <= WORKER_GOAL and result["reading process"] <= READER_GOAL,
    }


def _in_a_process(what: str, dossier: int, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.b5_import_memory", what, str(dossier), str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _import(dossier: int, path: Path) -> None:
    import django

    django.setup()
    from benchmarks.b4_import import _platform
    from institutions.models import Dossier

    _platform(Dossier.objects.select_related("filing").get(pk=dossier), path)


def _read(_dossier: int, path: Path) -> None:
    from python_calamine import load_workbook

    for _row in load_workbook(path).get_sheet_by_index(0).iter_rows():
        pass


def _main(what: str, dossier: int, path: Path) -> None:
    import resource

    {"import": _import, "read": _read}[what](dossier, path)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    held = {"self": resource.RUSAGE_SELF, "children": resource.RUSAGE_CHILDREN}
    print(json.dumps({name: resource.getrusage(who).ru_maxrss / unit for name, who in held.items()}))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
