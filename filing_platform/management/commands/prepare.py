"""What a container does once before the others start, and what an image is built with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from filing_platform import preparing


class Command(BaseCommand):
    help = (
        "Compile translations, collect static files, migrate, and load the demo (DEMO=1) or make a first "
        "administrator where there is nothing yet. Example: prepare --only files"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=["files", "database"], help="prepare one of the two")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["only"] != "database":
            preparing.files()
        if options["only"] != "files":
            self.stdout.write(preparing.database())
