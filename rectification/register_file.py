"""Reads a register that moves in: a CSV file with a row a platform, all rows right or every error with its place."""

from __future__ import annotations

import builtins
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from filing_platform.errors import BadInput, FieldError
from institutions.addresses import address_problem
from institutions.identifiers import normalise
from personnel.workbook import Row, UnreadableError, comma_separated
from rectification.register_words import COLUMNS, REQUIRED, Wrong, column_of, parsers, shown
from register.models import ListName

MAX_ROWS: Final = 500_000
# Errors that are kept; more are counted.
MAX_ERRORS: Final = 1_000
# How often a reader is told how far it is, in rows.
STRIDE: Final = 5_000
# What all rows of one institution must say alike; brand and reason may also be left empty in some.
ALIKE: Final = ("name", "province", "list", "listed_on")
ALIKE_OR_EMPTY: Final = ("brand", "reason")
OF_PLATFORM: Final = ("platform_kind", "platform_name", "address", "icp_number")
WHOLE_FILE: Final = {
    "is_utf16": _("This text file is in UTF-16. Save it as “CSV UTF-8”."),
    "not_text": _("This is no CSV file in UTF-8 or GB18030. Open it in the spreadsheet program and save it as CSV."),
    "is_web_page": _("This is a web page. Open it in the spreadsheet program and save it as CSV."),
    "csv_quotes": _("A quotation mark is never closed, or a cell is far too long, near row %(row)s."),
    "no_rows": _("There are no rows below the headings."),
    "too_many_rows": _(
        "There are more than %(limit)s rows. Split the file and keep the rows of an institution together."
    ),
    "columns_missing": _("The first row lacks the headings: %(columns)s."),
    "columns_unknown": _("The first row has headings that are not known: %(columns)s. Take these columns out."),
    "columns_twice": _("The first row has headings twice: %(columns)s. Take one of the two out."),
}

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MovedPlatform:
    """One platform as the file names it."""

    kind: str
    name: str
    address: str
    icp_number: str


@dataclass(slots=True)
class MovedInstitution:
    """One institution as the file tells it, with the first row that names it; `province` by code."""

    row: int
    credit_code: str
    name: str
    province: str
    list: ListName
    listed_on: date
    brand: str = ""
    reason: str = ""
    platforms: builtins.list[MovedPlatform] = field(default_factory=builtins.list)


@dataclass(frozen=True)
class RegisterFile:
    """A file whose rows are all right by themselves."""

    name: str
    sha256: str
    rows: int
    institutions: list[MovedInstitution]


class Problems:
    """What is wrong: kept up to a bound and counted beyond it."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[FieldError] = []

    def add(self, row: int, column: str, value: str, message: str | Promise) -> None:
        """One thing to be mended, `message` says how."""
        self.count += 1
        if len(self._kept) < MAX_ERRORS:
            self._kept.append(FieldError(column, str(message), row, value))

    def refuse(self) -> None:
        """Raise BadInput with all of them, in the order of the rows; nothing when there are none."""
        if self.count:
            raise BadInput(
                "register_wrong",
                gettext_noop("Nothing was moved in. Things to be mended: %(count)s"),
                {"count": self.count},
                sorted(self._kept, key=lambda error: error.row or 0),
            )


def read(file: BinaryIO, name: str, today: date, tell: Tell) -> RegisterFile:
    """Read and check the whole file as of `today`; raises BadInput with every error. `tell` rows done, rows in all."""
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    reader = _Reader(today)
    try:
        (sheet,) = comma_separated(file)
        rows = 0
        for rows, (number, record) in enumerate(_below_headings(sheet.rows, reader), 1):
            if rows > MAX_ROWS:
                raise UnreadableError("too_many_rows", limit=MAX_ROWS)
            reader.take(number, record)
            if rows % STRIDE == 0:
                tell(rows, max(rows, sheet.total))
    except UnreadableError as refusal:
        raise BadInput(refusal.code, str(WHOLE_FILE[refusal.code]), refusal.params) from refusal
    if not rows:
        raise BadInput("no_rows", str(WHOLE_FILE["no_rows"]))
    tell(rows, rows)
    return RegisterFile(PurePath(name).name, sha256, rows, reader.finish())


def _below_headings(rows: Iterator[tuple[int, Row]], reader: _Reader) -> Iterator[tuple[int, Row]]:
    for number, record in rows:
        if not any(cell.strip() for cell in record):
            continue
        if reader.columns:
            yield number, record
        else:
            reader.columns = _columns(record)


def _columns(headings: Row) -> list[str | None]:
    """The column at each place; a place without heading must stay empty."""
    named = [column_of(heading) for heading in headings]
    unknown = [shown(heading) for heading, column in zip(headings, named, strict=True) if not column and heading]
    for code, wrong in (
        ("columns_missing", [column for column in COLUMNS if column not in named]),
        ("columns_unknown", unknown),
        ("columns_twice", [column for column in COLUMNS if named.count(column) > 1]),
    ):
        if wrong:
            raise UnreadableError(code, columns=", ".join(wrong))
    return named


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: its cells as they are, and those that are right as they are meant."""

    number: int
    raw: dict[str, str]
    values: dict[str, Any]

    @property
    def names_platform(self) -> bool:
        return any(self.raw[column].strip() for column in OF_PLATFORM)


