"""Writing personnel workbooks: everything is text, nothing is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format

# What a spreadsheet program may take for the beginning of a formula, full-width forms included.
FORMULA_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
MARKED = "#FDEBE9"


class Writer:
    """Writes one sheet of text, row by row."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._line = 0
        self._plain = self._formats(book, {"num_format": "@", "valign": "top"})
        self._wrong = self._formats(book, {"num_format": "@", "valign": "top", "bg_color": MARKED, "text_wrap": True})
        self._heading = book.add_format({"bold": True, "num_format": "@", "bottom": 1})

    def headings(self, headings: Sequence[str], width: float) -> None:
        """The first row, which stays in sight."""
        self._sheet.set_column(0, len(headings) - 1, width, self._plain[False])
        for place, heading in enumerate(headings):
            self._sheet.write_string(0, place, heading, self._heading)
        self._sheet.freeze_panes(1, 0)
        self._line = 1

    def row(self, values: Sequence[str], wrong: set[int]) -> None:
        """The next row; the places in `wrong` are marked."""
        for place, value in enumerate(values):
            formats = self._wrong if place in wrong else self._plain
            if value or place in wrong:
                # A quote prefix keeps it text, even when somebody edits the cell.
                self._sheet.write_string(self._line, place, value, formats[value.startswith(FORMULA_BEGINS)])
        self._line += 1

    @staticmethod
    def _formats(book: Workbook, properties: dict[str, object]) -> dict[bool, Format]:
        quoted = book.add_format(properties | {"quote_prefix": True})
        return {False: book.add_format(properties), True: quoted}
