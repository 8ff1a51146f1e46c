"""From the reading process into a temporary table; what is wrong, to where errors are kept.

The numbers are sealed here, so that none is ever written in the clear; everything else passes through as COPY text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from time import monotonic

from django.db import connection
from django.db.backends.utils import CursorWrapper

from personnel import vault
from personnel.models import PersonnelImport

TABLE = "staged_person"
CHUNK = 2_000
# Seconds: as often as the page asks how far it is; each telling is a commit of its own.
BETWEEN_TELLINGS = 1.0
# More are counted, and not kept.
MAX_ERRORS = 100_000
# An error in row 0 is about the whole file.
WHOLE_FILE = "0\t"
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
_COPY_ERRORS = 'COPY personnel_workbookerror (personnel_import_id, row, "column", code, value, params) FROM STDIN'


@contextmanager
def staging_table() -> Iterator[CursorWrapper]:
    """An empty staging table of this connection, gone afterwards; one that a failure left goes now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} ({_COLUMNS})")
        yield cursor
        cursor.execute(f"DROP TABLE {TABLE}")


class Staging:
    """Takes the reading process's lines; counts rows and errors, notes what was left out or refused."""

    def __init__(self, cursor: CursorWrapper, workbook: PersonnelImport, tell: Callable[[int, int], None]) -> None:
        self.rows = 0
        self.errors = 0
        self.refused = False
        self.ignored: list[str] = []
        # Lines of people who are new: random for the workbook, then the row, so that their index grows at its end.
        self._lines = os.urandom(10).hex()
        self._cursor = cursor
        self._workbook = workbook
        self._told_at = 0.0
        self._tell = tell

    def take(self, lines: Iterable[str]) -> None:
        """Stage everything that is read."""
        right: list[str] = []
        wrong: list[str] = []
        for line in lines:
            kind, _tab, rest = line.partition("\t")
            if kind == "R":
                right.append(rest)
            elif kind == "E":
                self.refused |= rest.startswith(WHOLE_FILE)
                wrong.append(rest)
            elif kind == "I":
                self.ignored.append(rest)
            elif kind == "P":
                self._progress(rest, right, wrong)
        self._flush(right, wrong)

    def _progress(self, counts: str, right: list[str], wrong: list[str]) -> None:
        done, total = map(int, counts.split("\t"))
        self.rows = done
        if len(right) >= CHUNK or wrong or done == total:
            self._flush(right, wrong)
        if done == total or monotonic() - self._told_at >= BETWEEN_TELLINGS:
            self._tell(done, total)
            self._told_at = monotonic()

    def _flush(self, right: list[str], wrong: list[str]) -> None:
        if right:
            self._cursor.copy_expert(_COPY, StringIO("".join(_sealed(right, self._lines))))
            right.clear()
        if wrong:
            room = max(0, MAX_ERRORS - self.errors)
            kept = wrong[:room] + [line for line in wrong[room:] if line.startswith(WHOLE_FILE)]
            self._cursor.copy_expert(_COPY_ERRORS, StringIO("".join(f"{self._workbook.pk}\t{line}\n" for line in kept)))
            self.errors += len(wrong)
            wrong.clear()


def _sealed(told: list[str], lines: str) -> Iterator[str]:
    rows = [line.split("\t", 3) for line in told]
    sealed = vault.seal_numbers([(kind, number) for _row, kind, number, _rest in rows])
    for (row, _kind, _number, rest), one in zip(rows, sealed, strict=True):
        yield f"{vault.copy_text(one)}\t{one.commitment}\t{lines}{int(row):012x}\t{row}\t{rest}\n"
