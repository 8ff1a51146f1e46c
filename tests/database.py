"""The tests' databases: one migrated template, kept until a migration changes, and a clone of it for each worker.

The clone is reached as in production by three roles. A test that is rolled back has one connection,
the application's, under all three names, so that each sees what the others have not committed;
a test with `transaction=True` has three real ones, and a new clone is made after it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from filing_platform import roles

ALIASES = ("default", "public", "owner")
BASE = Path(settings.BASE_DIR)
PREPARING = 700_001  # an advisory lock: one worker migrates, the others wait


def set_up() -> None:
    """Point all connections at a new clone of the migrated template."""
    shared = connections["owner"] is connections["default"]
    use_three_connections()
    with _maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        _forget_dead_runs(cursor)
        _make_template(cursor)
        _point_at(_clone())
        renew()
        roles.make_roles(connections["owner"])
    if shared:
        share_one_connection()


def tear_down() -> None:
    """Remove the clone."""
    connections.close_all()
    with _maintenance() as cursor:
        _drop(cursor, _clone())


def renew() -> None:
    """Replace the clone by a new one, with the reference data and nothing else."""
    connections.close_all()
    copy_template(_clone())


def copy_template(name: str) -> None:
    """Make the database `name` anew from the migrated template, which `set_up` has made."""
    with _maintenance() as cursor:
        _drop(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_template()}"')


def share_one_connection() -> None:
    """All names mean the application's connection, whose transaction is rolled back after the test."""
    for alias in ("public", "owner"):
        connections[alias] = connections["default"]


def use_three_connections() -> None:
    """Each name means its own role's connection."""
    for alias in ("public", "owner"):
        if connections[alias] is connections["default"]:
            del connections[alias]


@contextmanager
def raw_connection(alias: str) -> Iterator[psycopg2.extensions.connection]:
    """A connection of its own, outside every transaction of the test, in the role of `alias`."""
    connection = psycopg2.connect(_url(alias))
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def environment() -> dict[str, str]:
    """What a program needs in its environment to work on the test's clone, for tests that commit."""
    urls = {"DATABASE_URL": "owner", "DATABASE_APP_URL": "default", "DATABASE_PUBLIC_URL": "public"}
    return os.environ | {variable: _url(alias) for variable, alias in urls.items()}


def _url(alias: str) -> str:
    database = settings.DATABASES[alias]
    who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    if socket := database["OPTIONS"].get("host"):
        return f"postgres://{who}@/{_clone()}?host={quote(socket, safe='')}"
    return f"postgres://{who}@{database['HOST']}:{database['PORT'] or 5432}/{_clone()}"


def _clone() -> str:
    return f"test_{os.getpid()}"


def _template() -> str:
    """Named by what it is made from, so that a changed migration makes a new one."""
    files = sorted(
        [
            *BASE.glob("*/migrations/*.py"),
            BASE / "filing_platform/roles.py",
            BASE / "requirements.txt",
        ]
    )
    content = b"".join(file.read_bytes() for file in files)
    return f"template_{hashlib.sha256(content).hexdigest()[:16]}"


@contextmanager
def _maintenance() -> Iterator[psycopg2.extensions.cursor]:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _make_template(cursor: psycopg2.extensions.cursor) -> None:
    cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^template_'")
    existing = {name for (name,) in cursor.fetchall()}
    for old in existing - {_template()}:
        _drop(cursor, old)
    if _template() in existing:
        return
    unfinished = f"{_template()}_unfinished"
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    _point_at(unfinished)
    call_command("migrate", verbosity=0)
    connections.close_all()
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{_template()}"')


def _forget_dead_runs(cursor: psycopg2.extensions.cursor) -> None:
    """Remove the clones of runs that were killed; only on a server that no other machine uses."""
    if not settings.DATABASES["owner"]["OPTIONS"].get("host", "").startswith("/"):
        return
    cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+$'")
    for (name,) in cursor.fetchall():
        if not Path(f"/proc/{name.removeprefix('test_')}").exists():
            _drop(cursor, name)


def _drop(cursor: psycopg2.extensions.cursor, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _point_at(name: str) -> None:
    for alias in ALIASES:
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
