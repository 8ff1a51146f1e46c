"""Runs the benchmarks: `python -m benchmarks [B4 …]`; a table on the terminal, raw figures in var/bench/.

Each starts from the national demo data, which is loaded first where there is none.
Each is a module `b<number>_<what>.py` whose `run()` answers with what it measured: `benchmark` (its name),
`seconds` or the like by side, `ratio` or `ratios`, `goal` and whether it was `reached`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent
RESULTS = BASE.parent / "var" / "bench"


def main(wanted: list[str]) -> int:
    """Run those that are named, or all; 1 when a goal was missed, 2 when a name is unknown."""
    modules = {path.stem.split("_")[0].upper(): path.stem for path in sorted(BASE.glob("b*_*.py"))}
    unknown = [name for name in wanted if name.upper() not in modules]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(modules)}", file=sys.stderr)
        return 2
    import django

    django.setup()
    from filing_platform import preparing

    preparing.files()
    preparing.database()
    results = [_run(modules[name.upper()]) for name in wanted or modules]
    return 0 if all(result.get("reached", True) for result in results) else 1


def _run(module: str) -> dict[str, Any]:
    result = import_module(f"benchmarks.{module}").run()
    result |= {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": _machine()}
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{module}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2, default=str) + "\n")
    _show(result, path)
    return result


def _show(result: dict[str, Any], path: Path) -> None:
    verdict = {True: "reached", False: "MISSED", None: ""}[result.get("reached")]
    print(f"\n{result['benchmark']}  goal {result.get('goal', '')}  {verdict}")
    for name, value in _lines(result):
        print(f"  {name:<56} {value:>16}")
    print(f"  {path}")


def _lines(result: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for name, value in result.items():
        if isinstance(value, dict) and name not in ("raw", "machine"):
            lines += _lines(value, f"{before}{name} · ")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            lines.append((before + name, f"{value:,}" if isinstance(value, int) else f"{value:,.3f}"))
    return lines


def _machine() -> dict[str, Any]:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version(), "load": load}


if __name__ == "__main__":
    from filing_platform import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filing_platform.settings")
    with embedded.services():
        sys.exit(main(sys.argv[1:]))
