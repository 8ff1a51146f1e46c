"""F11: a table that somebody keeps locked: whoever needs it is told soon, everything else goes on, liveness first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.db import OperationalError, connections

from filing_platform import connections as ours
from tests import database
from tests.faults.browser import Browser
from tests.faults.servers import environment, web
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)

# As many as the web has threads.
PEOPLE = 8


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Nobody else may even read it."""
    with database.raw_connection("owner") as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
        connection.rollback()


def test_pages_that_need_it_say_so_and_the_others_answer(tmp_path: Path) -> None:
    world = w.build_world()
    filing = w.draft(world)
    address = f"/file/{filing.number}/profile/"
    with web(environment(), tmp_path / "web.log") as url, ThreadPoolExecutor(PEOPLE) as people:
        browser = Browser(url, world.filer)
        page = browser.get(address)
        typed = {"registered_address": "很长的地址", "seen": page.hidden("seen")}
        with locked("institutions_filing"):
            waiting = [people.submit(browser.get, address) for _person in range(PEOPLE)]
            # With every thread waiting for the lock: they let go of it, and this is answered.
            assert browser.get("/livez").status == 200
            assert browser.get("/register/?q=qhkt").status == 200
            for answer in [each.result() for each in waiting]:
                assert (answer.status, answer.headers.get("Retry-After")) == (503, "30")
            refused = browser.post(address, typed)
            assert refused.status == 503
            assert "很长的地址" in refused.text
        assert browser.get(address).status == 200
        with locked("register_entry"):
            assert browser.get("/register/?q=qhkt").status == 503
            assert browser.get("/livez").status == 200
            assert browser.get(address).status == 200
        assert browser.get("/register/?q=qhkt").status == 200


@pytest.mark.parametrize("alias", ["default", "public", "owner"])
def test_no_connection_waits_for_a_lock_for_ever(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] in (ours.WORK.lock, ours.READING.lock, ours.MIGRATION.lock)
        cursor.execute("SET lock_timeout = '100ms'")
        with locked("register_entry"), pytest.raises(OperationalError) as refused:
            cursor.execute("SELECT count(*) FROM register_entry")
        assert isinstance(refused.value.__cause__, psycopg2.errors.LockNotAvailable)


@pytest.mark.parametrize("alias", ["default", "public"])
def test_no_statement_of_the_application_runs_for_ever(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] not in ("", "0")
        cursor.execute("SET statement_timeout = '100ms'")
        with pytest.raises(OperationalError) as refused:
            cursor.execute("SELECT pg_sleep(30)")
        assert isinstance(refused.value.__cause__, psycopg2.errors.QueryCanceled)
