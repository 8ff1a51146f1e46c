"""What an uploaded file is, by its content: what is taken, and each thing that is refused."""

from __future__ import annotations

import struct
import zlib

import pytest

from filing_platform.errors import BadInput
from institutions.sniffing import JPEG, PDF, PNG, kind_of
from tests.institutions.files import jpeg, pdf, png


def test_it_works():
    assert kind_of(pdf(pages=3)).content_type == PDF
    assert kind_of(pdf(pages=3)).pages == 3
    assert (kind_of(png()).content_type, kind_of(png()).pages) == (PNG, 1)
    assert kind_of(jpeg()).content_type == JPEG


def test_pages_in_compressed_parts_are_counted():
    objects = zlib.compress(b"<< /Type /Pages >> << /Type /Page >> << /Type /Page >>")
    packed = b"1 0 obj << /Type /ObjStm /N 3 /Length %d >> stream\n" % len(objects) + objects + b"\nendstream"
    assert kind_of(b"%PDF-1.5\n" + packed + b"\n%%EOF").pages == 2


def test_a_part_that_swells_is_read_only_to_its_limit():
    objects = zlib.compress(b"\0" * 50_000_000 + b"/Type /Page ")
    packed = b"1 0 obj << /Type /ObjStm >> stream\n" + objects + b"\nendstream"
    assert kind_of(b"%PDF-1.5\n" + packed + b"\n%%EOF").pages == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hello", "file_kind"),
        (b"MZ\x90\x00" + b"\0" * 100, "file_kind"),
        (b"<html><script>alert(1)</script>", "file_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_kind"),
        (b"PK\x03\x04" + b"\0" * 100, "file_kind"),
        (b"junk before %PDF-1.4 %%EOF", "file_kind"),
        (b"%PDF-1.4 cut off", "file_damaged"),
        (b"%PDF-1.4 trailer << /Encrypt 5 0 R >> %%EOF", "file_encrypted"),
        (png()[:-4], "file_damaged"),
        (png() + b"<script>", "file_damaged"),
        (jpeg()[:8], "file_damaged"),
    ],
)
def test_what_is_refused(content: bytes, code: str):
    with pytest.raises(BadInput) as refusal:
        kind_of(content)
    assert refusal.value.code == code


def test_a_flood_of_pixels_is_refused():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    with pytest.raises(BadInput) as refusal:
        kind_of(png(header))
    assert refusal.value.code == "file_pixels"


def test_a_file_that_opens_as_an_archive_too_is_refused():
    archive_end = b"PK\x05\x06" + b"\0" * 18
    with pytest.raises(BadInput) as refusal:
        kind_of(pdf() + archive_end)
    assert refusal.value.code == "file_two_things"
