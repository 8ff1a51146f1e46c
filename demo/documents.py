"""Small valid files, one a kind of document: stored once and referred to by every invented dossier."""

from __future__ import annotations

import hashlib
import struct
import zlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from filing_platform.copying import Rows, take_ids
from institutions.models import Blob, DocumentKind, ScanState


def store(at: datetime) -> dict[str, int]:
    """Put one file a kind into the storage; the blob's id by kind."""
    files = [(kind, *_file(kind)) for kind in DocumentKind.values]
    ids = take_ids(Blob, len(files))
    rows = Rows(Blob, "id", "sha256", "size", "content_type", "pages", "scan_state", "file", "created_at")
    for pk, (_kind, content, content_type) in zip(ids, files, strict=True):
        sha256 = hashlib.sha256(content).hexdigest()
        name = f"blobs/{sha256[:2]}/{sha256}"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
        rows.add(pk, sha256, len(content), content_type, 1, ScanState.CLEAN, name, at)
    rows.flush()
    return dict(zip(DocumentKind.values, ids, strict=True))


def pdf(title: str) -> bytes:
    """A PDF of one A4 page with a line of Latin text, offsets and all."""
    text = f"BT /F1 22 Tf 72 760 Td ({title}) Tj /F1 12 Tf 0 -36 Td (Invented for the demo. Not a real document.) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def png(width: int, height: int) -> bytes:
    """A PNG in grey: a page with a darker band on top."""
    rows = b"".join(b"\x00" + (b"\xb4" if y < height // 6 else b"\xf4") * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _file(kind: str) -> tuple[bytes, str]:
    if kind == DocumentKind.ICP_SCREENSHOT:
        return png(640, 400), "image/png"
    return pdf(kind.replace("_", " ").capitalize()), "application/pdf"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
