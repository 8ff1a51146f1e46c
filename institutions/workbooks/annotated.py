"""Writes a workbook again with its problems marked; for a process of its own, under limits.

A first column says what is to be mended; the platform passes over it when the workbook is handed in again.
"""

from __future__ import annotations

import io
import os
import sys
from collections import defaultdict
from typing import Any, BinaryIO

import xlsxwriter

from institutions.workbooks import cells, reading
from institutions.workbooks.columns import PROBLEMS_HEADINGS, Headings
from institutions.workbooks.opening import sheets
from institutions.workbooks.spreadsheet import Writer

Remarks = dict[int, list[tuple[str, str]]]


def run(headings: Headings) -> None:
    """`python -B -m … FD zh < WORKBOOK > XLSX`: the file descriptor has one line a problem: row, column, words.

    zh or en is the language of the column that is added.
    """
    reading.limit(file_size=1024**3)
    with os.fdopen(int(sys.argv[1]), "rb") as lines:
        _write(sys.stdin.buffer, headings, _remarks(lines), sys.argv[2], sys.stdout.buffer)


def _write(file: BinaryIO, headings: Headings, remarks: Remarks, language: str, out: BinaryIO) -> None:
    """The first sheet that holds what is filed, every row of it."""
    found = reading.find_rows(sheets(file), headings)
    named = {place: name for name, place in found.places.items()}
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False})
    added = PROBLEMS_HEADINGS[language]
    writer = Writer(book, added)
    writer.headings([added, *map(cells.as_text, found.headings)], width=18)
    for number, row in found.rows:
        wrong = remarks.get(number, [])
        marked = {column for column, _words in wrong}
        told = "\n".join(words for _column, words in wrong)
        values: list[Any] = [told, *map(cells.as_text, row)]
        places = {place + 1 for place, name in named.items() if name in marked}
        writer.row(values, wrong={0} | places if wrong else set())
    book.close()
    out.write(content.getbuffer())


def _remarks(lines: BinaryIO) -> Remarks:
    remarks: Remarks = defaultdict(list)
    for line in lines:
        row, column, words = line.decode().rstrip("\n").split("\t", 2)
        remarks[int(row)].append((column, words))
    return remarks
