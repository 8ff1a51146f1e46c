"""Opening what was handed in as a personnel workbook, and its rows; runs in the reading process only.

Nothing here trusts the file: its kind is told by its content, a zip's directory is looked through
before anything is unpacked, and what cannot be read is refused with a code that the interface words.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

MAX_ROWS: Final = 200_000
MAX_UNPACKED: Final = 1024**3
MAX_PARTS: Final = 2_000
MAX_SHEETS_LOOKED_AT: Final = 5
BLOCK: Final = 1024 * 1024

Row = list[Any]


class UnreadableError(Exception):
    """The file cannot be taken as a workbook."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Sheet:
    """Rows of cells with their number as the spreadsheet program counts it; `total` is an estimate."""

    rows: Iterator[tuple[int, Row]]
    total: int


# What the first bytes of a file that is no workbook say.
_STRANGERS: Final = (
    (b"\x89PNG", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"),
    (b"BM", "is_picture"),
    (b"%PDF", "is_pdf"),
    (b"Rar!", "is_archive"),
    (b"7z\xbc\xaf", "is_archive"),
    (b"\x1f\x8b", "is_archive"),
    (b"PK\x05\x06", "is_archive"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"


def sheets(file: BinaryIO) -> Iterator[Sheet]:
    """The sheets that may hold the rows, in order; a CSV file is one sheet. Raises UnreadableError."""
    head = file.read(8)
    if not head:
        raise UnreadableError("file_empty")
    for magic, code in _STRANGERS:
        if head.startswith(magic):
            raise UnreadableError(code)
    if head.startswith(_OLE):
        raise UnreadableError("encrypted" if "EncryptedPackage".encode("utf-16-le") in _all(file) else "old_excel")
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        _look_through_zip(file)
        return _spreadsheet(file)
    return comma_separated(file)


def _look_through_zip(file: BinaryIO) -> None:
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError("file_broken") from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError("encrypted")
    if "[Content_Types].xml" not in names:
        raise UnreadableError("is_archive")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableError("has_macros")
    if any(name.startswith("xl/embeddings/") or name.lower().endswith((".zip", ".xlsx", ".xlsm")) for name in names):
        raise UnreadableError("holds_files")
    if "xl/workbook.xml" not in names:
        raise UnreadableError("not_xlsx")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableError("too_large_inside")
    file.seek(0)


def _spreadsheet(file: BinaryIO) -> Iterator[Sheet]:
    workbook = _kept_whole(lambda: load_workbook(file))
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not names:
        raise UnreadableError("no_sheet")
    for name in names[:MAX_SHEETS_LOOKED_AT]:
        sheet = _kept_whole(lambda name=name: workbook.get_sheet_by_name(name))
        first, _column = sheet.start or (0, 0)
        yield Sheet(enumerate(_cells(sheet.iter_rows()), first + 1), sheet.height)


def _cells(rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except CalamineError as error:
        raise UnreadableError("file_broken") from error


def _kept_whole(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except PasswordError as error:
        raise UnreadableError("encrypted") from error
    except (CalamineError, OSError, UnicodeError) as error:
        raise UnreadableError("file_broken") from error


def comma_separated(file: BinaryIO) -> Iterator[Sheet]:
    """A text file of UTF-8 or GB18030 as one sheet; commas, semicolons or tabs. Raises UnreadableError."""
    encoding, lines = _encoding(file)
    head = file.read(4096).lstrip()[:9].lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnreadableError("is_web_page")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    yield Sheet(_records(text), lines)


def _encoding(file: BinaryIO) -> tuple[str, int]:
    """UTF-8 or GB18030, whichever the whole file is, and the number of lines."""
    head = file.read(2)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise UnreadableError("is_utf16")
    for encoding in ("utf-8-sig", "gb18030"):
        decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
        file.seek(0)
        try:
            while block := file.read(BLOCK):
                if b"\0" in block:
                    raise UnreadableError("not_text")
                decoder.decode(block)
                lines += block.count(b"\n")
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding, lines
    raise UnreadableError("not_text")


def _records(text: io.TextIOWrapper) -> Iterator[tuple[int, Row]]:
    first = text.readline(100_000)
    text.seek(0)
    delimiter = max(",;\t", key=first.count)
    number = 0
    try:
        for number, record in enumerate(csv.reader(text, delimiter=delimiter, strict=True), 1):
            yield number, record
    except csv.Error as error:
        raise UnreadableError("csv_quotes", row=number + 1) from error


def _all(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
