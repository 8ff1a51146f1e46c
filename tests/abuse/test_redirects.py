"""The platform sends nobody to another site (A5)."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.abuse import addresses
from tests.rectification import world as w
from tests.rectification.pages import client_of

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%0d%0aLocation:https://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    " https://evil.example/",
    "\thttps://evil.example/",
    "https://evil.example\u3002com/",
)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_signing_in_reading_and_language_stay_here(to: str) -> None:
    User.objects.create_user("filer", "filer@test.invalid", "river-lantern-42")
    client = Client()
    answers = [
        client.post("/language/", {"language": "en", "next": to}),
        client.post("/language/", {"language": "en"}, headers={"Referer": to.strip().replace("\r", "")}),
        client.post("/reading/", {"print": "large", "next": to}),
        client.post("/sign-in/", {"login": "filer", "password": "river-lantern-42", "next": to}),
        client.post("/sign-out/", {"next": to}),
    ]
    for answer in answers:
        assert answer.status_code in (302, 204), answer.status_code
        _stays_here(answer.headers.get("Location", "/"))
        assert "evil" not in "".join(answer.headers) and len(answer.cookies) < 5


@pytest.mark.parametrize("to", ELSEWHERE)
def test_forms_go_on_to_where_the_platform_says(to: str) -> None:
    world = w.build_world()
    filing = w.submitted(world)
    typed = {"section": "courses", "line": "", "text": "x", "severity": "serious", "next": to, "then": to, "group": to}
    answer = client_of(world.officer).post(f"/review/{filing.number}/findings/", typed)
    assert answer.status_code == 302
    _stays_here(answer["Location"])
    answer = client_of(world.filer).post("/file/institution/", {"institution": str(world.institution.pk), "next": to})
    _stays_here(answer["Location"])
    unsent = Client().post(f"/review/{filing.number}/opinion/", headers={"Referer": to.strip()})
    _stays_here(unsent["Location"])


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example/x", "///evil.example/file"])
def test_an_address_without_its_last_slash_is_mended_here(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in (301, 302, 400, 404)
    _stays_here(answer.headers.get("Location", "/"))


def test_the_way_back_from_an_institution_is_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    world = w.build_world()
    addresses.rejected(world)
    page = Client().get(f"/register/{world.institution.credit_code}/?from=https://evil.example/").content.decode()
    assert 'href="https://evil' not in page and 'href="//evil' not in page


def _stays_here(location: str) -> None:
    assert location.startswith("/") and not location.startswith(("//", "/\\")), location
