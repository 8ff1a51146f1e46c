"""Deciding on the desk: one page an act, another officer's page, stale pages, refusals that lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.models import Message
from filing_platform import clock
from institutions.models import Decision, Filing
from rectification import deadlines, deciding, responding
from rectification.models import CannedReason, Notice
from register import publishing
from tests.rectification import world as w
from tests.rectification.pages import client_of, page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def decide(filing: Filing, action: str) -> str:
    return f"/review/{filing.number}/decide/{action}/"


def ready(world: World) -> Filing:
    """Submitted, and every department heard."""
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    return filing


def proposed(world: World) -> Decision:
    filing = ready(world)
    return deciding.propose("accept", filing, world.officer, filing.version, public_reason="材料符合规定")


@contextmanager
def later(days: int) -> Iterator[None]:
    moment = clock.now() + timedelta(days=days)
    with mock.patch.object(clock, "now", lambda: moment):
        yield


def test_it_works(world: World) -> None:
    filing = ready(world)
    text = page(world.officer, decide(filing, "accept"))
    assert "How the public will read it" in text
    assert "Public notice for 7 days" in text
    answer = post(world.officer, decide(filing, "accept"), version=filing.version, public_reason="材料符合规定")
    decision = Decision.objects.get()
    assert answer["Location"] == f"/review/decisions/{decision.pk}/"
    filing.refresh_from_db()
    assert "材料符合规定" in page(world.second, f"/review/decisions/{decision.pk}/")
    post(world.second, f"/review/decisions/{decision.pk}/confirmation/", version=filing.version)
    filing.refresh_from_db()
    assert (filing.state, filing.outcome) == ("closed", "accepted")
    assert publishing.standing(world.institution).list == "notice"


def test_the_public_reason_is_shown_before_it_is_proposed(world: World) -> None:
    filing = ready(world)
    sent = {"version": filing.version, "public_reason": "材料齐全，符合规定。", "preview": "1"}
    text = post(world.officer, decide(filing, "accept"), 200, **sent).content.decode()
    assert text.count("材料齐全，符合规定。") >= 2
    assert not Decision.objects.exists()


def test_the_first_officer_cannot_confirm(world: World) -> None:
    decision = proposed(world)
    text = page(world.officer, f"/review/decisions/{decision.pk}/")
    assert "Confirm the decision" not in text
    assert "Retract the proposal" in text
    post(world.officer, f"/review/decisions/{decision.pk}/confirmation/", 422)
    decision.refresh_from_db()
    assert decision.state == "proposed"


def test_the_second_officer_returns_it_with_a_reason(world: World) -> None:
    decision = proposed(world)
    post(world.second, f"/review/decisions/{decision.pk}/return/", 422, reason="")
    post(world.second, f"/review/decisions/{decision.pk}/return/", reason="请补充理由")
    assert "请补充理由" in page(world.officer, f"/review/decisions/{decision.pk}/")
    decision.refresh_from_db()
    assert decision.state == "returned"


def test_the_first_officer_retracts(world: World) -> None:
    decision = proposed(world)
    post(world.second, f"/review/decisions/{decision.pk}/retraction/", 404)
    post(world.officer, f"/review/decisions/{decision.pk}/retraction/")
    decision.refresh_from_db()
    assert decision.state == "retracted"


@pytest.mark.parametrize("role", ["department officer", "provincial administrator", "observer"])
def test_who_does_not_decide_is_offered_nothing(world: World, role: str) -> None:
    decision = proposed(world)
    person = world.roles()[role]
    text = page(person, f"/review/decisions/{decision.pk}/")
    assert "Confirm the decision" not in text
    assert "Return with a reason" not in text
    for answer in ("confirmation", "return", "retraction"):
        post(person, f"/review/decisions/{decision.pk}/{answer}/", 404, reason="x")
    page(person, decide(decision.filing, "accept"), 404)  # type: ignore[arg-type]


def test_another_province_and_a_filer_do_not_see_the_decision(world: World) -> None:
    decision = proposed(world)
    for person in (world.officer_elsewhere, world.filer):
        page(person, f"/review/decisions/{decision.pk}/", 404)


def test_a_stale_page_answers_409_and_gives_back_what_was_typed(world: World) -> None:
    filing = ready(world)
    old = filing.version
    w.problem(world, filing)
    page(world.officer, decide(filing, "flag"))
    post(world.second, decide(filing, "flag"), version=old)
    answer = post(world.officer, decide(filing, "flag"), 409, version=old, reason="写了很久的一段话")
    text = answer.content.decode()
    assert "写了很久的一段话" in text
    assert "second" in text
    filing.refresh_from_db()
    assert filing.state == "flagged"


def test_a_second_click_confirms_nothing_twice(world: World) -> None:
    decision = proposed(world)
    filing = Filing.objects.get(pk=decision.filing_id)
    confirm = f"/review/decisions/{decision.pk}/confirmation/"
    post(world.second, confirm, version=filing.version)
    post(world.second, confirm, 409, version=filing.version)
    assert publishing.standing(world.institution).list == "notice"


def test_what_is_not_open_yet_says_why(world: World) -> None:
    filing = w.submitted(world)
    text = page(world.officer, decide(filing, "accept"))
    assert "has given no opinion yet" in text
    answer = post(world.officer, decide(filing, "accept"), 422, version=filing.version, public_reason="写好的理由")
    assert "写好的理由" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_notice_is_drafted_with_a_requirement_for_each_finding(world: World) -> None:
    filing = w.flagged(world)
    text = page(world.officer, decide(filing, "issue_notice"))
    assert "周三直播课 21:20 结束" in text
    finding = filing.dossiers.get().findings.get()
    sent = {
        "version": filing.version,
        "deadline": clock.today() + timedelta(days=30),
        "public_reason": "直播结束时间不符合规定",
        f"requirement_{finding.pk}": "请将直播课调整到 21:00 前结束。",
    }
    post(world.officer, decide(filing, "issue_notice"), **sent)
    decision = Decision.objects.get()
    filing.refresh_from_db()
    assert "请将直播课调整到 21:00 前结束。" in page(world.second, f"/review/decisions/{decision.pk}/")
    post(world.second, f"/review/decisions/{decision.pk}/confirmation/", version=filing.version)
    notice = Notice.objects.get()
    assert notice.items.get().requirement == "请将直播课调整到 21:00 前结束。"
    assert notice.number in page(world.officer, f"/review/{filing.number}/notices/1/")


def test_a_deadline_past_the_limit_is_refused_with_everything_typed(world: World) -> None:
    filing = w.flagged(world)
    sent = {"version": filing.version, "deadline": clock.today() + timedelta(days=900), "public_reason": "写好的理由"}
    answer = post(world.officer, decide(filing, "issue_notice"), 422, **sent).content.decode()
    assert "写好的理由" in answer
    assert "Choose a day after" in answer


def test_a_rejection_without_a_judged_answer_says_why_it_cannot_be_rectified(world: World) -> None:
    filing = w.flagged(world)
    sent = {"version": filing.version, "public_reason": "拒不整改"}
    post(world.officer, decide(filing, "reject"), 422, **sent)
    post(world.officer, decide(filing, "reject"), **sent, cannot_be_rectified="机构书面拒绝")
    decision = Decision.objects.get()
    assert "机构书面拒绝" in page(world.second, f"/review/decisions/{decision.pk}/")


def test_a_rejection_waits_for_the_statement_to_be_read(world: World) -> None:
    filing = w.flagged(world)
    terms = {"public_reason": "拒不整改", "cannot_be_rectified": "机构书面拒绝"}
    decision = deciding.propose("reject", filing, world.officer, filing.version, **terms)
    responding.hand_in_statement(decision, world.filer, "我单位请求宽限。")
    where = f"/review/decisions/{decision.pk}/"
    assert "may hand in its statement until" in page(world.second, where)
    with later(20):
        text = page(world.second, where)
        assert "我单位请求宽限。" in text
        assert "Read the institution" in text
        post(world.second, f"{where}statement/")
        assert "read by second" in page(world.second, where)
        filing.refresh_from_db()
        post(world.second, f"{where}confirmation/", version=filing.version)
        assert publishing.standing(world.institution).list == "black"


def test_extending_takes_one_officer_a_day_and_a_reason(world: World) -> None:
    filing = w.rectifying(world, days=10)
    day = clock.today() + timedelta(days=20)
    post(world.officer, decide(filing, "extend"), 422, version=filing.version, deadline=day, reason="")
    post(world.officer, decide(filing, "extend"), version=filing.version, deadline=day, reason="系统改造需要时间")
    filing.refresh_from_db()
    assert filing.deadline == day


def test_nobody_can_set_a_state_by_a_field(world: World) -> None:
    filing = ready(world)
    sent = {
        "version": filing.version,
        "public_reason": "x",
        "state": "closed",
        "outcome": "accepted",
        "jurisdiction": "31",
    }
    post(world.officer, decide(filing, "accept"), **sent)
    filing.refresh_from_db()
    assert (filing.state, filing.jurisdiction_id) == ("submitted", "11")


def test_rights_revoked_since_the_page_was_made_count(world: World) -> None:
    decision = proposed(world)
    client = client_of(world.second)
    world.second.posts.update(valid_until=clock.today() - timedelta(days=1))
    assert client.post(f"/review/decisions/{decision.pk}/confirmation/", {}).status_code == 404
    decision.refresh_from_db()
    assert decision.state == "proposed"


def test_an_opinion_without_a_finding_gives_back_the_choice_and_the_words(world: World) -> None:
    filing = w.submitted(world)
    sent = {"verdict": "problems_found", "text": "资质存疑"}
    answer = post(world.departments["cyberspace"], f"/review/{filing.number}/opinion/", 422, **sent).content.decode()
    assert "资质存疑" in answer
    assert 'value="problems_found" checked' in answer


def test_the_card_says_what_is_proposed_and_by_whom(world: World) -> None:
    filing = w.flagged(world)
    terms = {"public_reason": "拒不整改", "cannot_be_rectified": "机构书面拒绝"}
    deciding.propose("reject", filing, world.officer, filing.version, **terms)
    assert "Rejection proposed by officer" in page(world.second, f"/review/{filing.number}/")


def draft_of(filing: Filing) -> dict[str, object]:
    finding = filing.dossiers.get().findings.get()
    return {
        "version": filing.version,
        "deadline": clock.today() + timedelta(days=20),
        "public_reason": "直播结束时间不符合规定",
        "text": "经排查，你单位备案材料存在下列问题。",
        "internal_note": "请核对",
        f"requirement_{finding.pk}": "请将直播课调整到 21:00 前结束。",
    }


def test_the_second_officer_reads_the_whole_notice(world: World) -> None:
    filing = w.flagged(world)
    post(world.officer, decide(filing, "issue_notice"), **draft_of(filing))
    text = page(world.second, f"/review/decisions/{Decision.objects.get().pk}/")
    for words in ("经排查，你单位", "周三直播课 21:20 结束", "请将直播课调整到 21:00 前结束。", "文号于签发时编定"):
        assert words in text


def test_the_draft_is_shown_before_it_is_proposed(world: World) -> None:
    filing = w.flagged(world)
    text = post(world.officer, decide(filing, "issue_notice"), 200, **draft_of(filing), preview="1").content.decode()
    assert "How the notice will read" in text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("how", ["return", "retraction"])
def test_the_next_proposal_starts_from_the_one_that_came_back(world: World, how: str) -> None:
    filing = w.flagged(world)
    sent = draft_of(filing)
    post(world.officer, decide(filing, "issue_notice"), **sent)
    who = world.second if how == "return" else world.officer
    post(who, f"/review/decisions/{Decision.objects.get().pk}/{how}/", reason="开头请写明依据")
    came_back = page(world.officer, f"/review/decisions/{Decision.objects.get().pk}/")
    assert "Propose it again" in came_back and decide(filing, "issue_notice") in came_back
    text = page(world.officer, decide(filing, "issue_notice"))
    for name in set(sent) - {"version", "deadline"}:
        assert str(sent[name]) in text
    assert f'value="{sent["deadline"]}"' in text
    assert (f"Returned by {who}" in text and "开头请写明依据" in text) == (how == "return")
    assert (f"Retracted by {who}" in text) == (how == "retraction")


def test_flagging_says_what_is_undecided_and_leads_there(world: World) -> None:
    filing = w.submitted(world)
    w.problem(world, filing)
    dossier = filing.dossiers.get()
    w.findings.raise_finding(dossier, world.departments["cyberspace"], "platforms", None, "未备案", "grave")
    text = page(world.officer, decide(filing, "flag"))
    assert "1 finding is undecided" in text
    assert f"/review/{filing.number}/?group=findings" in text
    filing.refresh_from_db()
    post(world.officer, decide(filing, "flag"), version=filing.version)
    text = page(world.officer, decide(filing, "issue_notice"))
    assert "1 finding is undecided" in text and "Decide them" in text


def test_a_second_notice_says_what_of_the_gray_entry_changes(world: World) -> None:
    filing = w.rectifying(world)
    w.resubmit(world, filing)
    w.judging.judge(filing.notices.get().items.get(), world.officer, "inadequate", "仍为 21:20")
    w.workflow.perform("flag", filing, world.officer, filing.version)
    text = page(world.officer, decide(filing, "issue_notice"))
    assert "It stays on the gray list, on it since" in text
    assert "On the gray list since" in text


def test_an_extension_that_is_too_early_is_said_at_its_field(world: World) -> None:
    filing = w.rectifying(world, days=30)
    sent = {"version": filing.version, "deadline": clock.today() + timedelta(days=20), "reason": "疫情"}
    text = post(world.officer, decide(filing, "extend"), 422, **sent).content.decode()
    assert 'id="id_deadline_error"' in text


def test_the_institution_is_told_what_a_notice_means(world: World) -> None:
    w.rectifying(world)
    told = Message.objects.get(user=world.filer, key__startswith="notice-")
    assert "on the gray list, to be answered by the end of" in told.subject and "\n" not in told.subject
    assert "is on the gray list since" in told.more
    assert "直播结束时间不符合规定" in told.more


def test_a_change_leaves_the_entry_and_the_message_says_so(world: World) -> None:
    filing = w.change_draft(world)
    w.submit(world, filing)
    w.flag(world, filing)
    w.notify(world, filing)
    assert "stays as it is" in Message.objects.get(user=world.filer, key__startswith="notice-").more


def test_an_inspection_tells_the_institution_and_stays_with_who_opened_it(world: World) -> None:
    w.listed(world)
    filing = w.opening.open_inspection(world.institution, world.officer, "接到举报")
    assert filing.assigned_to == world.officer
    assert "接到举报" in Message.objects.get(user=world.filer, key__startswith="inspection-").more
    text = page(world.officer, f"/review/{filing.number}/")
    assert "The automatic screening is running" in text
    assert "No findings on this version" not in text


def test_who_proposed_is_told_which_proposal_came_back(world: World) -> None:
    decision = proposed(world)
    post(world.second, f"/review/decisions/{decision.pk}/return/", reason="请补充理由")
    told = str(Message.objects.get(user=world.officer, key=f"returned-{decision.pk}"))
    assert world.institution.name in told and "acceptance" in told and "请补充理由" in told


def test_a_notice_is_not_offered_the_reasons_of_other_acts(world: World) -> None:
    for purpose in ("acceptance", "notice_reason", "rejection", "public_reason"):
        CannedReason.objects.create(jurisdiction_id="11", purpose=purpose, title=f"t-{purpose}", text=purpose)
    text = page(world.officer, decide(w.flagged(world), "issue_notice"))
    assert ">t-notice_reason<" in text and ">t-public_reason<" in text
    assert ">t-acceptance<" not in text and ">t-rejection<" not in text


def test_the_black_list_is_not_announced_for_a_day_on_which_the_statement_is_still_awaited(world: World) -> None:
    filing = w.flagged(world)
    last = deadlines.statement_until(filing.programme, w.clock.today())
    with override("en"):
        first = date_format(last + timedelta(days=1), "DATE_FORMAT")
    assert f"{first} at the earliest" in page(world.officer, f"/review/{filing.number}/decide/reject/")
