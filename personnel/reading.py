"""Reads a personnel workbook in a process of its own, under limits: `python -B -m personnel.reading 2020-06-01 < FILE`.

Writes the lines of `institutions.workbooks.reading`; a right row is: row, kind, number, mask, the other columns.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from itertools import repeat
from typing import Any, BinaryIO, Final, TextIO

from institutions.workbooks import reading
from institutions.workbooks.cells import Fault, Parsed, Parser
from institutions.workbooks.reading import Chunk
from personnel import cells, columns
from personnel.identifiers import mask_identity

# What follows kind, number and mask in a right row, in the order of the staging table.
ORDER: Final = [column.name for column in columns.COLUMNS if column.name not in ("identity_kind", "identity_number")]


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
    parsers, seen = cells.parsers(today), Seen()

    def check(chunk: Chunk, places: dict[str, int]) -> None:
        _check(chunk, places, parsers, seen, out)

    reading.read(file, out, columns.HEADINGS, check)


def _check(chunk: Chunk, places: dict[str, int], parsers: dict[str, Parser], seen: Seen, out: TextIO) -> None:
    raw = reading.column_cells(chunk, places)
    parsed: dict[str, list[Parsed]] = {name: list(map(parsers[name], cells_of)) for name, cells_of in raw.items()}
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
            wrong.update(
                reading.report(out, chunk, name, values, lambda place, name=name: cells.shown(name, raw[name][place]))
            )
    written = [map(str, rows), parsed["identity_kind"], parsed["identity_number"], masks]
    written += [parsed[name] for name in ORDER]
    lines: Iterable[tuple[Any, ...]] = zip(*written, strict=True)
    if wrong:
        lines = (line for place, line in enumerate(lines) if place not in wrong)
    out.writelines("R\t" + "\t".join(line) + "\n" for line in lines)


if __name__ == "__main__":
    reading.limit()
    main(sys.stdin.buffer, reading.standard_output(), date.fromisoformat(sys.argv[1]))
