"""manage.py import_register: a register kept elsewhere moves in, all of its rows or none."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from filing_platform import clock
from filing_platform.errors import BadInput, DomainError
from rectification.moving_in import move_in
from rectification.register_file import read

ERRORS_SHOWN = 50
EXAMPLE = """
Example:
  python manage.py import_register white-list-2019.csv --by national-admin --and national-admin2

The first row names the columns, in any order:
  credit_code,name,brand,province,list,listed_on,reason,platform_kind,platform_name,address,icp_number
One row a platform; an institution with several platforms has several rows that say the same of it, one without
any has one row with the last four columns empty. `list` is white, gray or black; black needs a reason.
UTF-8 or GB18030. All rows are checked, and either all of them move in or none.
"""


class Command(BaseCommand):
    help = "Move a register in from a CSV file, on the decision of two national administrators."

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, epilog=EXAMPLE, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--by", required=True, metavar="USER", help="the national administrator who proposes")
        parser.add_argument("--and", required=True, dest="second", metavar="USER", help="the other one, who confirms")

    def handle(self, *, file: Path, by: str, second: str, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        people = _user(by), _user(second)
        try:
            with file.open("rb") as content:
                register = read(content, file.name, clock.today(), self._reading)
            decision = move_in(register, *people, self._tell)
        except BadInput as refusal:
            self._end_of_progress()
            self._show(refusal)
            raise CommandError(str(refusal)) from refusal
        except DomainError as refusal:
            self._end_of_progress()
            raise CommandError(str(refusal)) from refusal
        self._end_of_progress()
        counts = decision.terms
        self.stdout.write(f"{counts['institutions']:,} institutions moved in from {counts['rows']:,} rows.")

    def _reading(self, done: int, total: int) -> None:
        self._tell(_("Reading"), done, total)

    def _tell(self, step: str, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\x1b[K{step} {done:,} / {total:,}", ending="")
            self.stdout.flush()

    def _end_of_progress(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")

    def _show(self, refusal: BadInput) -> None:
        for error in refusal.errors[:ERRORS_SHOWN]:
            place = " · ".join(filter(None, [_("row %(row)s") % {"row": error.row}, error.field, error.value]))
            self.stderr.write(f"{place}: {error.message}")
        more = refusal.params.get("count", 0) - ERRORS_SHOWN
        if more > 0:
            self.stderr.write(_("… and %(count)s more.") % {"count": more})


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first() or User.objects.filter(email__iexact=name).first()
    if user is None:
        raise CommandError(f"There is no user {name}.")
    return user
