"""Officers at the desk: every page clean in both languages, the queue dense and worked by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browser import Person

PAGES = {
    "officer": ("/review/", "/review/lists/", "/review/measures/", "/review/reports/", "/review/figures/"),
    "province-admin": ("/review/ministry/", "/review/programme/", "/review/programme/11/canned/"),
    "observer": ("/review/?view=all", "/review/ministry/", "/review/ministry/44/"),
}


@pytest.mark.parametrize(
    ("phone", "language", "dark"), [(False, "zh-CN", False), (True, "en", True)], ids=["window", "phone"]
)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_desk_is_clean(
    person: Callable[..., Person], name: str, phone: bool, language: str, dark: bool
) -> None:
    officer = person(phone=phone, language=language, dark=dark)
    officer.sign_in(name)
    for number, address in enumerate(PAGES[name]):
        officer.go(address)
        officer.look(f"{name}-{number}-{language}")
        assert officer.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_twenty_five_rows_of_the_queue_fit_a_window_of_900_pixels(person: Callable[..., Person], language: str) -> None:
    watcher = person(language=language)
    watcher.sign_in("observer")
    watcher.go("/review/?view=all")
    rows = watcher.page.locator("#queue tbody tr")
    assert rows.count() == 25
    last = rows.last.bounding_box()
    assert last is not None and last["y"] + last["height"] <= 900


def test_an_officer_works_the_queue_by_keys(person: Callable[..., Person]) -> None:
    officer = person()
    officer.sign_in("officer")
    officer.go("/review/?view=all")
    page = officer.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("#queue tbody tr").nth(1).locator("a").first
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/1*/")
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_url("**/review/?view=all")
