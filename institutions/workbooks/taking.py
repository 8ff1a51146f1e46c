"""Takes the lines of a reading process: right rows to wherever their room stages them, what is wrong to its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import StringIO
from time import monotonic

from django.db import connection

from institutions.models.workbooks import WorkbookImport

CHUNK = 2_000
# Seconds: as often as the page asks how far it is; each telling is a commit of its own.
BETWEEN_TELLINGS = 1.0
# More are counted, and not kept.
MAX_ERRORS = 100_000
# An error in row 0 is about the whole file.
WHOLE_FILE = "0\t"


class Taking:
    """Counts rows and errors, notes what was left out or refused; `stage` is what each room does with right rows."""

    def __init__(self, workbook: WorkbookImport, tell: Callable[[int, int], None]) -> None:
        self.rows = 0
        self.errors = 0
        self.refused = False
        self.ignored: list[str] = []
        self._workbook = workbook
        self._tell = tell
        self._told_at = 0.0

    def stage(self, right: list[str]) -> None:
        """Keep some right rows, each as the reading process wrote it."""
        raise NotImplementedError

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
            self.stage(right)
            right.clear()
        if wrong:
            room = max(0, MAX_ERRORS - self.errors)
            self._keep(wrong[:room] + [line for line in wrong[room:] if line.startswith(WHOLE_FILE)])
            self.errors += len(wrong)
            wrong.clear()

    def _keep(self, wrong: list[str]) -> None:
        errors = self._workbook.errors  # type: ignore[attr-defined]
        table, link = errors.model._meta.db_table, errors.field.column
        with connection.cursor() as cursor:
            cursor.copy_expert(
                f'COPY {table} ({link}, row, "column", code, value, params) FROM STDIN',
                StringIO("".join(f"{self._workbook.pk}\t{line}\n" for line in wrong)),
            )
