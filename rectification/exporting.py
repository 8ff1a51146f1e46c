"""The queue, and other tables of the desk, as a file: xlsx, CSV or JSON; no cell can become a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from filing_platform import clock
from filing_platform.templatetags.wording import grouped_number
from rectification.queue import Row

# What spreadsheet programs take for a formula, in full width too.
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")
Cell = str | int | date


@dataclass(frozen=True)
class Download:
    """A file to hand out."""

    content: bytes
    content_type: str
    name: str


def download(rows: Sequence[Row], form: str) -> Download:
    """The rows in this form (a key of FORMS)."""
    departments = list(dict.fromkeys(mark.name for row in rows for mark in row.marks))
    cells = [_cells(row, departments) for row in rows]
    return written(_headings(departments), cells, form, f"queue-{clock.today()}")


def written(headings: list[str], rows: list[list[Cell]], form: str, name: str) -> Download:
    """A table as a file in this form (a key of FORMS)."""
    write, content_type = FORMS[form]
    return Download(write(headings, rows, name), content_type, f"{name}.{form}")


def safe(cell: Cell) -> Cell:
    """Text that would be read as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def _headings(departments: list[str]) -> list[str]:
    return [
        _("Number"),
        _("Brand"),
        _("Institution"),
        _("Unified social credit code"),
        _("Kind"),
        _("State"),
        _("Outcome"),
        *departments,
        _("To decide"),
        _("Confirmed"),
        _("Of these grave"),
        _("Days in this state"),
        _("Deadline"),
        _("Deadline of"),
        _("Overdue"),
        _("To confirm"),
        _("Assigned to"),
    ]


def _cells(row: Row, departments: list[str]) -> list[Cell]:
    filing = row.filing
    opinions = {mark.name: mark.words for mark in row.marks}
    return [
        grouped_number(filing.number),
        row.brand,
        filing.institution.name,
        filing.institution.credit_code,
        filing.get_kind_display(),
        filing.get_state_display(),
        filing.get_outcome_display(),
        *(opinions.get(department, "") for department in departments),
        row.findings.undecided,
        row.findings.confirmed,
        row.findings.grave,
        row.days,
        row.due.on or "",
        row.due.what,
        _("yes") if row.due.is_late else "",
        row.proposal,
        str(filing.assigned_to or ""),
    ]


def _csv(headings: list[str], rows: list[list[Cell]], name: str) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *([safe(cell) for cell in row] for row in rows)])
    # With a byte-order mark spreadsheet programs read it as UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(headings: list[str], rows: list[list[Cell]], name: str) -> bytes:
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(content, options) as workbook:
        sheet = workbook.add_worksheet(name[:31])
        sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [safe(cell) for cell in row])
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return content.getvalue()


def _json(headings: list[str], rows: list[list[Cell]], name: str) -> bytes:
    named = [dict(zip(headings, row, strict=True)) for row in rows]
    return json.dumps(named, ensure_ascii=False, indent=1, default=str).encode()


FORMS: dict[str, tuple[Callable[[list[str], list[list[Cell]], str], bytes], str]] = {
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (_csv, "text/csv; charset=utf-8"),
    "json": (_json, "application/json"),
}
