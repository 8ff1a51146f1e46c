"""An identity number goes the whole way and is found nowhere but encrypted in the vault (A10, P5)."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from institutions.editing import editable_dossier
from institutions.models import Filing
from institutions.workbooks.importing import job_of
from jobs import running
from jobs.models import Job, JobState
from personnel import importing, merging, vault
from personnel.models import Identity
from rectification import pdf
from tests.abuse.walking import Step
from tests.personnel.books import row, upload, xlsx
from tests.personnel.people import certificate_number, identity_number
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

WORKBOOK, MISPLACED, MISTYPED, CRASHED, FORM, REFUSED, UNSENT, ASKED = map(identity_number, range(7001, 7009))
CANARIES = (WORKBOOK, MISPLACED, MISTYPED, CRASHED, FORM, REFUSED, UNSENT, ASKED)
KEPT = (WORKBOOK, FORM)


@pytest.fixture(autouse=True)
def own_redis() -> Iterator[None]:
    """What the tests before left there is not this one's."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield
    client.flushdb()


@pytest.fixture
def world() -> World:
    return w.build_world()


def test_it_is_found_nowhere_but_encrypted_in_the_vault(
    world: World,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """One journey for all places: handed in well and badly, submitted, screened, revealed, rectified, accepted."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "django")
    # Every statement is logged with its values, which no setting of ours asks for.
    with CaptureQueriesContext(connection), django_capture_on_commit_callbacks(execute=True):
        filing = w.draft(world)
        _hand_in_workbooks(world, filing, monkeypatch)
        _type_people(world, filing)
        _send_without_signing_in(filing)
        w.submit(world, filing)
        _look_at_it(world, filing)
        w.flag(world, filing)
        w.notify(world, filing)
        w.resubmit(world, filing)
        w.rectify_and_accept(world, filing)
    assert _in_the_vault() == set(KEPT)
    assert _in_the_tables() == []
    assert _in_the_sessions() == []
    assert _in_redis() == []
    assert _in_the_logs(caplog) == []
    assert _in_files() == []
    assert _in_mails() == []
    assert _in_pages_and_exports(world, filing) == []
    assert _in_papers(filing) == []


@pytest.mark.parametrize("address", ["/register/?q=%s&all=1", "/register/personnel/?q=%s", "/api/v1/register/?q=%s"])
def test_nobody_is_found_by_an_identity_number(world: World, address: str) -> None:
    filing = w.draft(world)
    _type_people(world, filing)
    w.submit(world, filing)
    w.accept(world, filing)
    assert (
        world.institution.name in Client().get(address % certificate_number(9001)).content.decode() or "q=" in address
    )
    assert world.institution.name not in Client().get(address % FORM).content.decode()


def _in_the_vault() -> set[str]:
    return {vault.open_identity(identity) for identity in Identity.objects.all()}


def _in_the_tables() -> list[tuple[str, str]]:
    """Every column of every table, whatever its type: bytes, arrays and the search index included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 50
        found = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(row::text, E'\\n'), '') FROM {table} AS row")
            found += [(table, canary) for canary in _found_in(cursor.fetchone()[0].encode())]
    return found


def _in_the_sessions() -> list[str]:
    """Signed and packed in the table: looked at as the platform reads them."""
    sessions = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    assert any("unsent_form" in session for session in sessions)
    return [canary for session in sessions for canary in _found_in(session.encode())]


def _in_redis() -> list[str]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    # Another test's outage may have swallowed every wake-up: so something surely lies there to be read.
    client.set("seen", "by the canary's watcher", ex=60)
    dump = b"".join(key + (client.dump(key) or b"") for key in client.scan_iter())
    assert b"seen" in dump
    return _found_in(dump)


