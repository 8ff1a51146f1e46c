"""Reading the cells of a workbook: from what a spreadsheet holds to what COPY takes, or to a fault.

What every workbook has: text, days, words of a closed set. Each distinct cell is parsed once where few are distinct.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from institutions.identifiers import normalise
from institutions.workbooks.columns import Closed, key, words

NULL: Final = r"\N"
TEXT_LENGTH: Final = 2000
FIRST_YEAR: Final = 1950
# Days since the last of 1899, as spreadsheets count them: from 1950 to 2100.
_SERIAL_DAYS: Final = range(18264, 73051)

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SEPARATORS = re.compile("[、,;/|\n]+")
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


def shown(cell: Cell) -> str:
    """The cell as an error shows it: on one line, shortened."""
    return on_one_line(cell)[:80]


def on_one_line(cell: Cell) -> str:
    """The cell as text, without line breaks and what cannot be seen."""
    return " ".join(CONTROL.sub("", as_text(cell)).split())


def escaped(text: str) -> str:
    """As COPY wants it."""
    return text if text.isprintable() and "\\" not in text else text.translate(_COPY_ESCAPES)


def parse_text(cell: Cell) -> Parsed:
    """Free text of some lines as COPY wants it, may be empty."""
    if cell == "":
        return ""
    text = plain_text(cell)
    return text if isinstance(text, Fault) else escaped(text)


def plain_text(cell: Cell, limit: int = TEXT_LENGTH) -> Parsed:
    """Free text of some lines and at most `limit` characters, may be empty."""
    text = as_text(cell)
    if CONTROL.search(text):
        return Fault("control_characters")
    if _SPREADSHEET_ERROR.fullmatch(text):
        return Fault("spreadsheet_error")
    return text if len(text) <= limit else Fault("too_long", {"limit": limit})


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


def parse_past_date(cell: Cell, today: date) -> Parsed:
    """A day that has come, or none."""
    parsed = parse_date(cell)
    if isinstance(parsed, Fault) or parsed == NULL:
        return parsed
    return Fault("date_to_come") if parsed > today.isoformat() else parsed


def as_text(cell: Cell) -> str:
    """What a person reads in the cell."""
    if isinstance(cell, str):
        quoted = _QUOTED_BY_EXCEL.fullmatch(cell)
        return (quoted[1] if quoted else cell).strip().removeprefix("'")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def one_of(closed: Closed, *, required: bool = False) -> Parser:
    """A parser of one word of the set; may be empty unless required."""
    known = words(closed)

    def parse(cell: Cell) -> Parsed:
        word = key(as_text(cell))
        if not word:
            return Fault("required") if required else ""
        return known.get(word) or Fault("not_in_list")

    return parse


def some_of(closed: Closed) -> Parser:
    """A parser of several words of the set, as an array of COPY in the set's order; may be empty."""
    known, order = words(closed), list(closed)

    def parse(cell: Cell) -> Parsed:
        found = set()
        for part in split(as_text(cell)):
            for word in [part] if key(part) in known else part.split():
                value = known.get(key(word))
                if value is None:
                    return Fault("not_in_list", value=shown(word))
                found.add(value)
        return f"{{{','.join(sorted(found, key=order.index))}}}"

    return parse


def split(text: str) -> list[str]:
    """The parts of a list: separated by 、 commas, semicolons, slashes, bars or line ends, of any width."""
    return _SEPARATORS.split(text.replace("，", ",").replace("；", ";").replace("／", "/"))


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
