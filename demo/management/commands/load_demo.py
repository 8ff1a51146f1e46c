"""Loads the demo's invented nation into an empty database."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.loading import load
from demo.progress import Progress
from filing_platform.errors import DomainError


class Command(BaseCommand):
    help = (
        "Load invented institutions at national size: 718 institutions, 115,622 people, 3,463 courses.\n"
        "Example: DEMO=1 python manage.py load_demo --scale 0.1"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--scale", type=float, default=1, help="how many times the nation's size (default 1)")

    def handle(self, *args: Any, scale: float, **options: Any) -> None:
        if scale <= 0:
            raise CommandError("--scale is a number above 0, for example 0.1, 1 or 10.")
        try:
            load(scale, Progress(self.stdout))
        except DomainError as error:
            raise CommandError(str(error)) from error
