"""What the roles may do is what roles.py says, and nothing that PostgreSQL gives to everybody."""

from __future__ import annotations

import psycopg2
import pytest
from django.conf import settings

from filing_platform.roles import PUBLIC_FUNCTIONS, PUBLIC_RELATIONS

Connection = psycopg2.extensions.connection


def test_every_relation_on_the_public_list_exists_and_can_be_read(public_connection: Connection) -> None:
    with public_connection.cursor() as cursor:
        for relation in PUBLIC_RELATIONS:
            cursor.execute(f"SELECT count(*) FROM {relation}")


def test_the_public_role_may_call_the_functions_on_the_list_and_no_other(owner_connection: Connection) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND has_function_privilege(%s, oid, 'EXECUTE')",
            [settings.DATABASES["public"]["USER"]],
        )
        assert {name for (name,) in cursor.fetchall()} == set(PUBLIC_FUNCTIONS)


def test_the_application_cannot_write_through_a_view(owner_connection: Connection) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, has_table_privilege(%s, oid, 'INSERT, UPDATE, DELETE') FROM pg_class"
            " WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace",
            [settings.DATABASES["default"]["USER"]],
        )
        writable = dict(cursor.fetchall())
    assert "public_profile" in writable
    assert not any(writable.values())


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE institutions_filingevent DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE institutions_filingevent",
        "CREATE TABLE mine (id integer)",
        "CREATE ROLE mine SUPERUSER",
    ],
)
def test_the_application_cannot_change_the_tables_or_switch_off_their_triggers(
    app_connection: Connection, statement: str
) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), app_connection.cursor() as cursor:
        cursor.execute(statement)


def test_owner_application_and_public_are_three_roles() -> None:
    assert len({settings.DATABASES[alias]["USER"] for alias in ("owner", "default", "public")}) == 3
