"""Reading the cells of a personnel workbook: from what a spreadsheet holds to what COPY takes, or to a fault.

Works a column of some thousand cells at a time: a closed set costs one dictionary look-up a cell,
which is why 115,622 rows are checked in the second that they take to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from institutions.identifiers import normalise
from institutions.workbooks import cells
from institutions.workbooks.cells import (
    CONTROL,
    Cell,
    Fault,
    Memo,
    Parsed,
    Parser,
    as_text,
    on_one_line,
    one_of,
    some_of,
)
from institutions.workbooks.columns import YES_NO, key
from personnel import columns, nationalities
from personnel.identifiers import certificate_fault, identity_fault, mask_certificate, mask_identity

NAME_LENGTH: Final = 60
# What is shorter is nobody's number, and seen as it is a person finds it in the workbook.
SHORTEST_NUMBER: Final = 7

# Fifteen to eighteen digits, the last perhaps an X: an identity or a certificate number, however it is spaced.
_LIKE_A_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){13,16}[ -]?[0-9０-９XxＸｘ]?(?![0-9０-９])")
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


def parsers(today: date) -> dict[str, Parser]:
    """A parser for each column but the identity number, whose check needs its kind."""
    closed = {
        "sex": one_of(columns.SEX),
        "nationality": _nationality(),
        "identity_kind": one_of(columns.IDENTITY_KIND, required=True),
        "subjects": some_of(columns.SUBJECT),
        "stages": some_of(columns.STAGE),
        "role": one_of(columns.ROLE, required=True),
        "employment": one_of(columns.EMPLOYMENT),
        "employed_from": lambda cell: cells.parse_past_date(cell, today),
        "in_service": one_of(YES_NO, required=True),
    }
    memos: dict[str, Parser] = {name: Memo(parser).__getitem__ for name, parser in closed.items()}
    return memos | {
        "name": parse_name,
        "identity_number": parse_number,
        "certificate_number": lambda cell: _certificate(cell, today),
        "education": cells.parse_text,
        "work": cells.parse_text,
        "teaching": cells.parse_text,
    }


def identities(kinds: Sequence[Parsed], numbers: Sequence[Parsed]) -> list[Parsed]:
    """Check parsed identity numbers against their parsed kinds."""
    return [
        number if isinstance(number, Fault) or isinstance(kind, Fault) else _identity(kind, number)
        for kind, number in zip(kinds, numbers, strict=True)
    ]


def needed_by_teachers(roles: Iterable[Parsed], taught: Iterable[Parsed]) -> list[Parsed]:
    """Whoever teaches has subjects and stages."""
    missing = Fault("required_of_teachers")
    return [missing if cell == "{}" and role == "teacher" else cell for role, cell in zip(roles, taught, strict=True)]


def shown(column: str, cell: Cell) -> str:
    """The cell as an error shows it, masked where it is private."""
    if column in ("identity_number", "certificate_number"):
        mask = mask_identity if column == "identity_number" else mask_certificate
        text = CONTROL.sub("", as_text(cell))[:40]
        return text if len(text) < SHORTEST_NUMBER else mask(text)
    # Columns that were shifted have numbers where nobody expects them.
    return _LIKE_A_NUMBER.sub(lambda found: mask_identity(normalise(found[0]).replace("-", "")), on_one_line(cell))[:80]


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


def parse_number(cell: Cell) -> Parsed:
    """An identity or certificate number, normalised; a number cell of 16 digits and more has lost some."""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell.upper()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else Fault("digits_lost")
    text = as_text(cell)
    if not text:
        return Fault("required")
    if CONTROL.search(text):
        return Fault("control_characters")
    if _SCIENTIFIC.fullmatch(text):
        return Fault("digits_lost")
    return normalise(text).replace("-", "")


def _nationality() -> Parser:
    known = {key(word): code for code, ways in nationalities.ways_to_write().items() for word in ways}

    def parse(cell: Cell) -> Parsed:
        word = key(as_text(cell))
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
