"""F8: Redis down: the look-up answers, sign-in and submission work, the lock-out counts, work waits in its rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core.cache import caches
from django.test import Client, override_settings

from accounts.models import Role, User
from filing_platform.celery import app as celery
from jobs.models import Job
from tests.rectification import world as w

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def redis_is_down(settings: pytest.FixtureRequest) -> Iterator[None]:
    down = {"default": settings.CACHES["default"] | {"LOCATION": NOWHERE}}  # type: ignore[attr-defined]
    before = celery.conf.broker_url
    celery.conf.broker_url = NOWHERE
    celery.pool.force_close_all()
    with override_settings(CACHES=down, REDIS_URL=NOWHERE):
        yield
    celery.conf.broker_url = before
    celery.pool.force_close_all()
    caches.close_all()


def test_the_public_look_up_answers(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/register/?q=qhkt").status_code == 200


def test_a_person_signs_in_and_a_guesser_is_still_locked_out(client: Client, db: None) -> None:
    person = User.objects.create_user("filer", "filer@test.invalid", "a-long-password-of-mine")
    right = {"login": person.username, "password": "a-long-password-of-mine"}
    assert client.post("/sign-in/", right).status_code == 302
    client.logout()
    for _guess in range(12):
        client.post("/sign-in/", right | {"password": "guessed"})
    assert client.post("/sign-in/", right).status_code != 302


def test_wrong_codes_of_the_second_factor_still_count_from_whatever_addresses(db: None) -> None:
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


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_submission_works_and_its_work_waits_in_a_row() -> None:
    world = w.build_world()
    filing = w.draft(world)
    w.workflow.perform("submit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    assert filing.state == "submitted"
    assert Job.objects.filter(kind="screening", state="queued").count() == 1
