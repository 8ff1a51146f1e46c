"""Reading the cells of a personnel workbook: from what a spreadsheet holds to what COPY takes, or to a fault.

Works a column of some thousand cells at a time: a closed set costs one dictionary look-up a cell,
which is why 115,622 rows are checked in the second that they take to be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from institutions.identifiers import normalise
from personnel import columns, nationalities
from personnel.identifiers import certificate_fault, identity_fault, mask_certificate, mask_identity

NULL: Final = r"\N"
NAME_LENGTH: Final = 60
TEXT_LENGTH: Final = 2000
FIRST_YEAR: Final = 1950
# Days since the last of 1899, as spreadsheets count them: from 1950 to 2100.
_SERIAL_DAYS: Final = range(18264, 73051)

# Fifteen to eighteen digits, the last perhaps an X: an identity or a certificate number, however it is spaced.
_LIKE_A_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){13,16}[ -]?[0-9０-９XxＸｘ]?(?![0-9０-９])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SEPARATORS = re.compile("[、,;/|\n]+")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
_SPREADSHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_QUOTED_BY_EXCEL = re.compile(r'="(.*)"')
_DATE = re.compile("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_TIME_OF_DAY = re.compile("[T ]+[0-9]{1,2}:[0-9]{2}.*")
_DATE_DIGITS = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_COPY_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell; `value` only where the whole cell would say too much or too little."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    value: str | None = None


Cell = Any
Parsed = str | Fault
Parser = Callable[[Cell], Parsed]


class Memo(dict[Cell, Parsed]):
    """Parses each distinct cell once."""

    def __init__(self, parse: Parser) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: Cell) -> Parsed:
        if len(self) > 20_000:
            self.clear()
        parsed = self[cell] = self._parse(cell)
        return parsed


def parsers(today: date) -> dict[str, Parser]:
    """A parser for each column but the identity number, whose check needs its kind."""
    closed = {
        "sex": _one_of(columns.SEX),
        "nationality": _nationality(),
        "identity_kind": _one_of(columns.IDENTITY_KIND, required=True),
        "subjects": _some_of(columns.SUBJECT),
        "stages": _some_of(columns.STAGE),
        "role": _one_of(columns.ROLE, required=True),
        "employment": _one_of(columns.EMPLOYMENT),
        "employed_from": parse_date,
        "in_service": _one_of(columns.YES_NO, required=True),
    }
    memos: dict[str, Parser] = {name: Memo(parser).__getitem__ for name, parser in closed.items()}
    return memos | {
        "name": parse_name,
        "identity_number": parse_number,
        "certificate_number": lambda cell: _certificate(cell, today),
        "education": parse_text,
        "work": parse_text,
        "teaching": parse_text,
    }


def identities(kinds: Sequence[Parsed], numbers: Sequence[Parsed]) -> list[Parsed]:
    """Check parsed identity numbers against their parsed kinds."""
    return [
        number if isinstance(number, Fault) or isinstance(kind, Fault) else _identity(kind, number)
        for kind, number in zip(kinds, numbers, strict=True)
    ]


def needed_by_teachers(roles: Iterable[Parsed], cells: Iterable[Parsed]) -> list[Parsed]:
    """Whoever teaches has subjects and stages."""
    missing = Fault("required_of_teachers")
    return [missing if cell == "{}" and role == "teacher" else cell for role, cell in zip(roles, cells, strict=True)]


def shown(column: str, cell: Cell) -> str:
    """The cell as an error shows it: on one line, shortened, masked where it is private."""
    if column in ("identity_number", "certificate_number"):
        mask = mask_identity if column == "identity_number" else mask_certificate
        return mask(_CONTROL.sub("", as_text(cell))[:40])
    text = " ".join(_CONTROL.sub("", as_text(cell)).split())
    # Columns that were shifted have numbers where nobody expects them.
    return _LIKE_A_NUMBER.sub(lambda found: mask_identity(normalise(found[0]).replace("-", "")), text)[:80]


def escaped(text: str) -> str:
    """As COPY wants it."""
    return text if text.isprintable() and "\\" not in text else text.translate(_COPY_ESCAPES)


def parse_name(cell: Cell) -> Parsed:
    """A person's name as it is on the document; only what cannot be seen is taken out."""
    if isinstance(cell, str) and cell.isalpha() and len(cell) <= NAME_LENGTH:
        return cell
    text = " ".join(_ZERO_WIDTH.sub("", as_text(cell)).split())
    if not text:
        return Fault("required")
    if len(text) > NAME_LENGTH:
        return Fault("too_long", {"limit": NAME_LENGTH})
    return text if text[0].isalpha() and text.isprintable() and "\\" not in text else Fault("name_form")


