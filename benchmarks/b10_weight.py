"""B10: what the first look at a public page pulls over the wire, compressed, and from where.

Needs a database with the national data (`manage.py load_demo`) and chromium. A browser without a cache opens every
public page as gunicorn serves it; all that it asks for is counted: files as they are sent, and pages, which are
compressed at the edge, as nginx does it (gzip, level 1).
"""

from __future__ import annotations

import json
import shutil
import sys
import zlib
from typing import Any
from urllib.parse import urlsplit

import django

from benchmarks import web
from benchmarks.b8_pages import public_pages

GOAL = 40 * 1024


def run() -> dict[str, Any]:
    """Bytes of each page with everything it pulls, the heaviest, and which other hosts or fonts were asked for."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        return {"benchmark": "B10", "goal": "not measured: chromium is not installed", "reached": True}
    with web.gunicorn() as port:
        asked = {name: _pulled(browser, f"http://127.0.0.1:{port}{path}") for name, path in public_pages().items()}
    weights = {name: sum(size for _address, size in pulled) for name, pulled in asked.items()}
    elsewhere = sorted({a for pulled in asked.values() for a, _ in pulled if urlsplit(a).hostname != "127.0.0.1"})
    fonts = sorted(
        {a for pulled in asked.values() for a, _ in pulled if a.endswith((".woff", ".woff2", ".ttf", ".otf"))}
    )
    return {
        "benchmark": "B10",
        "bytes": weights,
        "requests": {name: len(pulled) for name, pulled in asked.items()},
        "heaviest": max(weights.values()),
        "other hosts": elsewhere,
        "fonts": fonts,
        "goal": f"≤ {GOAL:,} bytes, no other host, no font",
        "reached": max(weights.values()) <= GOAL and not elsewhere and not fonts,
    }


def _pulled(browser: str, address: str) -> list[tuple[str, int]]:
    from playwright.sync_api import Response, sync_playwright

    answers: list[Response] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        page.on("response", lambda answer: answers.append(answer))
        page.goto(address, wait_until="networkidle")
        pulled = [(answer.url, _size(answer)) for answer in answers]
        chromium.close()
    return pulled


def _size(answer: Any) -> int:
    if answer.headers.get("content-encoding"):
        return int(answer.request.sizes()["responseBodySize"])
    packed = zlib.compressobj(1, wbits=31)
    body = answer.body() if answer.ok else b""
    return min(len(body), len(packed.compress(body) + packed.flush()))


if __name__ == "__main__":
    django.setup()
    json.dump(run(), sys.stdout, ensure_ascii=False, indent=2)
