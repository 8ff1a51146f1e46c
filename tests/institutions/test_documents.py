"""Keeping an upload and handing it out again."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from filing_platform.errors import BadInput, Refused
from institutions import documents
from institutions.models import Blob, ScanState
from tests.institutions.files import jpeg, pdf, png

pytestmark = pytest.mark.django_db


def _upload(content: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_it_works():
    blob = documents.store(_upload(pdf(pages=2)))
    assert (blob.content_type, blob.pages, blob.size) == ("application/pdf", 2, len(pdf(pages=2)))
    assert blob.file.read() == pdf(pages=2)


def test_the_same_content_is_kept_once():
    assert documents.store(_upload(png())).pk == documents.store(_upload(png(), "other name.png")).pk
    assert Blob.objects.count() == 1


def test_a_file_that_was_lost_is_written_again():
    blob = documents.store(_upload(png()))
    default_storage.delete(blob.file.name)
    assert documents.store(_upload(png())).file.read() == png()


def test_an_empty_file_is_refused():
    with pytest.raises(BadInput):
        documents.store(_upload(b""))


def test_a_file_over_20_mb_is_refused_unread():
    upload = _upload(b"x")
    upload.size = documents.MOST_BYTES + 1
    with pytest.raises(BadInput) as refusal:
        documents.store(upload)
    assert refusal.value.code == "file_too_large"
    assert upload.tell() == 0


def test_a_full_disk_leaves_nothing_behind(monkeypatch):
    def full(*_args: object, **_kwargs: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(Refused):
        documents.store(_upload(png()))
    assert not Blob.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("licence.pdf", "licence.pdf"),
        ("..\\..\\windows\\evil.exe", "evil.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("执照\u202egnp.exe", "执照gnp.pdf"),
        ('a"b\r\nSet-Cookie: x=1.pdf', "a bSet-Cookie x=1.pdf"),
        ("page.html", "page.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
    ],
)
def test_hostile_names_become_plain_names(given: str, kept: str):
    assert documents.safe_name(given, "application/pdf") == kept


def test_a_long_name_is_cut():
    assert len(documents.safe_name("长" * 500, "image/png")) <= documents.LONGEST_NAME + 4


def test_it_is_handed_out_as_a_download_that_cannot_run():
    response = documents.attachment(documents.store(_upload(jpeg())), "photo.jpg")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_harmful_file_is_not_handed_out():
    blob = documents.store(_upload(jpeg()))
    blob.scan_state = ScanState.INFECTED
    with pytest.raises(Refused):
        documents.attachment(blob, "photo.jpg")
