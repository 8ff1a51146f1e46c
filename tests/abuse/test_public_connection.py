"""P5 by construction: the public connection cannot see a private column, whatever is asked of it."""

from __future__ import annotations

import psycopg2
import pytest
from django.db import connection

from filing_platform.roles import PUBLIC_RELATIONS

# domain.md §3, "Never public", wherever it is stored.
PRIVATE_COLUMNS = {
    "institutions_profile": ["contact_person", "contact_phone", "contact_email", "contact_address"],
    "personnel_person": ["identity_id", "identity_masked", "identity_commitment", "certificate_number", "sex"],
    "personnel_identity": ["look_up", "ciphertext", "salt"],
    "institutions_dossierdocument": ["file_name", "blob_id"],
    "institutions_blob": ["file", "sha256"],
    "accounts_user": ["email", "password", "username", "name"],
    "register_problemreport": ["text", "contact"],
    "institutions_filingevent": ["reason", "actor_id"],
    "institutions_decision": ["internal_note", "proposed_by_id"],
    "screening_finding": ["text", "evidence"],
    "screening_opinion": ["text"],
    "rectification_statement": ["text"],
    "rectification_response": ["text"],
    "django_session": ["session_data"],
}
NEVER_IN_A_VIEW = {
    "identity_id",
    "identity_masked",
    "identity_commitment",
    "certificate_number",
    "contact_person",
    "contact_phone",
    "contact_email",
    "contact_address",
    "sex",
}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in PRIVATE_COLUMNS.items() for column in columns]
)
def test_a_private_column_is_refused(
    public_connection: psycopg2.extensions.connection, table: str, column: str
) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), public_connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} LIMIT 1")


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_every_table_and_view_that_is_not_public_is_refused(
    public_connection: psycopg2.extensions.connection,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind IN ('r', 'v', 'm', 'S') AND relnamespace = 'public'::regnamespace"
        )
        relations = {name for (name,) in cursor.fetchall()}
    private = relations - set(PUBLIC_RELATIONS)
    assert len(private) > 40
    for relation in sorted(private):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), public_connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {relation} LIMIT 1")


def test_no_public_view_has_a_private_column(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY(%s)",
            [list(PUBLIC_RELATIONS)],
        )
        found = [(table, column) for table, column in cursor.fetchall() if column in NEVER_IN_A_VIEW]
    assert found == []


def test_the_public_connection_writes_nothing(public_connection: psycopg2.extensions.connection) -> None:
    for relation in PUBLIC_RELATIONS:
        with pytest.raises(psycopg2.Error), public_connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {relation}")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), public_connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id integer)")


def test_the_application_cannot_rewrite_history(db: None) -> None:
    for table in ("institutions_filingevent", "register_listchange"):
        for statement in (f"UPDATE {table} SET reason = ''", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection.cursor() as cursor:
                cursor.execute("SAVEPOINT before")
                try:
                    cursor.cursor.execute(statement)
                finally:
                    cursor.execute("ROLLBACK TO SAVEPOINT before")
