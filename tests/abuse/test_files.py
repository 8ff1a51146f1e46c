"""Files made to do harm and names made to deceive: refused with the reason, or handed out as dead data (A15, A16)."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from institutions import documents
from institutions.models import Blob, Filing
from personnel.models import PersonnelImport
from tests.institutions.files import jpeg, pdf, png
from tests.personnel.books import rows, xlsx
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("payload.js", "alert(1)")
    return content.getvalue()


def png_chunk(data: bytes) -> bytes:
    """The picture with a text chunk that holds the data."""
    end = png().rindex(b"\x00\x00\x00\x00IEND")
    chunk = struct.pack(">I", len(data)) + b"tEXt" + data + b"\0\0\0\0"
    return png()[:end] + chunk + png()[end:]


HARMFUL = {
    "nothing": (b"", "empty"),
    "program": (b"MZ\x90\x00" + b"\0" * 300, "no PDF, PNG or JPEG"),
    "web page": (b"<!doctype html><script>alert(1)</script>", "no PDF, PNG or JPEG"),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no PDF, PNG or JPEG"),
    "page before a pdf": (b"<script>alert(1)</script>" + pdf(), "no PDF, PNG or JPEG"),
    "gif": (b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)", "no PDF, PNG or JPEG"),
    "torn picture": (png()[:-6], "damaged"),
    "page after a picture": (png() + b"<script>alert(1)</script>", "damaged"),
    "pixels of a png": (png(struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)), "too many pixels"),
    "pixels of a jpeg": (jpeg().replace(struct.pack(">HH", 4, 4), b"\xff\xf0\xff\xf0"), "too many pixels"),
    "archive after a pdf": (pdf() + archive(), "archive hidden"),
    "archive and an end after it": (pdf() + archive() + b"\n%%EOF\n", "archive hidden"),
    "archive inside a picture": (png_chunk(archive()), "archive hidden"),
    "archive after a photo": (jpeg() + archive() + b"\xff\xd9", "archive hidden"),
    "password": (b"%PDF-1.4 trailer << /Encrypt 5 0 R >> %%EOF", "password"),
}
NAMES = (
    "../../../../etc/cron.d/evil.pdf",
    "..\\..\\windows\\system32\\evil.pdf",
    "/etc/passwd",
    'a"; filename="evil.html',
    "a.pdf\r\nSet-Cookie: evil=1",
    "执照\u202efdp.exe",
    "\u200b\u2066hidden\u2069.pdf",
    "page.html",
    "x.pdf.exe",
    "<script>alert(1)</script>.pdf",
    "长" * 200 + ".pdf",
    ".htaccess",
    "con.pdf",
    "a\x00.html",
    "%2e%2e%2fevil.pdf",
    "=cmd|'calc'!A0.pdf",
)


@pytest.fixture
def world() -> World:
    return w.build_world()


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_document_that_is_none_is_refused_with_the_reason(world: World, kind: str) -> None:
    content, reason = HARMFUL[kind]
    filing = w.draft(world)
    before = Blob.objects.count()
    answer = _send(client_of(world.filer), filing, content, "licence.pdf")
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert Blob.objects.count() == before
    assert not any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.mark.parametrize("kind", ["program", "drawing", "archive after a pdf", "pixels of a png"])
def test_evidence_that_is_none_is_refused_too(world: World, kind: str) -> None:
    filing, (content, reason) = w.rectifying(world), HARMFUL[kind]
    sent = {"text": "已整改", "file": SimpleUploadedFile("a.pdf", content)}
    answer = client_of(world.filer).post(f"/file/{filing.number}/notices/1/items/1/", sent)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_a_file_beyond_the_limit_is_refused_unread(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 200)
    answer = _send(client_of(world.filer), w.draft(world), pdf(pages=20), "a.pdf")
    assert (answer.status_code, "larger than 20 MB" in answer.content.decode()) == (422, True)


def test_a_form_of_endless_fields_or_files_is_refused(world: World) -> None:
    client, address = client_of(world.filer), f"/file/{w.draft(world).number}/profile/"
    client.raise_request_exception = False
    assert client.post(address, {f"x{n}": "" for n in range(5_001)}).status_code == 400
    assert client.post(address, {f"x{n}": SimpleUploadedFile("a", b"x") for n in range(101)}).status_code == 400
    assert client.post(address, {"name": "x" * 6_000_000}, "application/x-www-form-urlencoded").status_code in (
        400,
        413,
    )


@pytest.mark.parametrize("name", NAMES, ids=[name[:20].encode("unicode_escape").decode() for name in NAMES])
def test_a_hostile_name_is_only_a_name(world: World, name: str) -> None:
    filing, client = w.draft(world), client_of(world.filer)
    upload = SimpleUploadedFile("a.pdf", pdf())
    # As it comes from a client that is no browser: Django's own has taken the folders off.
    upload._name = name  # type: ignore[attr-defined]
    assert _send_file(client, filing, upload).status_code == 302
    document = filing.dossiers.get().documents.get(title="补充")
    answer = client.get(f"/file/{filing.number}/versions/1/documents/{document.line}/")
    kept, header = document.file_name, answer["Content-Disposition"]
    assert kept.endswith(".pdf") and len(kept) <= 124
    assert kept.isprintable() and not set(kept) & set('/\\<>:"|?*')
    assert header.startswith("attachment; filename") and "\r" not in header and "\n" not in header
    assert "evil=1" not in answer.cookies
    stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [document.blob.sha256]
    page = client.get(f"/file/{filing.number}/documents/").content.decode()
    assert "<script>alert" not in page and "\u202e" not in page


@pytest.mark.parametrize("name", ["people\u202exslx.exe", "../../people.xlsx", "a\r\nb.xlsx", "x" * 500 + ".xlsx"])
def test_the_name_of_a_workbook_is_only_a_name(world: World, name: str) -> None:
    filing, client = w.draft(world), client_of(world.filer)
    upload = SimpleUploadedFile("people.xlsx", xlsx(rows(1)))
    upload._name = name  # type: ignore[attr-defined]
    address = f"/file/{filing.number}/personnel/workbook/"
    assert client.post(address, {"workbook": upload}).status_code == 302
    kept = PersonnelImport.objects.get().file_name
    assert kept.isprintable() and "/" not in kept and len(kept) <= 200


def test_what_was_kept_is_handed_out_as_dead_data(world: World) -> None:
    """As a download of the kind that its content has, into no page, and from no address that a guess finds."""
    filing, client = w.draft(world), client_of(world.filer)
    for content, name, kind in (
        (pdf(), "a.html", "application/pdf"),
        (png(), "a.svg", "image/png"),
        (jpeg(), "a", "image/jpeg"),
    ):
        title = f"标题{kind}"
        assert _send(client, filing, content, name, title).status_code == 302
        line = filing.dossiers.get().documents.get(title=title).line
        answer = client.get(f"/file/{filing.number}/versions/1/documents/{line}/")
        assert b"".join(answer.streaming_content) == content  # type: ignore[arg-type]
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
    blob = Blob.objects.order_by("-pk").first()
    for address in (f"/media/{blob.file.name}", f"/{blob.file.name}", f"/static/{blob.file.name}"):
        assert client.get(address).status_code == 404


def _send(client: Client, filing: Filing, content: bytes, name: str, title: str = "补充") -> Any:
    return _send_file(client, filing, SimpleUploadedFile(name, content), title)


def _send_file(client: Client, filing: Filing, upload: SimpleUploadedFile, title: str = "补充") -> Any:
    sent = {"kind": "business_licence", "title": title, "file": upload}
    return client.post(f"/file/{filing.number}/documents/{uuid4()}/", sent)
