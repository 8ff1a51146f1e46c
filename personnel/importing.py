"""The import of a personnel workbook: see institutions/workbooks/importing.py."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from institutions.models import Dossier
from institutions.workbooks.changes import Changes
from institutions.workbooks.importing import Importing, Tell
from jobs import running
from jobs.models import Job
from personnel import merging
from personnel.models import PersonnelImport
from personnel.staging import Staging, staging
from personnel.wording import WORDING


class PersonnelImporting(Importing):
    """People: staged in a temporary table, their numbers sealed, compared and merged by a few statements."""

    kind = "personnel_import"
    room = "personnel"
    model = PersonnelImport
    wording = WORDING

    def staging(self, workbook: Any, tell: Tell) -> AbstractContextManager[Staging]:
        return staging(workbook, tell)

    def changes(self, taking: Staging, dossier: Dossier) -> Changes:
        # Sorting and joining a hundred thousand rows in memory; it falls back with the transaction.
        taking.cursor.execute("SET LOCAL work_mem = '64MB'")
        return merging.find_changes(taking.cursor, dossier)

    def removed_names(self, taking: Staging, dossier: Dossier) -> list[str]:
        return merging.removed_names(dossier)

    def merge(self, taking: Staging, dossier: Dossier, *, keep_missing: bool) -> None:
        merging.merge(taking.cursor, dossier, keep_missing=keep_missing)


PEOPLE = PersonnelImporting()


@running.runner(PersonnelImporting.kind)
def run(job: Job) -> dict[str, Any]:
    """Read, check, and apply or say what would change."""
    return PEOPLE.run(job)
