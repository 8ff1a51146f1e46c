"""A parent on a phone and at a desk: the lists, a search, an institution, a person, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browser import Person

PAGES = {
    "home": "/",
    "results": "/register/?q=%E8%AF%BE%E5%A0%82",
    "white": "/register/?list=white",
    "black": "/register/?list=black",
    "nothing": "/register/?q=zzzzqqqq",
    "changes": "/register/changes/",
    "person": "/register/personnel/",
    "report": "/register/report/",
    "download": "/register/download/",
    "figures": "/figures/",
    "sign-in": "/sign-in/",
    "as-of": "/register/?as_of=2020-03-01",
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["window", "phone"])
def test_every_public_page_is_clean_for_everybody(person: Callable[..., Person], phone: bool, language: str) -> None:
    parent = person(phone=phone, language=language)
    for name, address in PAGES.items():
        parent.go(address)
        parent.look(name)
        # Nothing runs out of a phone's screen.
        assert parent.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


@pytest.mark.parametrize("name", ["white", "gray", "black", "notice"])
def test_an_institution_of_each_list_shows_its_verdict_first(person: Callable[..., Person], name: str) -> None:
    parent = person()
    parent.go(f"/register/?list={name}")
    parent.page.locator("main h2 a, main li a[href^='/register/9'], main a[href^='/register/9']").first.click()
    parent.page.wait_for_load_state()
    parent.look(name)
    dark = person(dark=True, phone=True)
    dark.page.goto(parent.page.url)
    dark.look(f"{name}-dark-phone")