def _in_the_logs(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert "broke on attempt" in caplog.text
    assert "INSERT INTO" in caplog.text
    return _found_in(caplog.text.encode())


def _in_files() -> list[str]:
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [canary for path in files for canary in _found_in(path.read_bytes())]


def _in_mails() -> list[str]:
    return [canary for each in mail.outbox for canary in _found_in(each.message().as_bytes())]


def _in_pages_and_exports(world: World, filing: Filing) -> list[tuple[str, str]]:
    code, number = world.institution.credit_code, filing.number
    shown: dict[User | None, list[str]] = {
        None: [
            *("/", f"/register/{code}/", f"/register/{code}/personnel/", f"/api/v1/register/{code}/"),
            *("/register/download/register.csv", "/register/download/register.json", "/register/changes.atom"),
        ],
        world.filer: [f"/file/{number}/versions/1/", f"/file/{number}/versions/2/", f"/file/{number}/"],
        world.officer: [
            *(f"/review/{number}/?group=personnel&show=all", f"/review/{number}/difference/2/"),
            *(f"/review/{number}/?events=all", "/review/export/csv/?view=all", "/review/export/json/?view=all"),
        ],
        world.observer: [f"/review/{number}/?group=personnel&show=all"],
    }
    found = []
    for person, pages in shown.items():
        for page in pages:
            step = Step("", page, client_of(person).get(page))
            assert step.answer.status_code == 200, page
            found += [(page, canary) for canary in _found_in(step.content)]
    return found


def _in_papers(filing: Filing) -> list[str]:
    """What the PDF files are set from: in them the letters are glyphs."""
    papers = [pdf.receipt_content(dossier) for dossier in filing.dossiers.filter(sealed_at__isnull=False)]
    papers += [pdf.notice_content(notice) for notice in filing.notices.all()]
    assert len(papers) == 3
    return _found_in(json.dumps(papers, ensure_ascii=False, default=str).encode())


def _hand_in_workbooks(world: World, filing: Filing, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = client_of(world.filer)
    address = f"/file/{filing.number}/personnel/workbook/"

    def hand_in(*rows: list[Any]) -> Job:
        assert browser.post(address, {"workbook": upload(xlsx(list(rows)))}).status_code == 302
        job = job_of(importing.PEOPLE.newest(editable_dossier(filing)))  # type: ignore[arg-type]
        assert job is not None
        running.run(job.pk)
        job.refresh_from_db()
        return job

    wrong = str(int(MISTYPED[-1]) ^ 1) if MISTYPED[-1].isdigit() else "1"
    hand_in(
        row(1, identity_number=MISPLACED, name=MISPLACED),
        row(2, identity_number=MISTYPED[:-1] + wrong),
        row(3, identity_number=MISTYPED, role=f"教师{MISTYPED[:6]} {MISTYPED[6:14]} {MISTYPED[14:]}"),
    )
    page = browser.get(address).content.decode()
    assert MISPLACED not in page and MISPLACED[:6] in page
    with monkeypatch.context() as broken:
        broken.setattr(
            merging, "find_changes", lambda cursor, _dossier: cursor.execute("SELECT * FROM staged_person, nowhere")
        )
        assert hand_in(row(4, identity_number=CRASHED)).state == JobState.QUEUED
    # The workbook lies there to be read again.
    assert any(Path(settings.MEDIA_ROOT).rglob("workbook*"))
    assert _in_files() == []
    assert hand_in(row(5, identity_number=WORKBOOK)).state == JobState.SUCCEEDED
    browser.post(f"{address}confirm/", {"missing": "keep"})
    running.run(importing.PEOPLE.newest(editable_dossier(filing)).job_id)  # type: ignore[union-attr]


def _type_people(world: World, filing: Filing) -> None:
    browser, typed = client_of(world.filer), _person(FORM, 9001)
    assert browser.post(f"/file/{filing.number}/personnel/{uuid4()}/", typed).status_code == 302
    refused = _person(REFUSED, 9002) | {"role": ""}
    assert browser.post(f"/file/{filing.number}/personnel/{uuid4()}/", refused).status_code == 422
    again = _person(ASKED, 9003) | {"name": ""}
    assert browser.post(f"/file/{filing.number}/personnel/{uuid4()}/", again).status_code == 422


def _send_without_signing_in(filing: Filing) -> None:
    browser = Client()
    browser.post(f"/file/{filing.number}/personnel/{uuid4()}/", _person(UNSENT, 9004))
    assert "unsent_form" in browser.session
    forged = Client(enforce_csrf_checks=True)
    answer = forged.post(f"/file/{filing.number}/personnel/{uuid4()}/", _person(UNSENT, 9004))
    assert answer.status_code == 403
    assert UNSENT not in answer.content.decode()


def _look_at_it(world: World, filing: Filing) -> None:
    person = filing.dossiers.get(version=1).people.get(certificate_number=certificate_number(9001))
    address = f"/review/{filing.number}/identities/{person.line}/"
    answer = client_of(world.officer).post(address, {"why": "核对证件"})
    assert FORM in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client_of(world.officer).post(address, {"why": ""}).status_code == 422
    assert client_of(world.observer).post(address, {"why": "好奇"}).status_code == 404


def _person(number: str, serial: int) -> dict[str, Any]:
    return {
        "name": "周宁",
        "sex": "female",
        "nationality": "CN",
        "identity_kind": "resident",
        "identity_number": number,
        "role": "teacher",
        "employment": "full_time",
        "employed_from": "2019-09-01",
        "certificate_number": certificate_number(serial),
        "subjects": ["mathematics"],
        "stages": ["primary"],
        "in_service": "False",
    }


def _spellings(canary: str) -> list[str]:
    """As text, as the bytes of a bytea column, and as base64 wherever it begins in what was encoded."""
    encoded = [base64.b64encode(b"x" * start + canary.encode()).decode()[4:-4] for start in range(3)]
    return [canary, canary.encode().hex(), *encoded]


def _found_in(content: bytes) -> list[str]:
    return [canary for canary in CANARIES if any(spelling.encode() in content for spelling in _spellings(canary))]
