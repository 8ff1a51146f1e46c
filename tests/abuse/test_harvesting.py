"""Nobody collects people, nor wears a limit down by claiming to be many (A8, A9)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django_ratelimit import core

from accounts.models import User
from institutions.models import Filing
from register.models import ProblemReport
from register.search import LAST_PAGE
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

TEACHER, CERTIFICATE = "刘敏", "20151100110000001"
ASK: dict[str, tuple[int, Callable[[Client, dict[str, str]], int]]] = {
    "person": (20, lambda client, who: client.get("/register/personnel/", {"q": TEACHER}, **who).status_code),
    "match": (30, lambda client, who: _match(client, who)),
    "report": (
        10,
        lambda client, who: client.post("/register/report/", {"about": "x", "text": "x"}, **who).status_code,
    ),
}


def _match(client: Client, who: dict[str, str]) -> int:
    asked = json.dumps({"queries": ["青禾"]})
    return client.post("/api/v1/register/match/", asked, content_type="application/json", **who).status_code


@pytest.fixture(autouse=True)
def one_window(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted where no other worker's test empties it, in a minute that does not end meanwhile."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "harvest"}}
    cache.clear()
    monkeypatch.setattr(core, "time", SimpleNamespace(time=lambda: 1_590_000_000.0))


@pytest.fixture
def world() -> World:
    world = w.build_world()
    w.listed(world)
    return world


def _claims(number: int) -> Iterator[dict[str, str]]:
    """One client that says each time that it is another."""
    for n in range(number):
        yield {
            "HTTP_X_FORWARDED_FOR": f"198.51.100.{n}, 203.0.113.{n}",
            "HTTP_X_REAL_IP": f"198.51.100.{n}",
            "HTTP_FORWARDED": f"for=198.51.100.{n}",
            "HTTP_X_CLIENT_IP": f"198.51.100.{n}",
            "HTTP_CF_CONNECTING_IP": f"198.51.100.{n}",
            "HTTP_TRUE_CLIENT_IP": f"198.51.100.{n}",
        }


@pytest.mark.parametrize("what", ASK)
def test_a_limit_holds_whatever_the_headers_claim(world: World, what: str) -> None:
    most, ask = ASK[what]
    assert [ask(Client(), who) for who in _claims(most + 1)][-2:] == [200, 429]


@pytest.mark.parametrize("what", ASK)
def test_a_limit_holds_behind_our_proxy(world: World, what: str, settings) -> None:
    """What our proxy saw counts; what stands before it was claimed."""
    settings.PROXY_COUNT = 1
    most, ask = ASK[what]
    forged = [{"HTTP_X_FORWARDED_FOR": f"10.0.0.{n}, 192.0.2.1"} for n in range(most + 1)]
    assert [ask(Client(), who) for who in forged][-2:] == [200, 429]
    assert ask(Client(), {"HTTP_X_FORWARDED_FOR": "10.0.0.1, 192.0.2.2"}) == 200


@pytest.mark.parametrize("what", ASK)
def test_a_limit_holds_across_an_ipv6_network(world: World, what: str) -> None:
    most, ask = ASK[what]
    whole = [{"REMOTE_ADDR": f"2001:db8:1:2:{n:x}:{n:x}::{n:x}"} for n in range(1, most + 2)]
    assert [ask(Client(), who) for who in whole][-2:] == [200, 429]
    # The same host by its IPv4 address in IPv6 clothes is one client too.
    mapped = [{"REMOTE_ADDR": "198.51.100.9" if n % 2 else "::ffff:198.51.100.9"} for n in range(most + 1)]
    assert [ask(Client(), who) for who in mapped][-2:] == [200, 429]


@pytest.mark.parametrize(
    "part",
    [
        "刘",
        "刘%",
        "刘_",
        "%敏",
        "*",
        "刘*",
        ".*",
        "2015110011000000",
        "2015110011000000%",
        "20151100110000001 OR 1=1",
        "L",
        "liumin",
    ],
)
def test_a_person_is_asked_for_whole_or_not_at_all(world: World, part: str) -> None:
    assert TEACHER in Client().get("/register/personnel/", {"q": TEACHER}).content.decode()
    page = Client().get("/register/personnel/", {"q": part})
    assert not page.context.get("found")


def test_the_search_and_the_api_know_no_people(world: World) -> None:
    for address in ("/register/?all=1&q=", "/api/v1/register/?q=", "/register/download/register.json?q="):
        answer = Client().get(address + TEACHER)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert world.institution.credit_code not in content.decode()
    schema = json.dumps(Client().get("/api/schema/?format=json").json())
    assert "identity" not in schema and "certificate" not in schema


def test_what_is_public_of_people_has_no_whole_number(world: World) -> None:
    page = Client().get(f"/register/{world.institution.credit_code}/personnel/").content.decode()
    assert TEACHER in page
    assert re.findall(r"(?<![0-9])[0-9]{15,18}(?![0-9A-Z])", page) == []


def test_no_list_is_read_beyond_its_last_page(world: World) -> None:
    for address in ("/register/", "/api/v1/register/"):
        assert Client().get(address, {"page": LAST_PAGE + 1}).status_code == 400


def test_numbers_in_addresses_lead_a_stranger_nowhere(world: World) -> None:
    """Filings, decisions, measures and messages are counted one after the other: each asks who is there."""
    number = int(Filing.objects.get().number)
    stranger = client_of(world.stranger)
    for step in range(-3, 4):
        assert stranger.get(f"/file/{number + step:013d}/").status_code == 404
        assert stranger.get(f"/review/{number + step:013d}/").status_code == 404
    for pk in range(1, 6):
        assert stranger.get(f"/review/decisions/{pk}/").status_code == 404
        assert stranger.post(f"/account/messages/{pk}/").status_code == 404


def test_the_number_of_a_report_does_not_count_reports(world: World) -> None:
    numbers = []
    for n in range(4):
        Client().post("/register/report/", {"about": "x", "text": "x"}, REMOTE_ADDR=f"192.0.2.{n}")
    numbers = [int(number[4:]) for number in ProblemReport.objects.order_by("pk").values_list("number", flat=True)]
    assert len({abs(a - b) for a, b in zip(numbers, numbers[1:], strict=False)} - {1}) == 3


@pytest.mark.parametrize("address", ["/sign-in/", "/account/password/forgotten/"])
def test_nobody_learns_who_has_an_account(world: World, address: str) -> None:
    User.objects.create_user("known", "known@test.invalid", "river-lantern-42")
    answers = [
        Client(HTTP_ACCEPT_LANGUAGE="en").post(
            address, {"login": who, "password": "x", "email": f"{who}@test.invalid"}, REMOTE_ADDR=f"192.0.2.{n}"
        )
        for n, who in enumerate(("known", "nobdy"))
    ]
    texts = [re.sub(r"csrf\S+|known|nobdy|value=\"[^\"]*\"", "", answer.content.decode()) for answer in answers]
    assert (answers[0].status_code, texts[0]) == (answers[1].status_code, texts[1])
