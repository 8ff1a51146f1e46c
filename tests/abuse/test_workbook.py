"""Files that are no workbook, or one made to do harm: refused with the reason, and no process is lost (A12, P6)."""

from __future__ import annotations

import io
import os
import signal
import struct
import zipfile
from typing import Any

import openpyxl
import pytest

from filing_platform import clock
from institutions.workbooks import child, strongbox
from institutions.workbooks.importing import job_of
from institutions.workbooks.wording import CELLS, WHOLE_FILE
from jobs import running
from personnel import importing, wording
from personnel.models import PersonnelImport
from tests.personnel.books import HEADINGS, comma_separated, packed, row, rows, two_far_cells, upload, xlsx
from tests.personnel.people import filer_with_draft

pytestmark = pytest.mark.django_db

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _sheet(body: str) -> bytes:
    text = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{body}</sheetData></worksheet>'
    return packed({"xl/worksheets/sheet1.xml": text}, base=xlsx(rows(1)))


def _lying_sizes() -> bytes:
    """The directory says 100 bytes, 300 MB come out."""
    bomb = b"<x>" + b" " * (300 * 1024**2)
    content = bytearray(packed({"xl/worksheets/sheet1.xml": bomb}, base=xlsx(rows(1))))
    size = struct.pack("<I", len(bomb))
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 100)
    return bytes(content)


