"""Reading a workbook in a process of its own, under limits; what the readers of each kind of workbook have in common.

Such a process writes lines to standard output, cells escaped as COPY wants them, one of

    P  rows done, rows in all                      progress
    I  heading                                     a column that was left out
    R  row, what the kind of workbook keeps of it  a right row
    E  row, column, code, value, params            something wrong; row 0: the whole file
    Z  rows                                        the end; without it the reading did not end well

No key, password or address reaches it, and nothing it does costs another process its life.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, Final, TextIO

from institutions.workbooks import cells
from institutions.workbooks.cells import Fault, Parsed
from institutions.workbooks.columns import Column, Headings, is_remark
from institutions.workbooks.opening import MAX_ROWS, Row, Sheet, UnreadableError, sheets

MEMORY: Final = 900 * 1024**2
CPU_SECONDS: Final = 90
# Bytes it may write to a file: enough for a traceback on standard error.
COMPLAINTS: Final = 64 * 1024
CHUNK: Final = 2_000
HEADING_WITHIN: Final = 20
HEADINGS_NEEDED: Final = 3

Chunk = list[tuple[int, Row]]
# Takes some rows and the place of each column, and writes what is right and wrong in them.
Check = Callable[[Chunk, dict[str, int]], None]


@dataclass(frozen=True)
class Found:
    """The sheet that holds the rows: those below the headings, the place of each column, headings left out."""

    rows: Iterator[tuple[int, Row]]
    total: int
    headings: Row
    places: dict[str, int]
    ignored: list[str]


def read(file: BinaryIO, out: TextIO, headings: Headings, check: Check, most: int = MAX_ROWS) -> None:
    """Read the whole file, some thousand rows at a time; more than `most` are too many."""
    try:
        found = find_rows(sheets(file), headings)
        for heading in found.ignored:
            write(out, "I", heading)
        write(out, "Z", _read_rows(found, out, check, most))
    except UnreadableError as refusal:
        error(out, 0, refusal.params.get("column", ""), refusal.code, "", refusal.params)
        write(out, "Z", 0)


def find_rows(found: Iterator[Sheet], headings: Headings) -> Found:
    """The first sheet that has headings. Raises UnreadableError when none has, or they are not whole."""
    for sheet in found:
        for number, row in islice(sheet.rows, HEADING_WITHIN):
            named = [headings.column_of(cell) if isinstance(cell, str) else None for cell in row]
            if sum(column is not None for column in named) >= HEADINGS_NEEDED:
                places = _places(named, headings)
                return Found(sheet.rows, sheet.total - number, row, places, _ignored(row, named))
    raise UnreadableError("no_headings")


def column_cells(chunk: Chunk, places: dict[str, int]) -> dict[str, tuple[Any, ...]]:
    """The cells of the rows by column."""
    width = max(places.values()) + 1
    raw = list(zip(*(_padded(row, width) for _number, row in chunk), strict=True))
    return {name: raw[place] for name, place in places.items()}


def report(out: TextIO, chunk: Chunk, column: str, values: list[Parsed], shown: Callable[[int], str]) -> Iterator[int]:
    """Write every fault of a column; the places of the rows that have one. `shown` words the cell at a place."""
    for place, fault in enumerate(values):
        if isinstance(fault, Fault):
            value = shown(place) if fault.value is None else fault.value
            error(out, chunk[place][0], column, fault.code, value, fault.params)
            yield place


def error(out: TextIO, row: int, column: str, code: str, value: str, params: dict[str, Any]) -> None:
    """Write one thing that is wrong."""
    write(out, "E", row, column, code, cells.escaped(value), cells.escaped(json.dumps(params)))


def write(out: TextIO, *fields: Any) -> None:
    """Write one line."""
    out.write("\t".join(map(str, fields)) + "\n")


def limit(file_size: int = COMPLAINTS) -> None:
    """Bind this process to its limits; `file_size` in bytes is what it may write to a file."""
    sys.dont_write_bytecode = True
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_NOFILE: 64,
    }
    for what, most in limits.items():
        # macOS has no limit of the address space.
        if what != resource.RLIMIT_AS or sys.platform != "darwin":
            resource.setrlimit(what, (most, most))


def standard_output() -> TextIO:
    """Where the lines go."""
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    return sys.stdout


def _read_rows(found: Found, out: TextIO, check: Check, most: int) -> int:
    done = 0
    filled = ((number, row) for number, row in found.rows if any(cell != "" for cell in row))
    while chunk := list(islice(filled, CHUNK)):
        done += len(chunk)
        if done > most:
            raise UnreadableError("too_many_rows", limit=most)
        check(chunk, found.places)
        write(out, "P", done, max(found.total, done))
    if not done:
        raise UnreadableError("no_rows")
    return done


def _ignored(row: Row, named: list[Column | None]) -> list[str]:
    unknown = [cell for cell, column in zip(row, named, strict=True) if column is None and cell != ""]
    return [cells.shown(cell) for cell in unknown if not is_remark(cell)]


def _places(named: list[Column | None], headings: Headings) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, column in enumerate(named):
        if column and column.name in places:
            raise UnreadableError("column_twice", column=column.name)
        if column:
            places[column.name] = place
    missing = [column.name for column in headings.columns if column.name not in places]
    if missing:
        raise UnreadableError("columns_missing", columns=missing)
    return places


def _padded(row: Row, width: int) -> Row:
    return row[:width] if len(row) >= width else row + [""] * (width - len(row))
