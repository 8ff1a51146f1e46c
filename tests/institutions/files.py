"""Small files of each kind that may be filed."""

from __future__ import annotations

import struct
import zlib


def pdf(pages: int = 1) -> bytes:
    body = b"".join(b"%d 0 obj << /Type /Page >> endobj\n" % (number + 3) for number in range(pages))
    return b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n2 0 obj << /Type /Pages >> endobj\n" + body + b"%%EOF\n"


def png(header: bytes = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        + _chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 4, 4, 3) + b"\0" * 9
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9 + frame + b"\0" * 8 + b"\xff\xd9"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
