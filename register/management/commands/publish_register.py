"""manage.py publish_register [--to DIR]: sign the log of list changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from filing_platform.errors import DomainError
from register import checkpoints


class Command(BaseCommand):
    help = (
        "Sign the log of list changes, unless it is not an extension of what was signed before."
        " Example: manage.py publish_register --to /srv/proofs"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="DIR", help="write the files that prove the lists there")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        try:
            checkpoint, is_new = checkpoints.publish()
            if to:
                checkpoints.write(checkpoint, to)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"Cannot write to {to}: {error.strerror}.") from error
        how = "signed" if is_new else "signed before, nothing is new"
        self.stdout.write(f"{checkpoint.size:,} list changes, root {checkpoint.root}: {how}.")
