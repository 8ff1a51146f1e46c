"""The public connection reads what is public; every private table and column is out of its reach."""

from __future__ import annotations

import psycopg2
import pytest

PRIVATE_TABLES = [
    "institutions_profile",
    "institutions_platform",
    "institutions_filing",
    "institutions_dossier",
    "institutions_institution",
    "institutions_decision",
    "institutions_filingevent",
    "institutions_membership",
    "register_filed",
    "personnel_person",
    "personnel_identity",
    "courses_course",
    "screening_finding",
    "rectification_notice",
    "register_problemreport",
    "accounts_user",
    "accounts_post",
    "accounts_message",
    "django_session",
    "jobs_job",
]
PRIVATE_COLUMNS = {
    "identity_masked",
    "identity_commitment",
    "identity_id",
    "identity_kind",
    "certificate_number",
    "sex",
    "contact_person",
    "contact_phone",
    "contact_email",
    "contact_address",
    "capital",
    "server_location",
    "users",
    "mlps_number",
}
VIEWS = [
    "public_profile",
    "public_platform",
    "public_person",
    "public_course",
    "public_lesson",
    "public_course_teacher",
    "public_figures",
    "register_entry",
    "register_listchange",
    "register_publicmeasure",
    "register_tally",
]


@pytest.mark.django_db(transaction=True)
def test_private_tables_cannot_be_read(public_connection):
    for table in PRIVATE_TABLES:
        with public_connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
        public_connection.rollback()


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_written(public_connection):
    for table in VIEWS:
        with public_connection.cursor() as cursor, pytest.raises(psycopg2.Error):
            cursor.execute(f"DELETE FROM {table}")
        public_connection.rollback()


@pytest.mark.django_db(transaction=True)
def test_no_readable_relation_has_a_private_column(public_connection):
    with public_connection.cursor() as cursor:
        # Shows a role only what it may see.
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        readable = cursor.fetchall()
    assert {table for table, _ in readable} >= set(VIEWS)
    assert not [(table, column) for table, column in readable if column in PRIVATE_COLUMNS]
