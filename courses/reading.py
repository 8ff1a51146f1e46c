"""Reads a course workbook in a process of its own, under limits: `python -B -m courses.reading 2020-06-01 < FILE`.

Writes the lines of `institutions.workbooks.reading`; a right row is: row, the course as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO, Final, TextIO

from courses import cells, columns
from institutions.workbooks import reading
from institutions.workbooks.cells import Fault, shown
from institutions.workbooks.reading import Chunk

MOST_ROWS: Final = 5_000


def main(file: BinaryIO, out: TextIO) -> None:
    """Read the whole file."""
    parsers, names = cells.parsers(), dict[str, int]()

    def check(chunk: Chunk, places: dict[str, int]) -> None:
        raw = reading.column_cells(chunk, places)
        parsed = {name: list(map(parsers[name], raw[name])) for name in places}
        parsed["name"] = [_once(names, *pair) for pair in zip(parsed["name"], chunk, strict=True)]
        parsed["ends_on"] = list(map(_in_order, parsed["starts_on"], parsed["ends_on"]))
        wrong: set[int] = set()
        for name, values in parsed.items():
            # Told at once: the cells of this column are those of this turn.
            wrong.update(list(reading.report(out, chunk, name, values, lambda at, name=name: shown(raw[name][at]))))
        for place, (row, _cells) in enumerate(chunk):
            if place not in wrong:
                course = {name: values[place] for name, values in parsed.items()}
                reading.write(out, "R", row, json.dumps(course, ensure_ascii=False))

    reading.read(file, out, columns.HEADINGS, check, MOST_ROWS)


def _once(names: dict[str, int], name: Any, at: tuple[int, Any]) -> Any:
    """The name, or a fault where a row above has the same: a course is known by its name."""
    row, _cells = at
    if isinstance(name, Fault) or (above := names.setdefault(name, row)) == row:
        return name
    return Fault("repeated", {"first": above})


def _in_order(first: Any, last: Any) -> Any:
    if isinstance(first, str) and isinstance(last, str) and last < first:
        return Fault("ends_before_starts")
    return last


if __name__ == "__main__":
    reading.limit()
    main(sys.stdin.buffer, reading.standard_output())
