"""F16: nobody waits long behind a migration: it gives way, is tried again, and leaves nothing half made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as DjangosMigrate
from django.db import OperationalError, connections

from filing_platform.management.commands import migrate
from tests import database

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "accounts_programme"


@pytest.fixture
def somebody() -> Iterator[psycopg2.extensions.connection]:
    """Whose long transaction has written to the table."""
    with database.raw_connection("default") as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TABLE} IN ROW EXCLUSIVE MODE")
        yield connection


@pytest.fixture(autouse=True)
def one_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to be migrated is one column; and no test waits as long as production would."""

    def add_column(self: DjangosMigrate, *args: Any, **options: Any) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN added integer")

    monkeypatch.setattr(DjangosMigrate, "handle", add_column)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "5s"
        cursor.execute("SET lock_timeout = '200ms'")


def _is_migrated() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE (table_name, column_name) = (%s, 'added')", [TABLE]
        )
        return cursor.fetchone() == (1,)


def _can_be_read() -> bool:
    with database.raw_connection("default") as connection, connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '20s'")
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        return cursor.fetchone() is not None


def test_it_gives_way_and_is_tried_again(
    somebody: psycopg2.extensions.connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def meanwhile(_seconds: float) -> None:
        assert not _is_migrated()
        assert _can_be_read()
        somebody.rollback()

    monkeypatch.setattr(migrate.time, "sleep", meanwhile)
    call_command("migrate")
    assert _is_migrated()
    assert capsys.readouterr().err.count("trying again") == 1


def test_a_table_that_stays_in_use_is_said_in_one_line(
    somebody: psycopg2.extensions.connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "PAUSE_SECONDS", 0)
    with pytest.raises(CommandError, match="in use for too long"):
        call_command("migrate")
    assert not _is_migrated()
    assert _can_be_read()


def test_an_index_that_was_given_up_half_made_does_not_stand_in_the_way(
    somebody: psycopg2.extensions.connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connections["owner"].cursor() as cursor:
        with pytest.raises(OperationalError, match="lock timeout"):
            cursor.execute(f"CREATE INDEX CONCURRENTLY half_made ON {TABLE} (version)")
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'half_made'::regclass")
        assert cursor.fetchone() == (False,)
        somebody.rollback()
        with somebody.cursor() as again:
            again.execute(f"LOCK TABLE {TABLE} IN ACCESS SHARE MODE")
        monkeypatch.setattr(migrate.time, "sleep", lambda _seconds: somebody.rollback())
        call_command("migrate")
        assert _is_migrated()
        cursor.execute("SELECT to_regclass('half_made')")
        assert cursor.fetchone() == (None,)


def test_what_is_no_lock_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: DjangosMigrate, *args: Any, **options: Any) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(DjangosMigrate, "handle", broken)
    with pytest.raises(OperationalError, match="is gone"):
        call_command("migrate")
