"""B8: every page of the register and the review queue on 100 times the data, against itself on the data as it is.

Needs a database with the national data (`manage.py load_demo`). In a copy of it; in process, through all of Django
but the web server, on the roles of the real connections.
"""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from statistics import median
from time import perf_counter
from typing import Any

import django

GOAL = 1.5
REPEAT = 7
SCALE = 100

PUBLIC = {
    "home": "/",
    "register": "/register/",
    "register, page 50": "/register/?page=50",
    "a list of a province": "/register/?list=white&province=11",
    "a subject and a grade": "/register/?subject=mathematics&grade=5",
    "search, a brand": "/register/?all=1&q={brand}",
    "search, a common word": "/register/?q=教育",
    "search, a common word in a province": "/register/?q=教育&province=11",
    "search, two common words": "/register/?q=北京+网校",
    "search, nothing like it": "/register/?q={miss}",
    "institution": "/register/{code}/",
    "its courses": "/register/{code}/courses/",
    "its personnel": "/register/{code}/personnel/",
    "a person": "/register/personnel/?q=王静",
    "changes": "/register/changes/",
    "changes as JSON": "/register/changes.json",
    "a past day": "/register/?as_of=2020-03-01",
    "figures": "/figures/",
    "report a problem": "/register/report/",
    "download": "/register/download/",
    "the API explained": "/api/docs/",
    "API, search": "/api/v1/register/?q={brand}",
    "API, figures": "/api/v1/figures/",
}
DESK = {
    "waiting for me": "/review/",
    "all": "/review/?view=all",
    "all, page 40": "/review/?view=all&page=40",
    "second officer": "/review/?view=second",
    "overdue": "/review/?view=overdue",
    "submitted, by institution": "/review/?view=all&state=submitted&sort=institution",
    "no opinion of the police": "/review/?view=all&opinion=missing:public_security",
    "a number": "/review/?view=all&q=11",
    "a name": "/review/?view=all&q=教育",
}
OFFICERS = ("officer", "cyberspace", "province-admin", "observer")


def run(repeat: int = REPEAT, scale: int = SCALE) -> dict[str, Any]:
    """Milliseconds (median of `repeat`) and queries of each page on both, and how many times as long it takes."""
    from benchmarks import scaled

    with scaled.copied():
        pages = _pages()
        scaled.settle(*scaled.TABLES)
        once = _measured(pages, repeat)
        scaled.multiply_filings(scale)
        scaled.multiply_entries(scale)
        times = _measured(pages, repeat)
    ratios = {name: round(times[name][0] / once[name][0], 2) for name in pages}
    more = {name: [once[name][1], times[name][1]] for name in pages if once[name][1] != times[name][1]}
    return {
        "benchmark": "B8",
        "milliseconds": {name: round(once[name][0], 2) for name in pages},
        f"milliseconds x{scale}": {name: round(times[name][0], 2) for name in pages},
        "ratios": ratios,
        "other number of queries": more,
        "worst": max(ratios.values()),
        "above": sorted(name for name, ratio in ratios.items() if ratio > GOAL),
        "goal": f"≤ {GOAL} each, the same number of queries",
        "reached": max(ratios.values()) <= GOAL and not more,
    }


def public_pages() -> dict[str, str]:
    """The addresses of the public pages by name, about institutions that are there."""
    from register.models import Entry

    entry = Entry.objects.filter(list="white", course_count__gt=0).exclude(brand="").earliest("pk")
    filled = {"code": entry.credit_code, "brand": entry.brand, "miss": entry.brand[:1] + "龘" + entry.brand[2:]}
    return {name: address.format(**filled) for name, address in PUBLIC.items()}


def _pages() -> dict[str, tuple[str, str]]:
    """By name: who asks, and which address."""
    pages = {name: ("", address) for name, address in public_pages().items()}
    return pages | {f"queue of {who}, {name}": (who, address) for who in OFFICERS for name, address in DESK.items()}


def _measured(pages: dict[str, tuple[str, str]], repeat: int) -> dict[str, tuple[float, int]]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    clients = {"": Client(HTTP_HOST="localhost")}
    for name in OFFICERS:
        clients[name] = Client(HTTP_HOST="localhost")
        clients[name].force_login(get_user_model().objects.get(username=name), settings.AUTHENTICATION_BACKENDS[-1])
    measured = {}
    for name, (who, address) in pages.items():
        # The demo's clock is looked at now and then, by whichever page comes first: the fewest queries are its own.
        queries = []
        for _ in range(3):
            with (
                CaptureQueriesContext(connections["default"]) as own,
                CaptureQueriesContext(connections["public"]) as read,
            ):
                response = clients[who].get(address)
            queries.append(len(own) + len(read))
        if response.status_code != HTTPStatus.OK:
            raise SystemExit(f"{address} answers {response.status_code} to {who or 'everybody'}")
        milliseconds = []
        for _ in range(repeat):
            start = perf_counter()
            clients[who].get(address)
            milliseconds.append((perf_counter() - start) * 1e3)
        measured[name] = (median(milliseconds), min(queries))
    return measured


if __name__ == "__main__":
    django.setup()
    json.dump(run(), sys.stdout, ensure_ascii=False, indent=2)
