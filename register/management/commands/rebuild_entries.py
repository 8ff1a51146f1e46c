"""Rebuild the public entries from the list changes, and the figures from both."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from register import tallies
from register.entries import rebuild


class Command(BaseCommand):
    help = "Rebuild the public entries and figures from the list changes. Example: python manage.py rebuild_entries"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="show no progress")

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done, total in rebuild():
            if not options["quiet"] and self.stdout.isatty():
                self.stdout.write(f"\r{done:,} of {total:,} institutions", ending="")
        tallies.recount()
        self.stdout.write(f"{done:,} institutions rebuilt.")
