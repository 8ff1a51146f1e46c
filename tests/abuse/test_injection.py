"""What is asked through filters, orderings, look-ups and addresses: taken as text, or refused, and never 500 (A3)."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

import pytest
from django.test import Client

from tests.abuse import addresses
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

# As they stand in an address: quoted already, some of them into bytes that are no text.
HOSTILE = {
    "nothing": "%00",
    "no text": "%FF%ED%A0%80",
    "10 kB": "x" * 10_000,
    "ever so many digits": "9" * 5_000,
    "statement": quote("1'); DROP TABLE register_entry; --"),
    "condition": quote("' OR '1'='1"),
    "pattern": quote("%_\\"),
    "search operators": quote("a & !b | (c:* <-> 'd"),
    "look-up": "institution__memberships__user__password",
    "format": quote("%(name)s {0.__class__} {{ settings.SECRET_KEY }}"),
    "other digits": quote("²٣½"),
    "below zero": "-9223372036854775809",
}
FEW = {"nothing", "no text", "ever so many digits", "pattern", "statement"}
PUBLIC = {
    "home": ("q",),
    "register": ("q", "list", "province", "subject", "grade", "page", "as_of", "all"),
    "register-file": ("q", "list", "province", "grade", "page", "as_of"),
    "register-personnel": ("q",),
    "register-changes": ("before",),
    "register-report": ("institution", "about"),
    "register-institution": ("from",),
    "register-courses": ("page",),
    "register-institution-personnel": ("page",),
    "api-register": ("q", "list", "province", "subject", "grade", "page", "as_of"),
    "api-changes": ("since", "before"),
    "api-schema": ("format", "lang"),
    "account_login": ("next",),
}
DESK = {
    "review": ("view", "state", "outcome", "kind", "opinion", "rule", "deadline", "assigned", "province", "q", "sort"),
    "review-export": ("view", "state", "q", "sort", "assigned"),
    "review-filing": ("group", "version", "q", "page"),
    "review-measures": ("status", "institution", "page"),
    "review-lists": ("list", "q", "page"),
    "review-reports": ("page",),
    "review-programme": ("province",),
}
WORKSPACE = {
    "file-document": ("kind", "about"),
    "file-courses": ("q", "page"),
    "file-courses-quick": ("page",),
    "file-teachers": ("q", "page"),
    "file-personnel": ("q", "page"),
    "file-personnel-import": ("workbook",),
    "file-check": ("page", "personnel"),
}


NAMED_IN_THE_ADDRESS = (
    "/file/%s/",
    "/file/%s/personnel/",
    "/file/1120200000017/versions/%s/",
    "/file/join/%s/",
    "/review/%s/",
    "/review/lists/%s/",
    "/review/lists/91110000XTXT000105/%s/",
    "/review/programme/%s/new/",
    "/review/export/%s/",
    "/review/decisions/%s/",
    "/register/%s/",
    "/register/changes/%s/",
    "/register/download/register.%s",
    "/api/v1/register/%s/",
    "/account/messages/%s/",
    "/account/password/new/1-%s/",
    "/account/e-mail/%s/",
)


@pytest.fixture
def world() -> World:
    return w.build_world()


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not the limit that keeps the questions away."""
    monkeypatch.setattr("register.limits.is_ratelimited", lambda *_args, **_kwargs: False)


def test_the_public_pages_and_api(world: World) -> None:
    _ask_everything(Client(), PUBLIC, addresses.public_addresses(world))


def test_the_desk(world: World) -> None:
    """An observer has every filter, that of the province too."""
    _ask_everything(client_of(world.observer), DESK, addresses.desk_addresses(world), FEW)


def test_the_workspace(world: World) -> None:
    _ask_everything(client_of(world.filer), WORKSPACE, addresses.workspace_addresses(world), FEW)


@pytest.mark.parametrize("role", ["nobody", "filer", "education officer"])
def test_what_an_address_names(world: World, role: str) -> None:
    client = client_of(world.roles().get(role))
    client.raise_request_exception = False
    answers = {
        (address, kind): client.get(address % value).status_code
        for address in NAMED_IN_THE_ADDRESS
        for kind, value in HOSTILE.items()
        if kind in FEW
    }
    # A link of a mail that does not hold is told so on a page.
    assert set(answers.values()) <= {200, 302, 400, 404}
    assert {each for each, status in answers.items() if status == 200 and not each[0].startswith("/account/")} == set()


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "django_language", "print", "messages"])
def test_a_cookie(client: Client, cookie: str) -> None:
    client.cookies[cookie] = "a" * 8 + "\0" + "b" * 24
    for address in ("/", "/file/", "/sign-in/"):
        assert client.get(address).status_code == 400


def test_a_nul_is_refused_on_a_page_of_ours_and_as_problem_details(client: Client) -> None:
    page = client.get("/register/?q=%00", headers={"Accept-Language": "en"})
    assert page.status_code == 400
    assert "cannot be read" in page.content.decode()
    answer = client.get("/api/v1/register/?q=%00")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("name", ["sort", "state", "opinion", "rule", "deadline", "assigned", "province"])
def test_the_queue_refuses_what_it_cannot_sort_or_filter_by(world: World, name: str) -> None:
    """A column that is none of the offered ones is no way to read another table, nor silently ignored."""
    for value in ("institution__memberships__user__password", "-digest", "1 OR 1=1"):
        assert client_of(world.observer).get("/review/", {name: value}).status_code == 400, value


def test_the_register_refuses_what_it_cannot_filter_by(client: Client) -> None:
    asked = {"list": "pink", "province": "1' OR '1'='1", "subject": "magic", "grade": "13", "page": "9" * 5000}
    for name, value in {**asked, "as_of": "2020-02-30", "q": "x" * 501}.items():
        for address in ("/register/", "/api/v1/register/", "/register/download/register.csv"):
            assert client.get(address, {name: value}).status_code == 400, (address, name)


def _ask_everything(
    client: Client, pages: dict[str, tuple[str, ...]], asked: dict[str, str], kinds: Collection[str] = HOSTILE
) -> None:
    client.raise_request_exception = False
    answers = {
        (name, parameter, kind): client.get(f"{asked[name]}?{parameter}={HOSTILE[kind]}").status_code
        for name, parameters in pages.items()
        for parameter in parameters
        for kind in kinds
    }
    assert {asked: status for asked, status in answers.items() if status not in (200, 302, 400, 404)} == {}
    assert {status for (_name, _parameter, kind), status in answers.items() if kind == "nothing"} == {400}
