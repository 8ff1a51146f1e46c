"""manage.py verify_dossier NUMBER: recompute the digests of a filing's sealed versions and its chain of events."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dossiers.verifying import verify
from institutions.models import Filing


class Command(BaseCommand):
    help = "Recompute the digests of a filing's sealed versions. Example: manage.py verify_dossier 1120190003184"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="filing number, 13 digits (hyphens and spaces are ignored)")

    def handle(self, *args: Any, number: str, **options: Any) -> None:
        digits = number.replace("-", "").replace(" ", "")
        filing = Filing.objects.filter(number=digits).first()
        if filing is None:
            raise CommandError(f"There is no filing {number}.")
        checks, broken = verify(filing)
        for check in checks:
            sign = "ok    " if check.holds else "BROKEN"
            self.stdout.write(f"{sign} version {check.version}: sealed {check.sealed}, computed {check.computed}")
        if not checks:
            self.stdout.write("No version of this filing has been submitted yet.")
        self.stdout.write("ok     events" if broken is None else f"BROKEN events: from event {broken} on")
        if broken is not None or not all(check.holds for check in checks):
            raise CommandError("The filing is not what was sealed.")
