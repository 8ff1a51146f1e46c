"""Django's migrate as the owner of the database, with the roles made before it and their rights renewed after it."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import errors, sql

from filing_platform import roles

ATTEMPTS = 10
PAUSE_SECONDS = 3.0
_HALF_MADE = """
    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT indisvalid AND relnamespace = 'public'::regnamespace
"""


class Command(migrate.Command):
    """`migrate` with `--database=owner` unless told otherwise.

    A table in use is not waited for longer than the connection's lock time-out, for everybody else would wait behind:
    the migration falls back, lets the others pass, and is tried again.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        roles.make_roles(connection)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                _drop_half_made_indexes(connection)
                super().handle(*args, **options)
                break
            except OperationalError as error:
                if not isinstance(error.__cause__, errors.LockNotAvailable):
                    raise
                self._give_way(attempt)
        roles.grant(connection)

    def _give_way(self, attempt: int) -> None:
        if attempt == ATTEMPTS:
            raise CommandError(
                "A table is in use for too long, nothing of this migration was kept. "
                "Look for long transactions in pg_stat_activity, then migrate again."
            )
        self.stderr.write("A table is in use; trying again in a moment.")
        time.sleep(PAUSE_SECONDS)


def _drop_half_made_indexes(connection: BaseDatabaseWrapper) -> None:
    """What a CREATE INDEX CONCURRENTLY that was given up has left stands in the way of the next."""
    with connection.cursor() as cursor:
        cursor.execute(_HALF_MADE)
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP INDEX IF EXISTS {}").format(sql.Identifier(name)))
