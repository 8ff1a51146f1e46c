"""From the reading process into a temporary table; what is wrong, to where errors are kept.

The numbers are sealed here, so that none is ever written in the clear; everything else passes through as COPY text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import StringIO

from django.db import connection
from django.db.backends.utils import CursorWrapper

from personnel import vault
from personnel.models import PersonnelImport

TABLE = "staged_person"
CHUNK = 2_000
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
    {vault.COLUMN_TYPES}, identity_masked text, identity_commitment text, line uuid, row integer,
    name text, sex text, nationality text, certificate_number text, subjects varchar[], stages varchar[],
    role text, employment text, employed_from date, in_service boolean, education text, work text, teaching text,
    person_id bigint
"""
_SEALED = f"{vault.COLUMNS}, identity_masked, identity_commitment, line, row"
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
        self._cursor = cursor
        self._workbook = workbook
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
        self._tell(done, total)

    def _flush(self, right: list[str], wrong: list[str]) -> None:
        if right:
            self._cursor.copy_expert(_COPY, StringIO("".join(_sealed(right))))
            right.clear()
        if wrong:
            room = max(0, MAX_ERRORS - self.errors)
            kept = wrong[:room] + [line for line in wrong[room:] if line.startswith(WHOLE_FILE)]
            self._cursor.copy_expert(_COPY_ERRORS, StringIO("".join(f"{self._workbook.pk}\t{line}\n" for line in kept)))
            self.errors += len(wrong)
            wrong.clear()


def _sealed(lines: list[str]) -> Iterator[str]:
    told = [line.split("\t", 3) for line in lines]
    sealed = vault.seal_numbers([(kind, number) for _row, kind, number, _rest in told])
    # Lines of people who are new; made here, for the database makes random UUIDs one by one, and slowly.
    noise = os.urandom(16 * len(told)).hex()
    for place, ((row, _kind, _number, rest), one) in enumerate(zip(told, sealed, strict=True)):
        line = noise[32 * place : 32 * place + 32]
        yield f"{vault.copy_text(one)}\t{one.masked}\t{one.commitment}\t{line}\t{row}\t{rest}\n"