class _Reader:
    """Takes row after row and puts those of one institution together."""

    def __init__(self, today: date) -> None:
        self.columns: list[str | None] = []
        self.problems = Problems()
        self._parsers = parsers(today)
        self._found: dict[str, MovedInstitution] = {}
        # The row in which each institution's platform (kind, name, address) stands.
        self._rows: dict[tuple[str, ...], int] = {}

    def take(self, number: int, record: Row) -> None:
        """One row; what is wrong in it is noted."""
        raw = self._raw(number, record)
        line = _Line(number, raw, self._parsed(number, raw))
        platform = self._platform(line) if line.names_platform else None
        code = line.values.get("credit_code")
        if code is None:
            return
        found = self._institution(code, line)
        if platform or not line.names_platform:
            self._say_once(code, line, platform)
        if found and platform:
            found.platforms.append(platform)

    def finish(self) -> list[MovedInstitution]:
        """All institutions; raises BadInput when anything is wrong."""
        for institution in self._found.values():
            if institution.list == ListName.BLACK and not institution.reason:
                message = _("An institution on the black list needs the reason that the public reads.")
                self.problems.add(institution.row, "reason", "", message)
        self.problems.refuse()
        return list(self._found.values())

    def _raw(self, number: int, record: Row) -> dict[str, str]:
        raw = dict.fromkeys(COLUMNS, "")
        for place, cell in enumerate(record):
            column = self.columns[place] if place < len(self.columns) else None
            if column:
                raw[column] = cell
            elif cell.strip():
                message = _("There is no heading above this cell. A text with commas stands in quotation marks.")
                self.problems.add(number, "", shown(cell), message)
        return raw

    def _parsed(self, number: int, raw: dict[str, str]) -> dict[str, Any]:
        values = {}
        for column, parse in self._parsers.items():
            try:
                values[column] = parse(raw[column])
            except Wrong as wrong:
                self.problems.add(number, column, shown(raw[column]), str(wrong))
        return values

    def _platform(self, line: _Line) -> MovedPlatform | None:
        """The row's platform, unless something of it is wrong."""
        if not all(column in line.values for column in OF_PLATFORM):
            return None
        kind, name, address, icp_number = (line.values[column] for column in OF_PLATFORM)
        for column, value in (("platform_kind", kind), ("platform_name", name)):
            if not value:
                self.problems.add(line.number, column, "", REQUIRED)
        problem = address_problem(kind, address) if address else None
        if problem:
            self.problems.add(line.number, "address", shown(address), problem)
        return MovedPlatform(kind, name, address, icp_number)

    def _institution(self, code: str, line: _Line) -> MovedInstitution | None:
        """The institution of that code; None when this first row of it is wrong."""
        found = self._found.get(code)
        if found:
            self._compare(found, line)
        elif all(column in line.values for column in ALIKE):
            told = {column: line.values[column] for column in (*ALIKE, *ALIKE_OR_EMPTY) if column in line.values}
            found = self._found[code] = MovedInstitution(row=line.number, credit_code=code, **told)
        return found

    def _say_once(self, code: str, line: _Line, platform: MovedPlatform | None) -> None:
        same: tuple[str, ...] = (code,)
        if platform:
            same += (platform.kind, normalise(platform.name), normalise(platform.address))
        first = self._rows.setdefault(same, line.number)
        if first != line.number:
            column = "platform_name" if platform else "credit_code"
            message = _("Row %(row)s says the same. Take out one of the two rows.") % {"row": first}
            self.problems.add(line.number, column, shown(line.raw[column]), message)

    def _compare(self, found: MovedInstitution, line: _Line) -> None:
        """Two rows of one institution say the same of it."""
        for column in (*ALIKE, *ALIKE_OR_EMPTY):
            if column not in line.values:
                continue
            before, now = getattr(found, column), line.values[column]
            if column in ALIKE_OR_EMPTY and not (before and now):
                setattr(found, column, before or now)
            elif not _same(before, now):
                message = _("Row %(row)s says “%(other)s” of the same institution. Both rows must say the same.")
                told = {"row": found.row, "other": shown(str(before))}
                self.problems.add(line.number, column, shown(line.raw[column]), message % told)


def _same(one: Any, other: Any) -> bool:
    return one == other or (isinstance(one, str) and normalise(one) == normalise(other))
