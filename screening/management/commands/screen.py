"""Run the screening rules over one filing or over the whole nation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from filing_platform.errors import DomainError
from institutions.editing import current_dossier
from institutions.models import Filing
from screening import running


class Command(BaseCommand):
    help = "Run every enabled rule; what is wrong becomes candidate findings, each once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--filing", metavar="NUMBER", help="the current version of this filing")
        which.add_argument("--all", action="store_true", help="the current materials of every institution")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raised = running.screen_all(self._tell) if options["all"] else self._screen(options["filing"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{raised} new findings")

    def _screen(self, number: str) -> int:
        filing = Filing.objects.filter(number=number).first()
        dossier = current_dossier(filing) if filing else None
        if dossier is None:
            raise CommandError(f"no submitted filing {number}")
        return running.screen_many([dossier.pk], self._tell)

    def _tell(self, done: int, total: int, rule: str) -> None:
        self.stdout.write(f"{done}/{total} {rule}")
