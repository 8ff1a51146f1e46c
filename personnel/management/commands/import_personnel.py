"""Hand in a personnel workbook from the command line: the same checks and the same all or nothing as on the page."""

from __future__ import annotations

import time
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from filing_platform.errors import DomainError
from institutions.editing import editable_dossier
from institutions.models import Filing
from jobs import running
from jobs.models import Job
from personnel import importing, wording
from personnel.models import PersonnelImport

ERRORS_SHOWN = 50
EXAMPLE = """
Example:
  python manage.py import_personnel people.xlsx --filing 1120200000017 --missing keep
"""


class Command(BaseCommand):
    help = "Read a personnel workbook (.xlsx or .csv), check every row, and put all of its people into a draft or none."

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, epilog=EXAMPLE, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--filing", required=True, metavar="N", help="number of the filing")
        parser.add_argument(
            "--missing",
            choices=["keep", "remove"],
            help="what becomes of people in the materials whom the workbook does not name",
        )

    def handle(self, *, file: Path, filing: str, missing: str | None, **options: Any) -> None:
        try:
            workbook = self._read(file, filing)
            if not workbook.applied_at and not workbook.error_count:
                self._confirm(workbook, missing)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self._report(workbook)

    def _read(self, path: Path, number: str) -> PersonnelImport:
        found = Filing.objects.filter(number=number).first()
        if found is None:
            raise CommandError(f"there is no filing {number}")
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        if self.stdout.isatty():
            self.stdout.write(f"Reading {path.name} …")
        with path.open("rb") as content:
            workbook = importing.start(editable_dossier(found), File(content, name=path.name), None)
        return self._work(workbook)

    def _confirm(self, workbook: PersonnelImport, missing: str | None) -> None:
        if workbook.removed and not missing:
            raise CommandError(
                f"{workbook.removed} people in the materials are not in the workbook:"
                " say --missing keep or --missing remove"
            )
        importing.confirm(workbook, None, keep_missing=missing != "remove")
        workbook.refresh_from_db()
        self._work(workbook)

    def _work(self, workbook: PersonnelImport) -> PersonnelImport:
        while (job := Job.objects.get(pk=workbook.job_id)).is_open:
            if not running.run(str(job.pk)):
                # A worker was quicker and is at it.
                time.sleep(0.5)
        workbook.refresh_from_db()
        if job.state == "failed":
            raise CommandError(job.error or wording.said("reading_died", "", {}))
        return workbook

    def _report(self, workbook: PersonnelImport) -> None:
        if workbook.error_count:
            for error in workbook.errors.order_by("row", "pk")[:ERRORS_SHOWN]:
                place = f"row {error.row}, {error.column}: " if error.row else ""
                self.stderr.write(f"{place}{wording.said_of(error)}")
            raise CommandError(f"nothing was put in: {workbook.error_count} things are to be mended")
        self.stdout.write(
            f"{workbook.rows} people read: {workbook.new} new, {workbook.changed} changed,"
            f" {workbook.removed} not named, {workbook.unchanged} as before"
        )
