"""Workbooks to hand in: right ones, and every kind of wrong one."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from personnel.columns import COLUMNS
from tests.personnel.people import certificate_number, identity_number

HEADINGS = [column.heading for column in COLUMNS]
NAMES = [column.name for column in COLUMNS]
Rows = Sequence[Sequence[Any]]


def row(serial: int, **changed: Any) -> list[Any]:
    """One right row; `changed` by English heading."""
    right = {
        "name": f"李明{chr(0x4E00 + serial % 5000)}",
        "sex": "女",
        "nationality": "中国",
        "identity_kind": "居民身份证",
        "identity_number": identity_number(serial),
        "certificate_number": certificate_number(serial),
        "subjects": "语文、数学",
        "stages": "初中,高中",
        "role": "教师",
        "employment": "全职",
        "employed_from": "2019-09-01",
        "in_service": "否",
        "education": "",
        "work": "",
        "teaching": "",
    }
    return list((right | changed).values())


def rows(count: int, start: int = 0) -> list[list[Any]]:
    return [row(serial) for serial in range(start, start + count)]


def xlsx(body: Rows, headings: Sequence[str] = HEADINGS, sheets: Sequence[str] = ("人员",)) -> bytes:
    """An Excel workbook; the rows are on its last sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
        for place, values in enumerate([headings, *body]):
            sheet.write_row(place, 0, values)
    return content.getvalue()


def comma_separated(
    body: Rows, encoding: str = "utf-8-sig", headings: Sequence[str] = HEADINGS, delimiter: str = ","
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headings, *body])
    return text.getvalue().encode(encoding)


def upload(content: bytes, name: str = "people.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(parts: dict[str, bytes | str], base: bytes | None = None) -> bytes:
    """A zip with these parts, in place of those of a right workbook."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as right:
                for name in right.namelist():
                    if name not in parts:
                        archive.writestr(name, right.read(name))
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def two_far_cells() -> bytes:
    """Cells A1 and XFD1048576: 1.5 kB that would take 400 GB as a table."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    return packed({"xl/worksheets/sheet1.xml": sheet}, base=xlsx(rows(1)))
