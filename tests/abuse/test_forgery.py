"""No form is taken from another site, and nothing is changed by opening an address (A19)."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from tests.abuse import addresses
from tests.abuse.walking import PARTS, walk
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

# Change nothing but how one reads, or read a question from the body: they need no token and are told no secret.
WITHOUT_A_TOKEN = {"language", "reading", "api-match"}
# A session may be begun, and the limits count in the cache: neither is what the platform is about.
NOT_COUNTED = {"django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"}
METHODS = ("post", "delete")


@pytest.fixture
def world() -> World:
    return addresses.with_another_filer(w.build_world())


@pytest.mark.parametrize("part", PARTS)
def test_a_form_from_another_site_is_refused_everywhere(world: World, part: str) -> None:
    rows, addresses_of = PARTS[part]
    asked = addresses_of(world)
    person = world.officer if part == "desk" else world.filer
    forged = _without_token(person)
    before = _digest()
    taken = {
        (row.name, method): status
        for row in rows
        if row.name not in WITHOUT_A_TOKEN
        for method in METHODS
        if (status := getattr(forged, method)(asked[row.name], {"reason": "x"}).status_code) not in (403, 404, 405)
    }
    assert taken == {}
    assert _digest() == before


def test_signing_in_takes_a_token_too(world: World) -> None:
    """Else somebody could be signed in, unawares, to an account of the attacker's."""
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "filer", "password": "x"})
    assert answer.status_code == 403


def test_a_token_of_another_session_does_not_help(world: World) -> None:
    forged, other = _without_token(world.filer), client_of(world.stranger)
    other.get("/account/password/")
    token = other.cookies["csrftoken"].value
    assert forged.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 403
    assert forged.get("/account/").status_code == 200


def test_a_token_does_not_help_on_another_site(world: World) -> None:
    """Over TLS the page that sent the form must be ours as well."""
    forged = _without_token(world.filer)
    forged.get("/account/password/")
    token = forged.cookies["csrftoken"].value
    answer = forged.post("/sign-out/", {"csrfmiddlewaretoken": token}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("part", "roles"),
    [
        ("public", ["nobody", "filer"]),
        ("workspace", ["filer", "filer of another institution"]),
        ("desk", ["education officer", "department officer", "provincial administrator", "national administrator"]),
    ],
)
def test_opening_every_address_changes_nothing(world: World, part: str, roles: list[str]) -> None:
    rows, addresses_of = PARTS[part]
    asked = addresses_of(world)
    # As a sign-up does.
    EmailAddress.objects.create(user=world.filer, email=world.filer.email, primary=True)
    for role in roles:
        client = client_of(world.roles().get(role))
        before = _digest()
        opened = [step.answer.status_code for step in walk(client, rows, asked)]
        assert 200 in opened
        assert _differences(before, _digest()) == [], role


def _without_token(person) -> Client:  # type: ignore[no-untyped-def]
    client = client_of(person)
    client.handler.enforce_csrf_checks = True
    return client


def _digest() -> dict[str, str]:
    """Of every table: of all its rows, in whatever order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()} - NOT_COUNTED
        statements = [
            f"SELECT '{table}', md5(coalesce(string_agg(row::text, ',' ORDER BY row::text), '')) FROM {table} AS row"
            for table in sorted(tables)
        ]
        cursor.execute(" UNION ALL ".join(statements))
        return dict(cursor.fetchall())


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [table for table in before if before[table] != after[table]]