def _strings_of(size: int) -> bytes:
    """Shared strings that unpack to `size` bytes."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(rows(1)))) as right,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in right.namelist():
            if name != "xl/sharedStrings.xml":
                bomb.writestr(name, right.read(name))
        with bomb.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{NAMESPACE}" count="1" uniqueCount="1"><si><t>'.encode())
            for _piece in range(size // 1024**2):
                part.write(b"a" * 1024**2)
            part.write(b"</t></si></sst>")
    return content.getvalue()


def _encrypted_zip() -> bytes:
    content = bytearray(xlsx(rows(1)))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def _hidden() -> bytes:
    book = openpyxl.Workbook()
    chart = book.create_chartsheet("图")
    book.remove(book.worksheets[0])
    assert chart.title == "图"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


BAD: dict[str, tuple[Any, str]] = {
    "nothing": (lambda: b"", "file_empty"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(500), "is_picture"),
    "photo": (lambda: b"\xff\xd8\xff\xe0" + os.urandom(500), "is_picture"),
    "pdf": (lambda: b"%PDF-1.7\n", "is_pdf"),
    "web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "is_web_page"),
    "noise": (lambda: b"\x01\x00" + os.urandom(2000), "not_text"),
    "utf-16": (lambda: comma_separated(rows(1), "utf-16"), "is_utf16"),
    "empty zip": (lambda: packed({}), "is_archive"),
    "zip in a zip": (lambda: packed({"people.xlsx": xlsx(rows(1))}), "is_archive"),
    "zip in a workbook": (lambda: packed({"xl/a.zip": packed({"b": "c"})}, base=xlsx(rows(1))), "holds_files"),
    "torn": (lambda: xlsx(rows(50))[:-400], "file_broken"),
    "a part missing": (lambda: xlsx(rows(5)).replace(b"sheet1.xml", b"sheet7.xml"), "file_broken"),
    "old": (lambda: OLE + b"\0" * 2000, "old_excel"),
    "encrypted": (lambda: OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "encrypted zip": (_encrypted_zip, "encrypted"),
    "macros": (lambda: packed({"xl/vbaProject.bin": b"x"}, base=xlsx(rows(1))), "has_macros"),
    "xlsb": (lambda: packed({"[Content_Types].xml": "<x/>", "xl/workbook.bin": b"x"}), "not_xlsx"),
    "many parts": (lambda: packed({f"xl/{n}": "" for n in range(2100)}, base=xlsx(rows(1))), "too_large_inside"),
    "two far cells": (two_far_cells, "too_large_inside"),
    "lying sizes": (_lying_sizes, "file_broken"),
    "long string": (lambda: _strings_of(600 * 1024**2), "too_large_inside"),
    "no sheet": (_hidden, "no_sheet"),
    "empty sheet": (lambda: _sheet(""), "no_headings"),
    "no headings": (lambda: xlsx(rows(3), ["甲", "乙"]), "no_headings"),
    "only headings": (lambda: xlsx([]), "no_rows"),
    "a column missing": (lambda: xlsx([row(1)[:-1]], HEADINGS[:-1]), "columns_missing"),
    "a column twice": (lambda: xlsx([[*row(1), ""]], [*HEADINGS, "name"]), "column_twice"),
    "open quote": (lambda: comma_separated(rows(2)) + b'"abc', "csv_quotes"),
    "endless cell": (lambda: comma_separated([row(1, work="字" * 200_000)]), "csv_quotes"),
    "too many rows": (lambda: comma_separated([row(1)] * 200_001), "too_many_rows"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_its_reason(name):
    make, code = BAD[name]
    dossier = filer_with_draft()
    workbook = importing.PEOPLE.start(dossier, upload(make(), "people.xlsx"), None)
    assert running.run(workbook.job_id)
    error = workbook.errors.get(row=0)
    assert error.code == code
    assert wording.WORDING.said_of(error)
    assert not dossier.people.exists()
    assert job_of(workbook).state == "succeeded"


def test_a_million_merged_ranges_do_no_harm():
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_000_000))
    with zipfile.ZipFile(io.BytesIO(xlsx(rows(1)))) as right:
        sheet = right.read("xl/worksheets/sheet1.xml").decode()
    sheet = sheet.replace("</sheetData>", f'</sheetData><mergeCells count="1">{merged}</mergeCells>')
    workbook = importing.PEOPLE.start(
        filer_with_draft(), upload(packed({"xl/worksheets/sheet1.xml": sheet}, base=xlsx(rows(1)))), None
    )
    running.run(workbook.job_id)
    workbook.refresh_from_db()
    assert workbook.applied_at or workbook.errors.get().code == "too_large_inside"


def test_a_formula_never_runs_and_one_without_a_value_is_missing():
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(row(1, name='=HYPERLINK("http://example.org")'))
    content = io.BytesIO()
    book.save(content)
    workbook = importing.PEOPLE.start(filer_with_draft(), upload(content.getvalue()), None)
    running.run(workbook.job_id)
    assert list(workbook.errors.values_list("row", "column", "code")) == [(2, "name", "required")]


def test_entities_are_not_followed():
    sheet = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="{NAMESPACE}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
    )
    workbook = importing.PEOPLE.start(
        filer_with_draft(), upload(packed({"xl/worksheets/sheet1.xml": sheet}, base=xlsx(rows(1)))), None
    )
    running.run(workbook.job_id)
    assert workbook.errors.get().code in ("no_headings", "file_broken")


def _kept(content: bytes) -> io.BytesIO:
    return io.BytesIO(b"".join(strongbox.locked([content])))


def test_a_reading_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(child, "WALL_SECONDS", 0.01)
    with pytest.raises(child.ChildLimitError) as refusal:
        list(child.read("personnel", _kept(comma_separated(rows(20_000))), clock.today()))
    assert refusal.value.code == "takes_too_long"


def test_a_reading_that_is_killed_is_no_refusal(monkeypatch):
    monkeypatch.setattr(child, "WALL_SECONDS", 0.01)
    monkeypatch.setattr(child, "OVERTIME", signal.SIGKILL)
    with pytest.raises(child.ChildDiedError):
        list(child.read("personnel", _kept(comma_separated(rows(20_000))), clock.today()))


def test_no_secret_reaches_the_reading_process(monkeypatch, settings):
    seen: dict[str, Any] = {}
    popen = child.subprocess.Popen

    def watched(*arguments: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return popen(*arguments, **options)

    monkeypatch.setattr(child.subprocess, "Popen", watched)
    list(child.read("personnel", _kept(comma_separated(rows(1))), clock.today()))
    assert set(seen) == {"PATH", "LANG"}


def test_every_code_is_worded():
    for code in (*WHOLE_FILE, *CELLS, *wording.CELLS):
        params = {"limit": 1, "row": 1, "from": 1950, "columns": ["name"], "first": 2}
        column = "sex" if code == "not_in_list" else "name"
        assert "%(" not in wording.WORDING.said(code, column, params)
    assert PersonnelImport.objects.count() == 0
