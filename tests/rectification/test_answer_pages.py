"""The institution's pages of a rectification: the notice, an item with its evidence, resubmitting, the statement."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from institutions.editing import editable_dossier
from institutions.models import Filing, State
from rectification import deciding
from rectification.models import NoticeItem, Response, ResponseEvidence, Statement
from tests.dossiers.conftest import signed_in
from tests.institutions.files import pdf
from tests.rectification.world import World, flagged, rectifying


@pytest.fixture
def filer(world: World) -> Client:
    return signed_in(world.filer)


@pytest.fixture
def filing(world: World) -> Filing:
    """A filing that is being rectified."""
    return rectifying(world)


def _base(filing: Filing) -> str:
    return f"/file/{filing.number}/"


def _item(filing: Filing) -> str:
    return _base(filing) + "notices/1/items/1/"


def _file(content: bytes = pdf()) -> SimpleUploadedFile:
    return SimpleUploadedFile("证明.pdf", content)


class TestAnswering:
    def test_it_works(self, filer: Client, filing: Filing):
        page = filer.get(_base(filing))
        assert "Answer item 1" in page.content.decode()
        response = filer.post(_item(filing), {"text": "已调整到 21:00 前结束"})
        assert response["Location"] == _base(filing)
        assert Response.objects.get().text == "已调整到 21:00 前结束"
        assert "Check and submit again" in filer.get(_base(filing)).content.decode()

    def test_the_item_shows_the_thing_as_it_was_and_as_it_is(self, filer: Client, filing: Filing):
        course = editable_dossier(filing).courses.get()
        course.lessons.update(ends=time(20, 30))
        response = filer.get(_item(filing))
        [change] = response.context["changed"]
        assert ("19:00–19:" in change.old, "19:00–20:30" in change.new) == (True, True)
        assert response.context["mend"] == f"{_base(filing)}courses/{course.line}/"

    def test_the_item_says_what_was_found_beside_what_is_required(self, filer: Client, filing: Filing):
        NoticeItem.objects.update(requirement="请提前到 21:00 前结束。")
        page = filer.get(_item(filing)).content.decode()
        assert "请提前到 21:00 前结束。" in page
        assert "What was found: 周三直播课 21:20 结束" in page

    def test_a_removed_thing_is_said_to_be_removed(self, filer: Client, filing: Filing):
        editable_dossier(filing).courses.all().delete()
        response = filer.get(_item(filing))
        assert "It has been removed" in response.content.decode()
        assert response.context["mend"] == f"{_base(filing)}courses/"

    def test_evidence_is_kept_shown_and_taken_back(self, filer: Client, filing: Filing):
        response = filer.post(_item(filing), {"text": "见附件", "file": _file()})
        assert response["Location"] == _item(filing)
        evidence = ResponseEvidence.objects.get()
        download = filer.get(f"{_base(filing)}evidence/{evidence.pk}/")
        assert b"".join(download.streaming_content) == pdf()
        assert download["Content-Disposition"].startswith("attachment")
        filer.post(f"{_base(filing)}evidence/{evidence.pk}/remove/")
        assert not ResponseEvidence.objects.exists()

    def test_an_answer_needs_words(self, filer: Client, filing: Filing):
        assert filer.post(_item(filing), {"text": "  "}).status_code == 422
        assert not Response.objects.exists()

    def test_a_file_that_may_not_be_filed_is_refused_and_the_words_stay(self, filer: Client, filing: Filing):
        response = filer.post(_item(filing), {"text": "见附件", "file": _file(b"MZ" + b"\0" * 99)})
        assert response.status_code == 422
        assert "见附件" in response.content.decode()
        assert not Response.objects.exists()

    def test_a_stale_answer_is_told_and_nothing_typed_is_lost(self, filer: Client, filing: Filing):
        filer.post(_item(filing), {"text": "theirs"})
        response = filer.post(_item(filing), {"text": "mine", "seen": ""})
        assert response.status_code == 409
        text = response.content.decode()
        assert "mine" in text and "theirs" in text
        again = filer.post(_item(filing), {"text": "mine", "seen": response.context["form"]["seen"].value()})
        assert again.status_code == 302

    def test_an_answer_is_closed_after_submission(self, filer: Client, filing: Filing):
        filer.post(_item(filing), {"text": "已整改"})
        _resubmit(filer, filing)
        seen = Response.objects.get().saved_at.isoformat()
        assert filer.post(_item(filing), {"text": "another", "seen": seen}).status_code == 422
        assert Response.objects.get().text == "已整改"

    def test_it_is_nobody_elses(self, world: World, filer: Client, filing: Filing):
        filer.post(_item(filing), {"text": "见附件", "file": _file()})
        evidence = f"{_base(filing)}evidence/{ResponseEvidence.objects.get().pk}/"
        for client in (signed_in(world.stranger), signed_in(world.officer)):
            for page in (_item(filing), _base(filing) + "notices/1/", evidence):
                assert client.get(page).status_code == 404
            assert client.post(evidence + "remove/").status_code == 404

    def test_an_item_that_is_not_there_is_404(self, filer: Client, filing: Filing):
        assert filer.get(_base(filing) + "notices/1/items/9/").status_code == 404
        assert filer.get(_base(filing) + "notices/7/").status_code == 404

    def test_the_notice_is_a_pdf_too(self, filer: Client, filing: Filing):
        response = filer.get(_base(filing) + "notices/1/pdf/")
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")

    def test_the_notice_lists_its_items(self, filer: Client, filing: Filing):
        text = filer.get(_base(filing) + "notices/1/").content.decode()
        assert filing.notices.get().number in text
        assert "五年级数学思维" in text or "周三直播课" in text


def _resubmit(client: Client, filing: Filing):
    form = client.get(_base(filing) + "submit/").context["form"]
    sent = {"version": form["version"].value(), "dossier": form["dossier"].value(), "confirmed": "on"}
    return client.post(_base(filing) + "submit/", sent)


class TestResubmitting:
    def test_it_works(self, filer: Client, filing: Filing):
        filer.post(_item(filing), {"text": "已整改"})
        assert _resubmit(filer, filing)["Location"] == _base(filing) + "receipts/2/"
        filing.refresh_from_db()
        assert filing.state == State.SUBMITTED

    def test_every_item_must_be_answered(self, filer: Client, filing: Filing):
        assert "1 item is not answered yet" in filer.get(_base(filing) + "check/").content.decode()
        assert _resubmit(filer, filing).status_code == 422
        filing.refresh_from_db()
        assert filing.state == State.RECTIFYING


class TestStatement:
    @pytest.fixture
    def proposed(self, world: World) -> Filing:
        filing = flagged(world)
        deciding.propose(
            "reject",
            filing,
            world.officer,
            filing.version,
            public_reason="无法整改",
            cannot_be_rectified="资质造假",
        )
        filing.refresh_from_db()
        return filing

    def test_it_works(self, filer: Client, proposed: Filing):
        assert "State your case" in filer.get(_base(proposed)).content.decode()
        assert "无法整改" in filer.get(_base(proposed) + "statement/").content.decode()
        response = filer.post(_base(proposed) + "statement/", {"text": "我们不同意"})
        assert response["Location"] == _base(proposed)
        assert Statement.objects.get().text == "我们不同意"
        assert "我们不同意" in filer.get(_base(proposed) + "statement/").content.decode()

    def test_it_is_handed_in_once(self, filer: Client, proposed: Filing):
        filer.post(_base(proposed) + "statement/", {"text": "first"})
        assert filer.post(_base(proposed) + "statement/", {"text": "second"}).status_code == 422
        assert Statement.objects.get().text == "first"

    def test_it_needs_words(self, filer: Client, proposed: Filing):
        assert filer.post(_base(proposed) + "statement/", {"text": ""}).status_code == 422

    def test_there_is_none_without_a_proposal(self, filer: Client, filing: Filing):
        assert filer.get(_base(filing) + "statement/").status_code == 404
        assert filer.post(_base(filing) + "statement/", {"text": "x"}).status_code == 404

    def test_nobody_else_hands_it_in(self, world: World, proposed: Filing):
        assert signed_in(world.stranger).post(_base(proposed) + "statement/", {"text": "x"}).status_code == 404
        assert not Statement.objects.exists()
