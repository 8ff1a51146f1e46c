"""Canned reasons: kept by the province's administrator, put into reasons by its officers, without script."""

from __future__ import annotations

import pytest

from institutions.models import Decision
from rectification.models import CannedReason
from screening.models import Finding
from tests.rectification import world as w
from tests.rectification.pages import page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/review/programme/11/canned/"
TYPED = {"purpose": "dismissal", "title": "已核对", "text": "已核对原件，不属于问题。"}


def canned(
    purpose: str = "dismissal", title: str = "已核对", text: str = TYPED["text"], code: str = "11"
) -> CannedReason:
    return CannedReason.objects.create(jurisdiction_id=code, purpose=purpose, title=title, text=text)


def test_it_works(world: World) -> None:
    post(world.administrator, ADDRESS, **TYPED)
    reason = CannedReason.objects.get()
    assert reason.jurisdiction_id == "11"
    assert "已核对原件" in page(world.administrator, ADDRESS)
    assert ADDRESS in page(world.administrator, "/review/programme/")
    post(world.administrator, f"{ADDRESS}{reason.pk}/", **(TYPED | {"title": "原件已核对"}))
    assert CannedReason.objects.get().title == "原件已核对"
    post(world.administrator, f"{ADDRESS}{reason.pk}/", remove="1")
    assert not CannedReason.objects.exists()


def test_a_short_name_is_used_once_for_one_purpose(world: World) -> None:
    canned()
    post(world.administrator, ADDRESS, 422, **TYPED)
    post(world.administrator, ADDRESS, **(TYPED | {"purpose": "notice"}))
    assert CannedReason.objects.count() == 2


def test_only_the_provinces_administrator_keeps_them(world: World) -> None:
    reason = canned()
    for person in (world.officer, world.national, world.observer, world.filer):
        page(person, ADDRESS, 404)
        post(person, ADDRESS, 404, **TYPED)
        post(person, f"{ADDRESS}{reason.pk}/", 404, remove="1")
    elsewhere = canned(code="31")
    post(world.administrator, f"{ADDRESS}{elsewhere.pk}/", 404, remove="1")
    page(world.administrator, "/review/programme/31/canned/", 404)
    assert CannedReason.objects.count() == 2


def test_an_officer_dismisses_with_one_and_with_words_of_their_own(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    reason = canned()
    assert "Add a canned reason" in page(world.officer, f"/review/{filing.number}/")
    address = f"/review/{filing.number}/findings/{finding.pk}/"
    post(world.officer, address, verdict="dismissed", reason="", canned_reason=reason.pk)
    finding.refresh_from_db()
    assert (finding.status, finding.verdict_reason) == ("dismissed", reason.text)
    post(world.officer, address, verdict="dismissed", reason="另见附件", canned_reason=reason.pk)
    finding.refresh_from_db()
    assert finding.verdict_reason == f"另见附件\n{reason.text}"


def test_what_script_has_put_there_already_is_not_put_twice(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    reason = canned()
    address = f"/review/{filing.number}/findings/{finding.pk}/"
    post(world.officer, address, verdict="dismissed", reason=f"{reason.text}（两份）", canned_reason=reason.pk)
    finding.refresh_from_db()
    assert finding.verdict_reason == f"{reason.text}（两份）"


def test_a_notice_takes_a_public_reason_and_opening_words(world: World) -> None:
    filing = w.flagged(world)
    public, opening = canned("public_reason", "限期整改", "限期整改。"), canned("notice", "一并自查", "请一并自查。")
    text = page(world.officer, f"/review/{filing.number}/decide/issue_notice/")
    assert "限期整改" in text and "一并自查" in text and "已核对" not in text
    sent = {
        "version": filing.version,
        "deadline": w.clock.today() + w.timedelta(days=30),
        "canned_public_reason": public.pk,
        "text": "各有关事项如下。",
        "canned_text": opening.pk,
    }
    post(world.officer, f"/review/{filing.number}/decide/issue_notice/", **sent)
    decision = Decision.objects.get()
    assert decision.public_reason == "限期整改。"
    assert decision.terms["text"] == "各有关事项如下。\n请一并自查。"


def test_a_list_act_takes_one(world: World) -> None:
    w.listed(world)
    reason = canned("public_reason", "停办", "机构已停办。")
    address = f"/review/lists/{world.institution.credit_code}/end_entry/"
    assert "停办" in page(world.officer, address)
    post(world.officer, address, canned_public_reason=reason.pk)
    assert Decision.objects.get(kind="end_entry").public_reason == "机构已停办。"


@pytest.mark.parametrize("value", ["x", "9" * 30, "-1", "０", ""])
def test_what_is_no_canned_reason_adds_nothing(world: World, value: str) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    post(
        world.officer, f"/review/{filing.number}/findings/{finding.pk}/", 422, verdict="dismissed", canned_reason=value
    )
    assert Finding.objects.get().status == "confirmed"


def test_another_provinces_reason_is_not_for_this_one(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    other = canned(code="31", text="上海的常用语")
    assert "Add a canned reason" not in page(world.officer, f"/review/{filing.number}/")
    sent = {"verdict": "dismissed", "reason": "", "canned_reason": other.pk}
    post(world.officer, f"/review/{filing.number}/findings/{finding.pk}/", 422, **sent)
