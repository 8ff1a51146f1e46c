"""Reading the cells of a course workbook: each becomes what JSON can carry to the worker, or a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from courses import columns
from institutions.identifiers import normalise
from institutions.workbooks import cells
from institutions.workbooks.cells import NULL, Cell, Fault, as_text, one_of, plain_text, split
from institutions.workbooks.columns import YES_NO
from personnel.columns import STAGE, SUBJECT

Parser = Callable[[Cell], Any]

NUMERALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
MOST_SLOTS: Final = 8
_RANGE = re.compile("[-~至到]")
_DAY_BEFORE = re.compile("(周|星期|礼拜)[一二三四五六日天]|(MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*")
# 19:00-19:40, or 1900-1940; in brackets minutes of one lesson, and of the break after a plus.
_SLOT = re.compile(r"([0-9]{1,2}):?([0-9]{2})[-~至到]([0-9]{1,2}):?([0-9]{2})(?:\(([0-9]{1,3})(?:\+([0-9]{1,3}))?\))?")


def parsers() -> dict[str, Parser]:
    """A parser for each column."""
    yes_no = one_of(YES_NO)
    return {
        "name": lambda cell: _text(cell, 120) or Fault("required"),
        "subject": one_of(SUBJECT, required=True),
        "stage": one_of(STAGE, required=True),
        "grades": parse_grades,
        "mode": one_of(columns.MODE, required=True),
        "platform": lambda cell: _text(cell, 300),
        "introduction": plain_text,
        "starts_on": _day,
        "ends_on": _day,
        "lesson_count": lambda cell: parse_count(cell, most=100_000),
        "lesson_minutes": lambda cell: parse_count(cell, most=600),
        "break_minutes": lambda cell: parse_count(cell, most=600, least=0),
        **dict.fromkeys(columns.WEEKDAYS, parse_slots),
        "teachers": parse_teachers,
        "class_size": lambda cell: parse_count(cell, most=1_000_000),
        "pupils_abroad_only": lambda cell: _truth(yes_no(cell)),
        "homework": one_of(columns.HOMEWORK),
        "charge_mode": one_of(columns.CHARGE_MODE),
        "price": lambda cell: parse_amount(cell, places=2, least=Decimal(0), most=Decimal("99999999.99")),
        "hours_per_payment": lambda cell: parse_count(cell, most=100_000),
        "months_per_payment": lambda cell: parse_amount(cell, places=1, least=Decimal("0.1"), most=Decimal("9999.9")),
        "refund_rule": plain_text,
        "textbook": lambda cell: _text(cell, 200),
        "is_imported": lambda cell: _truth(yes_no(cell)),
        "copyright_proof": lambda cell: _text(cell, 200),
    }


def parse_grades(cell: Cell) -> list[int] | Fault:
    """七年级、八年级 or 7-9 or G7, G8 or 初一: grades 1 to 12 in order; may be empty."""
    found: set[int] = set()
    for part in split(as_text(cell)):
        if not part.strip():
            continue
        ends = [_GRADES.get(end) for end in _RANGE.split(normalise(part))]
        if None in ends or len(ends) > 2:
            return Fault("grades_form", value=cells.shown(part))
        first, last = ends[0], ends[-1]
        assert first is not None and last is not None
        if first > last:
            return Fault("grades_form", value=cells.shown(part))
        found.update(range(first, last + 1))
    return sorted(found)


def parse_slots(cell: Cell) -> list[list[Any]] | Fault:
    """The lessons of one day: [starts, ends, minutes of a lesson or None, of the break or None] each; may be empty."""
    slots: list[list[Any]] = []
    for part in split(as_text(cell)):
        if not part.strip():
            continue
        match = _SLOT.fullmatch(_DAY_BEFORE.sub("", normalise(part)))
        if match is None:
            return Fault("slot_form", value=cells.shown(part))
        hours = [int(match[place]) for place in range(1, 5)]
        if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
            return Fault("slot_form", value=cells.shown(part))
        starts, ends = time(hours[0], hours[1]), time(hours[2], hours[3])
        if ends <= starts:
            return Fault("slot_order", value=cells.shown(part))
        minutes, rest = (int(match[place]) if match[place] else None for place in (5, 6))
        if minutes == 0:
            return Fault("slot_form", value=cells.shown(part))
        slots.append([f"{starts:%H:%M}", f"{ends:%H:%M}", minutes, rest])
    return slots if len(slots) <= MOST_SLOTS else Fault("too_many_slots", {"limit": MOST_SLOTS})


def parse_teachers(cell: Cell) -> list[str] | Fault:
    """Certificate numbers or names, as they are written; may be empty."""
    if isinstance(cell, int | float):
        return Fault("digits_lost")
    text = plain_text(cell)
    if isinstance(text, Fault):
        return text
    return [" ".join(part.split()) for part in split(text) if part.strip()]


def parse_count(cell: Cell, *, most: int, least: int = 1) -> int | None | Fault:
    """A whole number, with or without separators; None when empty."""
    number = _number(cell)
    if number is None or isinstance(number, Fault):
        return number
    if number != number.to_integral_value():
        return Fault("whole_number")
    if not least <= number <= most:
        return Fault("out_of_range", {"least": least, "most": most})
    return int(number)


def parse_amount(cell: Cell, *, places: int, least: Decimal, most: Decimal) -> str | None | Fault:
    """A number with at most so many places after the point; None when empty."""
    number = _number(cell)
    if number is None or isinstance(number, Fault):
        return number
    if not least <= number <= most:
        return Fault("out_of_range", {"least": str(least), "most": str(most)})
    rounded = round(number, places)
    return str(rounded) if rounded == number else Fault("too_many_places", {"limit": places})


def _number(cell: Cell) -> Decimal | None | Fault:
    # A spreadsheet's 99.9 is binary: written out it is what its reader sees.
    text = re.sub("[,_元¥￥]", "", normalise(as_text(cell)))
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Fault("number_form")
    return number if number.is_finite() and text.isascii() else Fault("number_form")


def _text(cell: Cell, limit: int) -> Any:
    text = plain_text(cell, limit)
    return text if isinstance(text, Fault) else " ".join(text.split())


def _day(cell: Cell) -> Any:
    day = cells.parse_date(cell)
    return None if day == NULL else day


def _truth(parsed: Any) -> Any:
    return parsed if isinstance(parsed, Fault) else parsed == "t"


def _grades() -> dict[str, int]:
    named: dict[str, int] = {}
    for grade, numeral in enumerate(NUMERALS, 1):
        ways = (str(grade), numeral, f"{grade}年级", f"{numeral}年级", f"G{grade}", f"GRADE{grade}")
        named |= dict.fromkeys(ways, grade)
    for word, before, length in (("小学", 0, 6), ("初", 6, 3), ("初中", 6, 3), ("高", 9, 3), ("高中", 9, 3)):
        for place, numeral in enumerate(NUMERALS[:length], 1):
            named |= dict.fromkeys((f"{word}{numeral}", f"{word}{numeral}年级"), before + place)
    return named


_GRADES: Final = _grades()
