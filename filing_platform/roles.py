"""The database roles: the owner migrates, the application works, the public connection reads what is public.

`manage.py migrate` makes the two lesser roles before it migrates and renews what they may do after it.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

# A role named by a URL of its own is made and given its password by whoever set the URL.
OWN_URL = {"default": "DATABASE_APP_URL", "public": "DATABASE_PUBLIC_URL"}
# The application may add to these and never change them: what happened, happened.
APPEND_ONLY_TABLES = ("institutions_filingevent", "register_listchange", "register_checkpoint", "register_tile")
# All that the public connection may read. What is not listed is not there for it.
PUBLIC_RELATIONS = (
    "jobs_democlock",
    "accounts_jurisdiction",
    "accounts_department",
    "accounts_jurisdictiondepartment",
    "register_entry",
    "register_listchange",
    "register_publicmeasure",
    "register_checkpoint",
    "register_tile",
    "register_searchterm",
    "register_tally",
    "public_profile",
    "public_platform",
    "public_person",
    "public_course",
    "public_lesson",
    "public_course_teacher",
    "public_figures",
)
PUBLIC_FUNCTIONS = (
    "person_by_certificate(text)",
    "search_rank(text)",
    "search_end(text)",
    "register_hits(text[],integer)",
    "register_search(text[],integer,integer,integer)",
)


def make_roles(connection: BaseDatabaseWrapper) -> None:
    """Make the application's and the public login role, or renew their passwords."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for alias, variable in OWN_URL.items():
            if not os.environ.get(variable):
                _make_role(cursor, _user(alias), settings.DATABASES[alias]["PASSWORD"])


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give each role exactly what it needs of the relations that exist by now."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _close_the_way_round_triggers(cursor)
        _close_to_everybody(cursor)
        _grant_application(cursor, _user("default"))
        _grant_public(cursor, _user("public"))


def _user(alias: str) -> str:
    user: str = settings.DATABASES[alias]["USER"]
    return user


def _make_role(cursor: CursorWrapper, user: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(user), sql.Literal(password))
    cursor.execute(statement)


def _close_to_everybody(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT current_database()")
    database = sql.Identifier(cursor.fetchone()[0])
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    cursor.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
    for alias in OWN_URL:
        user = sql.Identifier(_user(alias))
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, user))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(user))
    # Workbooks are staged in temporary tables.
    application = sql.Identifier(_user("default"))
    cursor.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, application))


def _close_the_way_round_triggers(cursor: CursorWrapper) -> None:
    """pgtrigger lets a session switch triggers off by a setting that any role may set; here nobody can."""
    if _existing(cursor, "to_regprocedure", ("_pgtrigger_should_ignore(name)",)):
        cursor.execute(
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN"
            " AS $$ BEGIN RETURN FALSE; END; $$ LANGUAGE plpgsql"
        )


def _grant_application(cursor: CursorWrapper, user: str) -> None:
    role = sql.Identifier(user)
    cursor.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role))
    # A simple view can be written through, with its owner's rights.
    for view in _views(cursor):
        cursor.execute(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(view), role))
    cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(role))
    for table in _existing(cursor, "to_regclass", APPEND_ONLY_TABLES):
        cursor.execute(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), role))


def _grant_public(cursor: CursorWrapper, user: str) -> None:
    role = sql.Identifier(user)
    cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
    for relation in _existing(cursor, "to_regclass", PUBLIC_RELATIONS):
        cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(relation), role))
    for function in _existing(cursor, "to_regprocedure", PUBLIC_FUNCTIONS):
        cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), role))


def _views(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
    return [view for (view,) in cursor.fetchall()]


def _existing(cursor: CursorWrapper, look_up: str, names: tuple[str, ...]) -> list[str]:
    cursor.execute(
        f"SELECT name FROM unnest(%s) AS name WHERE {look_up}(name) IS NOT NULL",
        [list(names)],
    )
    return [name for (name,) in cursor.fetchall()]
