"""What a file is, by its content and never by its name: PDF, PNG or JPEG, its pages, and what makes it unfit.

Nothing is rendered or decoded: only markers are read, and compressed parts of a PDF within fixed limits, so that no
file costs the process its life.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from filing_platform.errors import BadInput

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}

MOST_PIXELS = 100_000_000
# Of one compressed part of a PDF, and of all that are looked into.
MOST_INFLATED = 2 * 1024 * 1024
MOST_PARTS = 400
TAIL = 2048

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_ZIP_END = b"PK\x05\x06"
_ZIP_ENTRY = b"PK\x01\x02"


@dataclass(frozen=True)
class Kind:
    """What the content says: the media type, and how many pages (0: cannot be told)."""

    content_type: str
    pages: int


def kind_of(content: bytes) -> Kind:
    """The kind of a file; BadInput when it is none of the three, damaged, encrypted or two things at once."""
    kind = _kind_of(content)
    if kind is None:
        raise _unfit(
            "file_kind", gettext_noop("This is no PDF, PNG or JPEG file, whatever its name says. Scan or export it.")
        )
    if _is_archive_too(content):
        raise _unfit("file_two_things", gettext_noop("This file has an archive hidden at its end. Export it anew."))
    return kind


def _kind_of(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(_PNG_START):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    return None


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-TAIL:]:
        raise _damaged()
    if b"/Encrypt" in content[-TAIL:] or re.search(rb"/Encrypt\s+[0-9]+\s+[0-9]+\s+R", content):
        raise _unfit("file_encrypted", gettext_noop("This PDF is protected by a password. Save it without one."))
    return Kind(PDF, len(_PAGE.findall(content)) + _packed_pages(content))


def _packed_pages(content: bytes) -> int:
    """Pages whose objects lie in compressed streams, as newer PDF files have them."""
    found = 0
    for number, start in enumerate(match.end() for match in _OBJECTS.finditer(content)):
        if number == MOST_PARTS:
            break
        try:
            part = zlib.decompressobj().decompress(content[start : start + MOST_INFLATED], MOST_INFLATED)
        except zlib.error:
            continue
        found += len(_PAGE.findall(part))
    return found


def _png(content: bytes) -> Kind:
    if not content.endswith(_PNG_END) or len(content) < 45:
        raise _damaged()
    _require_size(int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))
    return Kind(PNG, 1)


def _jpeg(content: bytes) -> Kind:
    """Walks the segments up to the frame, which holds the size."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            _require_size(
                int.from_bytes(content[place + 7 : place + 9]), int.from_bytes(content[place + 5 : place + 7])
            )
            if b"\xff\xd9" in content[place:]:
                return Kind(JPEG, 1)
            break
        place += 2 + length
    raise _damaged()


def _require_size(width: int, height: int) -> None:
    if not width or not height:
        raise _damaged()
    if width * height > MOST_PIXELS:
        raise _unfit("file_pixels", gettext_noop("This picture has too many pixels. Scan it at 300 dpi or less."))


def _is_archive_too(content: bytes) -> bool:
    """A ZIP directory near the end, where programs look for it: the file opens as an archive as well."""
    place = content.rfind(_ZIP_END, max(0, len(content) - 65_557))
    if place < 0:
        return False
    entries_begin = place - int.from_bytes(content[place + 12 : place + 16], "little")
    ends_the_file = place + 22 + int.from_bytes(content[place + 20 : place + 22], "little") == len(content)
    # Some open it whatever follows, so long as the entries stand before it.
    return ends_the_file or content[max(0, entries_begin) : place].startswith(_ZIP_ENTRY)


def _damaged() -> BadInput:
    return _unfit("file_damaged", gettext_noop("This file is damaged or incomplete. Scan or export it again."))


def _unfit(code: str, message: str) -> BadInput:
    return BadInput(code, message)
