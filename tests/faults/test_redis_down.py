"""F8: Redis killed, hanging or full: look-up, sign-in and submission go on, the lock-out counts, work waits in rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import redis
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client

from accounts.models import Role, User
from jobs import running
from jobs.models import Job
from register.models import ProblemReport
from tests.faults.servers import OwnRedis
from tests.rectification import world as w
from tests.rectification.pages import client_of

pytestmark = pytest.mark.django_db(transaction=True)

BREAKING: dict[str, Callable[[OwnRedis], None]] = {
    "killed": OwnRedis.kill,
    "hanging": OwnRedis.freeze,
    "full": OwnRedis.fill,
}


@pytest.fixture(params=BREAKING)
def broken(request: pytest.FixtureRequest, own_redis: OwnRedis, client: Client) -> OwnRedis:
    """Redis was in use, and is now broken."""
    client.get("/register/personnel/?q=王芳")
    running.enqueue("mail", "nobody", arguments={"users": []})
    assert own_redis.waiting() == 1
    BREAKING[request.param](own_redis)
    return own_redis


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds of each time that this process sat until Redis' time-out."""
    waited: list[float] = []
    read = redis.connection.AbstractConnection.read_response

    def reading(connection: Any, *args: Any, **options: Any) -> Any:
        try:
            return read(connection, *args, **options)
        except redis.TimeoutError:
            waited.append(connection.socket_timeout)
            raise

    monkeypatch.setattr(redis.connection.AbstractConnection, "read_response", reading)
    return waited


def test_the_public_look_up_answers_within_a_second(client: Client, broken: OwnRedis, waits: list[float]) -> None:
    for address in ("/", "/register/?q=qhkt", "/register/personnel/?q=王芳", "/api/v1/register/?q=qhkt", "/figures/"):
        waits.clear()
        assert client.get(address).status_code == 200
        # What it asks Redis, it waits for once, and less than a second.
        assert sum(waits) < 1, address


def test_a_person_signs_in_and_a_guesser_is_still_locked_out(
    client: Client, broken: OwnRedis, waits: list[float]
) -> None:
    person = User.objects.create_user("filer", "filer@test.invalid", "a-long-password-of-mine")
    right = {"login": person.username, "password": "a-long-password-of-mine"}
    assert client.post("/sign-in/", right).status_code == 302
    assert sum(waits) <= 1
    client.logout()
    for _guess in range(settings.AXES_FAILURE_LIMIT):
        client.post("/sign-in/", right | {"password": "guessed"})
    assert client.post("/sign-in/", right).status_code == 429


def test_wrong_codes_of_the_second_factor_still_count_from_whatever_addresses(broken: OwnRedis) -> None:
    officer = w.post(w.user("officer"), Role.EDUCATION_OFFICER, department="education")
    officer.set_password("a-long-password-of-mine")
    officer.save()
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    right = {"login": "officer", "password": "a-long-password-of-mine"}
    for guess in range(12):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{guess}", HTTP_ACCEPT_LANGUAGE="en")
        assert guesser.post("/sign-in/", right).url == "/account/second-factor/authenticate/"  # type: ignore[attr-defined]
        answer = guesser.post("/account/second-factor/authenticate/", {"code": f"{guess:06d}"})
    assert "Too many attempts" in answer.content.decode()
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post("/sign-in/", right)
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"
    assert client.post("/account/second-factor/authenticate/", {"code": code}).status_code != 302
    assert client.get("/workspace/").status_code == 302


def test_a_problem_is_reported(client: Client, broken: OwnRedis) -> None:
    sent = {"about": "青禾课堂", "text": "直播到二十二点"}
    assert client.post("/register/report/", sent).status_code == 200
    assert ProblemReport.objects.count() == 1


def test_submission_works_and_its_work_waits_in_a_row(broken: OwnRedis, waits: list[float]) -> None:
    world = w.build_world()
    filing = w.draft(world)
    browser = client_of(world.filer)
    form = browser.get(f"/file/{filing.number}/submit/").context["form"]
    sent = {"version": form["version"].value(), "dossier": form["dossier"].value(), "confirmed": "on"}
    waits.clear()
    answer = browser.post(f"/file/{filing.number}/submit/", sent)
    assert answer["Location"] == f"/file/{filing.number}/receipts/1/"
    assert sum(waits) <= 2
    assert Job.objects.filter(kind="screening", state="queued").count() == 1


def test_a_decision_with_many_letters_waits_for_the_broker_once(broken: OwnRedis, waits: list[float]) -> None:
    for _letter in range(10):
        running.enqueue("mail", "nobody", arguments={"users": []})
    assert sum(waits) <= 2
    assert Job.objects.filter(state="queued").count() == 11


def test_the_status_page_says_so(client: Client, broken: OwnRedis) -> None:
    parts = client.get("/statusz").json()["parts"]
    assert parts["public reads"] and parts["filing and review"]
    assert not parts["cache and wake-ups"]
