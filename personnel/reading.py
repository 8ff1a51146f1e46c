"""Reads a personnel workbook in a process of its own, under limits: `python -B -m personnel.reading 2020-06-01 < FILE`.

Writes lines to standard output, cells escaped as COPY wants them, one of

    P  rows done, rows in all                      progress
    I  heading                                     a column that was left out
    R  row, kind, number, mask, the other columns  a right row
    E  row, column, code, value, params            something wrong; row 0: the whole file
    Z  rows                                        the end; without it the reading did not end well

No key, password or address reaches this process, and nothing it does costs another process its life.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, repeat
from typing import Any, BinaryIO, Final, TextIO

from personnel import cells, columns
from personnel.cells import Fault, Parsed
from personnel.identifiers import mask_identity
from personnel.workbook import MAX_ROWS, Row, Sheet, UnreadableError, sheets

MEMORY: Final = 900 * 1024**2
CPU_SECONDS: Final = 90
# Bytes it may write to a file: enough for a traceback on standard error.
COMPLAINTS: Final = 64 * 1024
CHUNK: Final = 2_000
HEADING_WITHIN: Final = 20
HEADINGS_NEEDED: Final = 3
# What follows kind, number and mask in a right row, in the order of the staging table.
ORDER: Final = [column.name for column in columns.COLUMNS if column.name not in ("identity_kind", "identity_number")]


@dataclass(frozen=True)
class Found:
    """The sheet that holds people: rows below the headings, the place of each column, headings left out."""

    rows: Iterator[tuple[int, Row]]
    total: int
    headings: Row
    places: dict[str, int]
    ignored: list[str]


class Seen:
    """The numbers of the rows so far, each with its first row: nobody is named twice."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def once(self, rows: list[int], kinds: Iterable[Parsed], numbers: list[Parsed]) -> list[Parsed]:
        """The numbers, with a fault for one of the same kind that stands in a row above; no number repeats none."""
        first = self._first.setdefault
        return [
            _repeated(above)
            if number and isinstance(number, str) and (above := first(f"{kind} {number}", row)) != row
            else number
            for row, kind, number in zip(rows, kinds, numbers, strict=False)
        ]


def _repeated(above: int) -> Fault:
    return Fault("repeated", {"first": above})


def main(file: BinaryIO, out: TextIO, today: date) -> None:
    """Read the whole file."""
    try:
        found = find_rows(sheets(file))
        for heading in found.ignored:
            _write(out, "I", heading)
        _write(out, "Z", _read(found, cells.parsers(today), out))
    except UnreadableError as refusal:
        _error(out, 0, refusal.params.get("column", ""), refusal.code, "", refusal.params)
        _write(out, "Z", 0)


def find_rows(found: Iterator[Sheet]) -> Found:
    """The first sheet that has headings. Raises UnreadableError when none has, or they are not whole."""
    for sheet in found:
        for number, row in islice(sheet.rows, HEADING_WITHIN):
            named = [columns.column_of(cell) if isinstance(cell, str) else None for cell in row]
            if sum(column is not None for column in named) >= HEADINGS_NEEDED:
                return Found(sheet.rows, sheet.total - number, row, _places(named), _ignored(row, named))
    raise UnreadableError("no_headings")


def _ignored(row: Row, named: list[columns.Column | None]) -> list[str]:
    unknown = [cell for cell, column in zip(row, named, strict=True) if column is None and cell != ""]
    return [cells.shown("", cell) for cell in unknown if not columns.is_remark(cell)]


def _places(named: list[columns.Column | None]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, column in enumerate(named):
        if column and column.name in places:
            raise UnreadableError("column_twice", column=column.name)
        if column:
            places[column.name] = place
    missing = [column.name for column in columns.COLUMNS if column.name not in places]
    if missing:
        raise UnreadableError("columns_missing", columns=missing)
    return places


def _read(found: Found, parsers: dict[str, cells.Parser], out: TextIO) -> int:
    done, seen = 0, Seen()
    filled = ((number, row) for number, row in found.rows if any(cell != "" for cell in row))
    while chunk := list(islice(filled, CHUNK)):
        done += len(chunk)
        if done > MAX_ROWS:
            raise UnreadableError("too_many_rows", limit=MAX_ROWS)
        _read_chunk(chunk, found.places, parsers, seen, out)
        _write(out, "P", done, max(found.total, done))
    if not done:
        raise UnreadableError("no_rows")
    return done


def _read_chunk(
    chunk: list[tuple[int, Row]], places: dict[str, int], parsers: dict[str, cells.Parser], seen: Seen, out: TextIO
) -> None:
    width = max(places.values()) + 1
    raw = list(zip(*(_padded(row, width) for _number, row in chunk), strict=True))
    parsed: dict[str, list[Parsed]] = {name: list(map(parsers[name], raw[place])) for name, place in places.items()}
    parsed["identity_number"] = cells.identities(parsed["identity_kind"], parsed["identity_number"])
    for name in ("subjects", "stages"):
        parsed[name] = cells.needed_by_teachers(parsed["role"], parsed[name])
    rows = [number for number, _row in chunk]
    masks = [mask_identity(number) if isinstance(number, str) else "" for number in parsed["identity_number"]]
    parsed["identity_number"] = seen.once(rows, parsed["identity_kind"], parsed["identity_number"])
    parsed["certificate_number"] = seen.once(rows, repeat("certificate"), parsed["certificate_number"])
    wrong: set[int] = set()
    for name, values in parsed.items():
        if Fault in set(map(type, values)):
            wrong.update(_report(name, values, raw[places[name]], chunk, out))
    written = [map(str, rows), parsed["identity_kind"], parsed["identity_number"], masks]
    written += [parsed[name] for name in ORDER]
    lines: Iterable[tuple[Any, ...]] = zip(*written, strict=True)
    if wrong:
        lines = (line for place, line in enumerate(lines) if place not in wrong)
    out.writelines("R\t" + "\t".join(line) + "\n" for line in lines)


def _report(
    name: str, values: list[Parsed], raw: tuple[Any, ...], chunk: list[tuple[int, Row]], out: TextIO
) -> Iterator[int]:
    for place, fault in enumerate(values):
        if isinstance(fault, Fault):
            value = cells.shown(name, raw[place]) if fault.value is None else fault.value
            _error(out, chunk[place][0], name, fault.code, value, fault.params)
            yield place


def _padded(row: Row, width: int) -> Row:
    return row[:width] if len(row) >= width else row + [""] * (width - len(row))


def _error(out: TextIO, row: int, column: str, code: str, value: str, params: dict[str, Any]) -> None:
    _write(out, "E", row, column, code, cells.escaped(value), cells.escaped(json.dumps(params)))


def _write(out: TextIO, *fields: Any) -> None:
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


if __name__ == "__main__":
    limit()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    main(sys.stdin.buffer, sys.stdout, date.fromisoformat(sys.argv[1]))
