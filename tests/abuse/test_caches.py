"""No cache keeps what one person was shown for another: pages, deceiving addresses, what an answer varies by (A17)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.abuse import addresses
from tests.abuse.walking import PARTS, Step, walk
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

# As they look to a cache that goes by the ending.
DECEIVING = (
    "x.css",
    "logo.png",
    "..%2Fstatic%2Fx.css",
    ";x.css",
    "%00x.css",
    "%3Fx.css",
)


@pytest.fixture
def world() -> World:
    return w.build_world()


@pytest.mark.parametrize(
    ("part", "roles"),
    [
        ("workspace", ["filer"]),
        ("desk", ["education officer", "provincial administrator"]),
        ("public", ["filer"]),
    ],
)
def test_what_belongs_to_a_person_is_kept_by_no_cache(world: World, part: str, roles: list[str]) -> None:
    rows, addresses_of = PARTS[part]
    asked = addresses_of(world)
    for role in roles:
        steps = [step for step in walk(client_of(world.roles()[role]), rows, asked) if not _is_register(step)]
        assert len(steps) > 20
        assert [step.name for step in steps if "no-store" not in step.answer.headers.get("Cache-Control", "")] == []


def test_nothing_of_a_signed_in_person_stands_on_a_public_page(world: World) -> None:
    """A page that a shared cache may keep reads neither session nor user, whoever asks."""
    rows, addresses_of = PARTS["public"]
    asked = addresses_of(world)
    mine = [step for step in walk(client_of(world.officer), rows, asked) if _is_register(step)]
    kept = [step for step in mine if "public" in step.answer.headers.get("Cache-Control", "")]
    assert len(kept) >= 10
    for step in kept:
        text = step.content.decode(errors="replace")
        assert str(world.officer) not in text.replace("officers", ""), step.name
        assert not step.answer.cookies, step.name
        assert "csrfmiddlewaretoken" not in text, step.name


def test_a_public_answer_says_all_that_it_varies_by(world: World) -> None:
    """Language comes by header and by cookie: in pages, files, feeds and the API alike."""
    rows, addresses_of = PARTS["public"]
    asked = addresses_of(world)
    varying = [step for step in walk(Client(), rows, asked) if _is_register(step) and step.answer.status_code == 200]
    assert len(varying) >= 15
    wrong = {step.name: step.answer.headers.get("Vary") for step in varying if not _varies_by_language(step)}
    assert wrong == {}


def test_the_language_of_one_does_not_reach_another_through_a_cache(world: World) -> None:
    addresses.rejected(world)
    chinese, english = Client(), Client()
    english.cookies["django_language"] = "en"
    for address in ("/api/v1/register/?q=青禾", "/register/changes.atom", "/register/download/register.csv?q=青禾"):
        steps = []
        for client in (chinese, english):
            steps.append(Step("", address, client.get(address)))
            # A file is worded while it is sent.
            assert steps[-1].content
        assert steps[0].content != steps[1].content, address
        assert all("cookie" in step.answer["Vary"].lower() for step in steps), address


def test_an_address_that_deceives_a_cache_shows_nothing(world: World) -> None:
    """/file/x.css is not the workspace: nothing is found there, and nobody may keep that."""
    filing = w.submitted(world)
    for person, start in (
        (world.filer, "/file/"),
        (world.filer, f"/file/{filing.number}/"),
        (world.filer, "/account/"),
        (world.officer, "/review/"),
        (world.officer, f"/review/{filing.number}/"),
        (world.administrator, "/admin/"),
    ):
        client = client_of(person)
        for ending in DECEIVING:
            answer = client.get(start + ending, follow=True)
            assert answer.status_code in (400, 404), start + ending
            assert "no-store" in answer["Cache-Control"], start + ending
            assert world.institution.name not in answer.content.decode(), start + ending


def test_a_header_that_a_cache_passes_over_does_not_change_a_page(world: World) -> None:
    addresses.rejected(world)
    for address in ("/", "/register/", "/register/changes.atom", "/api/v1/register/"):
        plain = Client().get(address)
        for header in ("X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"):
            poisoned = Client().get(address, headers={header: "evil.example"})
            assert "evil.example" not in poisoned.content.decode(), header
            assert (poisoned.status_code, len(poisoned.content)) == (plain.status_code, len(plain.content)), header


def test_another_host_is_not_answered(world: World) -> None:
    answer = Client().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def _is_register(step: Step) -> bool:
    """Everybody's: the register, and what programs ask for at the root of the site."""
    prefixes = ("/register/", "/figures/", "/api/", "/styleguide/")
    return step.address in ("/", "/robots.txt", "/favicon.ico") or step.address.startswith(prefixes)


def _varies_by_language(step: Step) -> bool:
    if "no-store" in step.answer.headers.get("Cache-Control", ""):
        return True
    by = {part.strip().lower() for part in step.answer.headers.get("Vary", "").split(",")}
    return {"accept-language", "cookie"} <= by