def parse_text(cell: Cell) -> Parsed:
    """Free text of some lines, may be empty."""
    if cell == "":
        return ""
    text = as_text(cell)
    if _CONTROL.search(text):
        return Fault("control_characters")
    if _SPREADSHEET_ERROR.fullmatch(text):
        return Fault("spreadsheet_error")
    return escaped(text) if len(text) <= TEXT_LENGTH else Fault("too_long", {"limit": TEXT_LENGTH})


def parse_number(cell: Cell) -> Parsed:
    """An identity or certificate number, normalised; a number cell of 16 digits and more has lost some."""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell.upper()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else Fault("digits_lost")
    text = as_text(cell)
    if not text:
        return Fault("required")
    if _CONTROL.search(text):
        return Fault("control_characters")
    if _SCIENTIFIC.fullmatch(text):
        return Fault("digits_lost")
    return normalise(text).replace("-", "")


def parse_date(cell: Cell) -> Parsed:
    """2019-09-01, 2019/9/1, 2019年9月1日, 20190901, a date cell, or a spreadsheet's day number."""
    if cell == "":
        return NULL
    day = cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(day, date):
        day = _day_number(cell) if isinstance(cell, int | float) else _written_date(as_text(cell))
    if day is None:
        return Fault("date_form")
    return day.isoformat() if FIRST_YEAR <= day.year <= 2100 else Fault("date_range", {"from": FIRST_YEAR})


def as_text(cell: Cell) -> str:
    """What a person reads in the cell."""
    if isinstance(cell, str):
        quoted = _QUOTED_BY_EXCEL.fullmatch(cell)
        return (quoted[1] if quoted else cell).strip().removeprefix("'")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _one_of(closed: dict[str, list[str]], *, required: bool = False) -> Parser:
    known = columns.words(closed)

    def parse(cell: Cell) -> Parsed:
        word = columns.key(as_text(cell))
        if not word:
            return Fault("required") if required else ""
        return known.get(word) or Fault("not_in_list")

    return parse


def _some_of(closed: dict[str, list[str]]) -> Parser:
    known, order = columns.words(closed), list(closed)

    def parse(cell: Cell) -> Parsed:
        found = set()
        for part in _SEPARATORS.split(as_text(cell).replace("，", ",").replace("；", ";").replace("／", "/")):
            for word in [part] if columns.key(part) in known else part.split():
                value = known.get(columns.key(word))
                if value is None:
                    return Fault("not_in_list", value=shown("", word))
                found.add(value)
        return f"{{{','.join(sorted(found, key=order.index))}}}"

    return parse


def _nationality() -> Parser:
    known = {columns.key(word): code for code, ways in nationalities.ways_to_write().items() for word in ways}

    def parse(cell: Cell) -> Parsed:
        word = columns.key(as_text(cell))
        return known.get(word) or Fault("not_in_list") if word else nationalities.HOME

    return parse


def _certificate(cell: Cell, today: date) -> Parsed:
    if cell == "":
        return ""
    number = parse_number(cell)
    if isinstance(number, Fault):
        return "" if number.code == "required" else number
    code = certificate_fault(number, today)
    return Fault(code) if code else number


def _identity(kind: str, number: str) -> Parsed:
    code = identity_fault(kind, number)
    return Fault(code) if code else number


def _day_number(cell: float) -> date | None:
    if not math.isfinite(cell):
        return None
    days = int(cell)
    return date(1899, 12, 30) + timedelta(days=days) if days in _SERIAL_DAYS else _written_date(str(days))


def _written_date(text: str) -> date | None:
    text = normalise(_TIME_OF_DAY.sub("", text))
    match = _DATE.fullmatch(text) or _DATE_DIGITS.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
