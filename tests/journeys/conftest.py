"""One running site for all journeys, and people with a browser each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import Person
from tests.journeys.site import Site, running_site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


# Both end with the last journey: a worker's other tests run without a site beside them, and without the browser's loop.
@pytest.fixture(scope="package")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def person(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """Make people: person(), person(phone=True), person(language="en"), person(scripted=False)."""
    contexts = []

    def make(*, phone: bool = False, language: str = "zh-CN", scripted: bool = True, dark: bool = False) -> Person:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            locale=language,
            java_script_enabled=scripted,
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        # A slow machine is not a failure; a page that never answers is.
        context.set_default_timeout(30_000)
        contexts.append(context)
        return Person(context, site, str(request.node.name), scripted=scripted)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Where a journey writes the files that it uploads."""
    return tmp_path
