"""Notices and receipts as PDF: Chinese on any machine, nothing typed becomes markup."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from rectification import pdf
from rectification.models import Notice
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def test_it_works(world: World) -> None:
    w.rectifying(world)
    assert pdf.notice_pdf(Notice.objects.get()).startswith(b"%PDF-")


def test_a_notice_is_chinese_whoever_reads_it(world: World) -> None:
    w.rectifying(world)
    with override("en"):
        content = pdf.notice_content(Notice.objects.get())
    assert content["title"] == "整改通知书"
    assert content["items"][0]["about"] == "课程 › 五年级数学思维"
    assert content["items"][0]["requirement"] == "周三直播课 21:20 结束"


def test_the_fonts_are_the_packages_own(world: World) -> None:
    """No font of the machine is needed: the file carries Noto Serif SC."""
    w.rectifying(world)
    assert b"NotoSerifSC" in pdf.notice_pdf(Notice.objects.get())


def test_what_is_typed_is_text_not_markup(world: World) -> None:
    filing = w.flagged(world)
    text = '#panic("x") $ * _ ` <b> \\ ] [ "'
    w.decide(
        world, filing, "issue_notice", public_reason=text, text=text, deadline=w.clock.today() + w.timedelta(days=9)
    )
    assert pdf.notice_pdf(Notice.objects.get()).startswith(b"%PDF-")


def test_a_receipt_in_both_languages(world: World) -> None:
    dossier = w.submitted(world).dossiers.get()
    for language in ("zh-hans", "en"):
        with override(language):
            assert pdf.receipt_content(dossier)["digest"] == dossier.digest
            assert b"NotoSansSC" in pdf.receipt_pdf(dossier)


def test_the_desk_hands_out_the_pdf(world: World) -> None:
    filing = w.rectifying(world)
    answer = client_of(world.officer).get(f"/review/{filing.number}/notices/1/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert client_of(world.officer_elsewhere).get(f"/review/{filing.number}/notices/1/pdf/").status_code == 404
