"""From the reading process into a temporary table.

The numbers are sealed here, so that none is ever written in the clear; everything else passes through as COPY text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

from django.db import connection
from django.db.backends.utils import CursorWrapper

from institutions.workbooks.taking import Taking
from personnel import vault
from personnel.models import PersonnelImport

TABLE = "staged_person"
# The columns of Person that a workbook says, beside the identity's; in the order of `reading.ORDER`.
TOLD = (
    "name",
    "sex",
    "nationality",
    "certificate_number",
    "subjects",
    "stages",
    "role",
    "employment",
    "employed_from",
    "in_service",
    "education",
    "work",
    "teaching",
)
_COLUMNS = f"""
    {vault.COLUMN_TYPES}, identity_commitment text, line uuid, row integer, identity_masked text,
    name text, sex text, nationality text, certificate_number text, subjects varchar[], stages varchar[],
    role text, employment text, employed_from date, in_service boolean, education text, work text, teaching text,
    person_id bigint
"""
_SEALED = f"{vault.COLUMNS}, identity_commitment, line, row, identity_masked"
_COPY = f"COPY {TABLE} ({_SEALED}, {', '.join(TOLD)}) FROM STDIN"


class Staging(Taking):
    """The staging table of this connection while an import runs."""

    def __init__(self, cursor: CursorWrapper, workbook: PersonnelImport, tell: Callable[[int, int], None]) -> None:
        super().__init__(workbook, tell)
        self.cursor = cursor
        # Lines of people who are new: random for the workbook, then the row, so that their index grows at its end.
        self._lines = os.urandom(10).hex()

    def stage(self, right: list[str]) -> None:
        """Seal the numbers of some rows and copy them into the table."""
        self.cursor.copy_expert(_COPY, StringIO("".join(_sealed(right, self._lines))))


@contextmanager
def staging(workbook: PersonnelImport, tell: Callable[[int, int], None]) -> Iterator[Staging]:
    """An empty staging table of this connection, gone afterwards; one that a failure left goes now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} ({_COLUMNS})")
        yield Staging(cursor, workbook, tell)
        cursor.execute(f"DROP TABLE {TABLE}")


def _sealed(told: list[str], lines: str) -> Iterator[str]:
    rows = [line.split("\t", 3) for line in told]
    sealed = vault.seal_numbers([(kind, number) for _row, kind, number, _rest in rows])
    for (row, _kind, _number, rest), one in zip(rows, sealed, strict=True):
        yield f"{vault.copy_text(one)}\t{one.commitment}\t{lines}{int(row):012x}\t{row}\t{rest}\n"
