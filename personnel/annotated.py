"""Writes a workbook again with its problems marked, in a process of its own, under limits.

`python -B -m personnel.annotated FD zh < WORKBOOK > XLSX`: the file descriptor has one line a problem: row, column,
words; zh or en is the language of the column that is added.
A first column says what is to be mended; the platform passes over it when the workbook is handed in again.
"""

from __future__ import annotations

import io
import os
import sys
from collections import defaultdict
from typing import Any, BinaryIO

import xlsxwriter

from personnel import cells, columns, reading
from personnel.spreadsheet import Writer
from personnel.workbook import sheets

Remarks = dict[int, list[tuple[str, str]]]


def main(file: BinaryIO, remarks: Remarks, language: str, out: BinaryIO) -> None:
    """The first sheet that holds people, every row of it."""
    found = reading.find_rows(sheets(file))
    headings = {place: name for name, place in found.places.items()}
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False})
    added = columns.PROBLEMS_HEADINGS[language]
    writer = Writer(book, added)
    writer.headings([added, *map(cells.as_text, found.headings)], width=18)
    for number, row in found.rows:
        wrong = remarks.get(number, [])
        marked = {column for column, _words in wrong}
        told = "\n".join(words for _column, words in wrong)
        values: list[Any] = [told, *map(cells.as_text, row)]
        writer.row(
            values, wrong={0} | {place + 1 for place, name in headings.items() if name in marked} if wrong else set()
        )
    book.close()
    out.write(content.getbuffer())


def _remarks(lines: BinaryIO) -> Remarks:
    remarks: Remarks = defaultdict(list)
    for line in lines:
        row, column, words = line.decode().rstrip("\n").split("\t", 2)
        remarks[int(row)].append((column, words))
    return remarks


if __name__ == "__main__":
    reading.limit(file_size=1024**3)
    with os.fdopen(int(sys.argv[1]), "rb") as lines:
        main(sys.stdin.buffer, _remarks(lines), sys.argv[2], sys.stdout.buffer)
