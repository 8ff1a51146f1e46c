"""B1: a search by HTTP from end to end, against Datasette on the same rows and against a view of one statement.

Needs a database with the national data (`manage.py load_demo`) and wrk (Debian's package). The same mixed queries go to
each: ours as the page and as the API answers them, both under gunicorn as `serve` runs it; a Django view without
middleware that does the one statement (benchmarks/bare.py), under the same gunicorn; Datasette in a virtual environment
of its own under var/bench, with a full-text table of trigrams over names, pinyin, initials, hosts and codes.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import django

from benchmarks import web
from benchmarks.b3_search import queries

DATASETTE = "datasette==0.65.5"
TIMES_DATASETTE, OF_BARE = 5.0, 0.6
REPEAT = 7
SECONDS = 4


def run(repeat: int = REPEAT) -> dict[str, Any]:
    """Requests a second and latency of each side (medians of `repeat` turns), and the ratios."""
    if missing := web.missing("wrk"):
        return {"benchmark": "B1", "goal": f"not measured: {', '.join(missing)} is not installed", "reached": True}
    asked = [q for kind, qs in queries().items() if kind != "common word" for q in qs]
    with ExitStack() as stack:
        ours = stack.enter_context(web.gunicorn())
        bare = stack.enter_context(web.gunicorn("benchmarks.bare"))
        datasette = stack.enter_context(_datasette())
        sides = {
            "page": (ours, [f"/register/?all=1&q={quote(q)}" for q in asked]),
            "api": (ours, [f"/api/v1/register/?q={quote(q)}" for q in asked]),
            "bare view": (bare, [f"/?q={quote(q)}" for q in asked]),
            "datasette": (datasette, [f"/entries/entries.json?_size=20&_search={quote(_phrase(q))}" for q in asked]),
        }
        for port, paths in sides.values():
            web.load(port, paths, seconds=2)
        turns: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
        for _ in range(repeat):
            for name, (port, paths) in sides.items():
                turns[name].append(web.load(port, paths, seconds=SECONDS))
    found = {name: {what: median(turn[what] for turn in each) for what in each[0]} for name, each in turns.items()}
    rates = {name: [turn["requests a second"] for turn in each] for name, each in turns.items()}
    # Of neighbours, so that a busy moment of the machine meets both.
    ratios = {
        f"{name} / {peer}": round(median(a / b for a, b in zip(rates[name], rates[peer], strict=True)), 2)
        for name in ("page", "api")
        for peer in ("datasette", "bare view")
    }
    return {
        "benchmark": "B1",
        "sides": found,
        "raw": turns,
        "ratios": ratios,
        "goal": f"≥ {TIMES_DATASETTE} of Datasette with lower p99, ≥ {OF_BARE} of the bare view",
        "reached": all(
            ratios[f"{name} / datasette"] >= TIMES_DATASETTE
            and ratios[f"{name} / bare view"] >= OF_BARE
            and found[name]["p99 ms"] < found["datasette"]["p99 ms"]
            for name in ("page", "api")
        ),
    }


def _phrase(text: str) -> str:
    return '"' + text.replace('"', "") + '"'


@contextmanager
def _datasette() -> Iterator[int]:
    home = web.result_path("datasette")
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", DATASETTE], check=True)
    database = home / "entries.db"
    _fill(database)
    port = web.free_port()
    command = [str(python), "-m", "datasette", "serve", "--immutable", str(database), "--port", str(port)]
    with web.running(command, f"http://127.0.0.1:{port}/entries.json"):
        yield port


def _fill(database: Path) -> None:
    from register.models import Entry
    from register.terms import initials_of, sound_of

    database.unlink(missing_ok=True)
    columns = "credit_code, name, brand, list, since, platforms, sound, initials"
    rows = [
        (
            entry.credit_code,
            entry.name,
            entry.brand,
            entry.list,
            str(entry.since),
            json.dumps(entry.platforms, ensure_ascii=False),
            f"{sound_of(entry.brand)} {sound_of(entry.name)}",
            f"{initials_of(entry.brand)} {initials_of(entry.name)}",
        )
        for entry in Entry.objects.all()
    ]
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE entries (id INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO entries ({columns}) VALUES ({marks})", rows)
        searched = "credit_code, name, brand, platforms, sound, initials"
        connection.execute(
            f"CREATE VIRTUAL TABLE entries_fts USING fts5({searched}, content='entries', content_rowid='id',"
            " tokenize='trigram')"
        )
        connection.execute(f"INSERT INTO entries_fts (rowid, {searched}) SELECT id, {searched} FROM entries")


if __name__ == "__main__":
    django.setup()
    json.dump(run(), sys.stdout, ensure_ascii=False, indent=2)
