"""/file/<number>/documents/: upload, replace, remove, download."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from institutions.editing import editable_dossier
from institutions.models import DossierDocument, Filing
from rectification import workflow
from tests.dossiers.conftest import signed_in
from tests.institutions.files import pdf, png
from tests.rectification.world import World


def _base(filing: Filing) -> str:
    return f"/file/{filing.number}/documents/"


def _file(content: bytes = pdf(), name: str = "执照.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _upload(client: Client, filing: Filing, line: object, **sent: object):
    return client.post(f"{_base(filing)}{line}/", {"kind": "other", "title": "补充"} | sent)


def _document(filing: Filing, line: object) -> DossierDocument:
    return editable_dossier(filing).documents.get(line=line)


def test_it_works(filer: Client, filing: Filing):
    line = uuid.uuid4()
    course = editable_dossier(filing).courses.get()
    response = _upload(filer, filing, line, file=_file(), about=f"courses:{course.line}")
    assert response["Location"] == _base(filing)
    document = _document(filing, line)
    assert (document.file_name, document.about_section, document.about_line) == ("执照.pdf", "courses", course.line)
    assert course.name in filer.get(_base(filing)).content.decode()


def test_a_double_click_uploads_once(filer: Client, filing: Filing):
    line = uuid.uuid4()
    assert [_upload(filer, filing, line, file=_file()).status_code for _click in range(2)] == [302, 302]
    assert editable_dossier(filing).documents.filter(kind="other").count() == 1


def test_the_file_is_replaced_and_the_rest_stays(filer: Client, filing: Filing):
    line = uuid.uuid4()
    _upload(filer, filing, line, file=_file())
    seen = filer.get(f"{_base(filing)}{line}/").context["form"]["seen"].value()
    assert _upload(filer, filing, line, file=_file(png(), "新.png"), seen=seen).status_code == 302
    assert (_document(filing, line).file_name, _document(filing, line).blob.content_type) == ("新.png", "image/png")


def test_a_page_that_saw_another_file_is_stale(filer: Client, filing: Filing):
    line = uuid.uuid4()
    _upload(filer, filing, line, file=_file())
    seen = filer.get(f"{_base(filing)}{line}/").context["form"]["seen"].value()
    _upload(filer, filing, line, file=_file(png(), "新.png"), seen=seen)
    assert _upload(filer, filing, line, file=_file(pdf(pages=9)), seen=seen).status_code == 409
    assert _document(filing, line).file_name == "新.png"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b"MZ" + b"\0" * 200, "licence.pdf"),
        (b"<html><script>alert(1)</script></html>", "page.png"),
        (pdf() + b"PK\x05\x06" + b"\0" * 18, "both.pdf"),
        (png() + b"<script>", "both.png"),
    ],
)
def test_what_may_not_be_filed_is_refused(filer: Client, filing: Filing, content: bytes, name: str):
    response = _upload(filer, filing, uuid.uuid4(), file=_file(content, name))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"file"}
    assert 'value="补充"' in response.content.decode()


def test_an_oversize_file_is_refused(filer: Client, filing: Filing, monkeypatch):
    monkeypatch.setattr("institutions.documents.MOST_BYTES", 100)
    response = _upload(filer, filing, uuid.uuid4(), file=_file(pdf(pages=9)))
    assert "larger than 20 MB" in response.content.decode()


def test_a_wrong_ending_is_put_right(filer: Client, filing: Filing):
    line = uuid.uuid4()
    _upload(filer, filing, line, file=_file(png(), "photo.pdf"))
    assert _document(filing, line).file_name == "photo.png"


def test_a_file_that_was_taken_need_not_be_sent_again(filer: Client, filing: Filing):
    line = uuid.uuid4()
    wrong = _upload(filer, filing, line, file=_file(), kind="nonsense")
    assert wrong.status_code == 422
    kept = wrong.context["form"]["kept"].value()
    assert _upload(filer, filing, line, kept=kept).status_code == 302
    assert _document(filing, line).file_name == "执照.pdf"


def test_a_forged_memory_of_a_file_is_no_file(filer: Client, filing: Filing):
    assert _upload(filer, filing, uuid.uuid4(), kept='[1, "x.pdf"]:forged').status_code == 422


def test_a_thing_of_another_filing_cannot_be_named(filer: Client, filing: Filing):
    response = _upload(filer, filing, uuid.uuid4(), file=_file(), about=f"courses:{uuid.uuid4()}")
    assert set(response.context["form"].errors) == {"about"}


def test_one_is_removed(filer: Client, filing: Filing):
    document = editable_dossier(filing).documents.first()
    assert filer.get(f"{_base(filing)}{document.line}/remove/").status_code == 200
    filer.post(f"{_base(filing)}{document.line}/remove/")
    assert not DossierDocument.objects.filter(pk=document.pk).exists()


class TestDownload:
    @pytest.fixture
    def line(self, filer: Client, filing: Filing) -> uuid.UUID:
        line = uuid.uuid4()
        _upload(filer, filing, line, file=_file())
        return line

    @pytest.fixture
    def address(self, filing: Filing, line: uuid.UUID) -> str:
        return f"/file/{filing.number}/versions/1/documents/{line}/"

    def test_it_works(self, filer: Client, address: str):
        response = filer.get(address)
        assert b"".join(response.streaming_content) == pdf()
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_an_officer_sees_it_only_once_it_is_submitted(
        self, world: World, filing: Filing, address: str, stranger: Client
    ):
        officer = signed_in(world.officer)
        assert officer.get(address).status_code == 404
        workflow.perform("submit", filing, world.filer, filing.version)
        assert officer.get(address).status_code == 200
        assert signed_in(world.officer_elsewhere).get(address).status_code == 404
        assert stranger.get(address).status_code == 404

    def test_a_corrected_draft_is_not_shown_to_officers(self, world: World, filing: Filing, line: uuid.UUID):
        workflow.perform("submit", filing, world.filer, filing.version)
        filing.refresh_from_db()
        workflow.perform("take_back", filing, world.filer, filing.version)
        address = f"/file/{filing.number}/versions/2/documents/{line}/"
        assert signed_in(world.officer).get(address).status_code == 404
        assert signed_in(world.filer).get(address).status_code == 200

    def test_signing_in_comes_first(self, address: str):
        assert Client().get(address)["Location"].startswith("/sign-in/")
