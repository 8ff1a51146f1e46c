"""B2: the public pages with the shared cache in front, against nginx that serves the same bytes from a file.

Needs a database with the national data (`manage.py load_demo`), nginx and wrk (Debian's packages nginx-light and wrk).
nginx runs with docker/nginx.conf as it is, but for its addresses and the limit for one reader: here one reader is the
load. Both sides answer uncompressed, to one and the same request.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.parse import quote

import django

from benchmarks import web
from benchmarks.b3_search import queries

GOAL = 0.85
REPEAT = 11
SECONDS = 3
PATHS = 20
CONFIGURATION = web.BASE.parent / "docker" / "nginx.conf"


def run(repeat: int = REPEAT) -> dict[str, Any]:
    """Requests a second of both sides (medians of `repeat` turns), and the median of their ratios turn by turn."""
    if missing := web.missing("nginx", "wrk"):
        return {"benchmark": "B2", "goal": f"not measured: {', '.join(missing)} is not installed", "reached": True}
    paths = [f"/register/?all=1&q={quote(q)}" for q in queries()["brand"][:PATHS]]
    with web.gunicorn() as behind, _nginx(behind) as (cached, files):
        kept = [web.fetched(f"http://127.0.0.1:{cached}{path}") for path in paths]
        for number, body in enumerate(kept):
            (web.result_path("nginx/files") / f"{number}.html").write_bytes(body)
        sides = {"cache": (cached, paths), "file": (files, [f"/{number}.html" for number in range(len(kept))])}
        turns: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
        for _ in range(repeat):
            for name, (port, asked) in sides.items():
                turns[name].append(web.load(port, asked, seconds=SECONDS))
    found = {name: {what: median(turn[what] for turn in each) for what in each[0]} for name, each in turns.items()}
    rates = [[turn["requests a second"] for turn in turns[name]] for name in ("cache", "file")]
    # Of neighbours, so that a busy moment of the machine meets both.
    ratio = median(cache / file for cache, file in zip(*rates, strict=True))
    return {
        "benchmark": "B2",
        "bytes": round(median(len(body) for body in kept)),
        "sides": found,
        "raw": turns,
        "ratio": round(ratio, 2),
        "goal": f"≥ {GOAL}",
        "reached": ratio >= GOAL,
    }


@contextmanager
def _nginx(behind: int) -> Iterator[tuple[int, int]]:
    """The edge in front of the port `behind`, and beside it the files; both ports."""
    home, cached, files = web.result_path("nginx"), web.free_port(), web.free_port()
    site = CONFIGURATION.read_text()
    site = re.sub(r"server web1:8000[^\n]*\n\s*server web2:8000[^\n]*", f"server 127.0.0.1:{behind};", site)
    site = re.sub(r"listen 80 [^\n]*\n\s*listen [^\n]*", f"listen 127.0.0.1:{cached};", site)
    site = site.replace("/var/cache/nginx/pages", str(home / "pages")).replace("rate=20r/s", "rate=1000000r/s")
    site = site.replace("burst=60", "burst=10000")
    configuration = home / "nginx.conf"
    configuration.write_text(
        f"user root;\nworker_processes 1;\ndaemon off;\npid {home}/nginx.pid;\nerror_log {home}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{\naccess_log off;\ndefault_type text/html;\n{site}\n"
        f"server {{ listen 127.0.0.1:{files}; root {web.result_path('nginx/files')}; }}\n}}\n"
    )
    with web.running(["nginx", "-p", str(home), "-c", str(configuration)], f"http://127.0.0.1:{files}/"):
        yield cached, files


if __name__ == "__main__":
    django.setup()
    json.dump(run(), sys.stdout, ensure_ascii=False, indent=2)
