"""manage.py verify_register [DIR]: check published proofs without a database, or the database itself."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from filing_platform.errors import DomainError
from register import auditing, verifying

EXAMPLES = """
Examples:
  manage.py verify_register proofs --key 'example.org/register+1a2b3c4d+AT…'
      the files checkpoint and log.jsonl in proofs/; needs no database
  manage.py verify_register
      the database: every row, every decision, every checkpoint
  manage.py verify_register --against proofs
      the same, and that it says what was published, for example after a restore
"""


class Command(BaseCommand):
    help = "Check the proofs of the register."
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, epilog=EXAMPLES, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="where the published files are")
        parser.add_argument("--key", default="", help="the public key, from where you trust it; else DIR/public-key")
        parser.add_argument("--against", type=Path, metavar="DIR", help="compare the database with published files")

    def handle(self, *args: Any, directory: Path | None, key: str, against: Path | None, **options: Any) -> None:
        try:
            for published in filter(None, (directory, against)):
                self._verify(published, key)
            if directory is None:
                self._audit(against)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _verify(self, directory: Path, key: str) -> None:
        found = verifying.verify(directory, key)
        self.stdout.write(f"ok  {found.head.size:,} list changes of {found.head.origin}, signed by {found.key}")
        if found.newer:
            self.stdout.write(f"    {found.newer:,} newer lines wait for the next checkpoint")

    def _audit(self, against: Path | None) -> None:
        found = auditing.audit()
        if against:
            auditing.compare(against)
        self.stdout.write(
            f"ok  {found.changes:,} list changes in the database, {found.checkpoints:,} checkpoints,"
            f" {found.unsigned:,} changes since the last one"
        )
