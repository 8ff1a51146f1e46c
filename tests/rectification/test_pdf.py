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
    item = content["items"][0]
    assert item["about"] == "课程 › 五年级数学思维（直播 · 数学 · 五年级）"
    assert (item["found"], item["requirement"]) == ("周三直播课 21:20 结束", pdf.REQUIREMENT)
    assert item["basis"] == pdf.BASIS
    assert "前（含当日）" in content["closing"][0]


def test_an_item_says_what_was_found_beside_what_is_required(world: World) -> None:
    filing = w.flagged(world)
    finding = filing.dossiers.get().findings.get()
    w.decide(
        world,
        filing,
        "issue_notice",
        public_reason="x",
        deadline=w.clock.today() + w.timedelta(days=9),
        requirements={str(finding.pk): "请提前到 21:00 前结束。"},
    )
    item = pdf.notice_content(Notice.objects.get())["items"][0]
    assert (item["found"], item["requirement"]) == ("周三直播课 21:20 结束", "请提前到 21:00 前结束。")


def test_platforms_of_one_name_are_told_apart(world: World) -> None:
    filing = w.draft(world)
    first = filing.dossiers.get().platforms.get()
    first.pk, first.line, first.kind, first.address = None, w.uuid.uuid4(), "app", "https://app.qinghe.example"
    first.save(force_insert=True)
    w.submit(world, filing)
    dossier = filing.dossiers.get()
    for platform in dossier.platforms.all():
        w.findings.raise_finding(dossier, world.officer, "platforms", platform.line, "未公示收费", "serious")
    for finding in dossier.findings.undecided():
        w.findings.confirm(finding, world.officer)
    about = [item["about"] for item in pdf.draft_content(filing, dossier, {})["items"]]
    assert len(set(about)) == len(about) == 2
    assert any("www.qinghe.example" in each for each in about) and any("app.qinghe.example" in each for each in about)


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
