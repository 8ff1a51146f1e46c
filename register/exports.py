"""The lists as files: CSV, xlsx and JSON, streamed, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder

from register.api.shapes import entry_row
from register.models import Entry
from register.search import Asked, ids_of

_CHUNK = 1000
# What a spreadsheet takes for the beginning of a formula, full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = (
    "credit_code",
    "name",
    "brand",
    "province",
    "province_name",
    "list",
    "listed_on",
    "until",
    "reasons",
    "platforms",
    "subjects",
    "grades",
    "personnel_count",
    "course_count",
    "url",
)


def rows(asked: Asked, today: date, site: str) -> Iterator[dict[str, Any]]:
    """Every entry that was asked for, in the order of the page."""
    ids = ids_of(asked, today)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        entries = Entry.objects.public().with_status(today).select_related("jurisdiction").in_bulk(chunk)
        yield from (entry_row(entries[pk], site) for pk in chunk if pk in entries)


def as_csv(made: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Lines of a CSV file, with the mark that lets Excel read it as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in made:
        yield writer.writerow([_cell(row[column]) for column in COLUMNS])


def as_json(made: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One JSON array, an entry a line."""
    yield "[\n"
    for number, row in enumerate(made):
        yield (",\n" if number else "") + json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder)
    yield "\n]\n"


def as_xlsx(made: Iterable[dict[str, Any]]) -> IO[bytes]:
    """A workbook in a temporary file, positioned at its beginning; no cell is ever a formula or a link."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("register")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 20)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for number, row in enumerate(made, start=1):
            sheet.write_row(number, 0, [_cell(row[column]) for column in COLUMNS])
    file.seek(0)
    return file


def _cell(value: Any) -> str | int:
    """Text that no spreadsheet runs: lists joined, a leading formula sign behind an apostrophe."""
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        value = "; ".join(_joined(each) for each in value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _joined(value: Any) -> str:
    return " ".join(str(each) for each in value.values() if each) if isinstance(value, dict) else str(value)


class _Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line
