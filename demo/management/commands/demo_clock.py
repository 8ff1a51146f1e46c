"""Moves the demo's clock on."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import clock as demo_clock
from filing_platform import clock
from filing_platform.errors import DomainError


class Command(BaseCommand):
    help = "Move the demo's clock on by whole days.\nExample: DEMO=1 python manage.py demo_clock --forward 7"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--forward", type=int, required=True, metavar="DAYS", help="how many days, from 1")

    def handle(self, *args: Any, forward: int, **options: Any) -> None:
        try:
            told = demo_clock.forward(forward)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{clock.now():%Y-%m-%d %H:%M}; institutions told of deadlines and the white list: {told}")
