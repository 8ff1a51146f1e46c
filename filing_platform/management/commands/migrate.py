"""Django's migrate as the owner of the database, with the roles made before it and their rights renewed after it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from filing_platform import roles


class Command(migrate.Command):
    """`migrate` with `--database=owner` unless told otherwise."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        roles.make_roles(connection)
        super().handle(*args, **options)
        roles.grant(connection)
