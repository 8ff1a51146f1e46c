"""From every reachable state some role can go on: the corners where a filing might be stuck."""

from __future__ import annotations

from datetime import timedelta

import pytest

from filing_platform import clock
from institutions.models import Filing, Kind, State
from rectification import deciding, judging, list_acts, opening, workflow
from rectification.table import TABLE
from screening import findings
from tests.rectification import world as w
from tests.rectification.world import World


def open_steps(world: World, filing: Filing) -> set[str]:
    """What the filer or the province's education officers may do now."""
    filing.refresh_from_db()
    return {
        str(offer.action)
        for person in (world.filer, world.officer)
        for offer in workflow.offers(filing, person)
        if offer.allowed
    }


@pytest.mark.parametrize("state", [s for s in State.values if s != State.CLOSED])
@pytest.mark.parametrize("kind", [Kind.INITIAL, Kind.CHANGE, Kind.INSPECTION])
def test_every_open_state_of_every_kind_has_a_way_on(world: World, kind: str, state: str) -> None:
    filing = w.in_state(world, kind, state)
    if filing is None:
        assert (kind, state) == (Kind.INSPECTION, State.DRAFT)
        return
    if state == State.SUBMITTED:
        w.hear_everybody(world, filing)
        for notice in filing.notices.all():
            for item in notice.items.all():
                judging.judge(item, world.officer, "rectified")
    assert open_steps(world, filing)


def test_every_row_of_the_table_starts_from_a_state_with_a_rule() -> None:
    for step in TABLE:
        if step.source is not None:
            assert step.action in workflow.RULES


def test_a_proposed_decision_can_always_be_retracted(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    decision = deciding.propose("accept", filing, world.officer, filing.version)
    filing.refresh_from_db()
    assert open_steps(world, filing) == set()
    deciding.retract(decision, world.officer)
    assert "accept" in open_steps(world, filing)


def test_flagged_with_everything_dismissed_goes_back_to_the_queue(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    workflow.perform("flag", filing, world.officer, filing.version)
    findings.dismiss(finding, world.officer, "不成立")
    assert "clear" in open_steps(world, filing)


def test_no_answer_of_a_round_escapes_the_next(world: World) -> None:
    """An item that nobody has looked at keeps the filing from being flagged; judging it is always possible."""
    filing = two_items(world)
    w.resubmit(world, filing)
    first, second = filing.notices.get().items.all()
    judging.judge(first, world.officer, "inadequate", "仍为 21:20")
    assert "flag" not in open_steps(world, filing)
    judging.judge(second, world.officer, "rectified")
    assert "flag" in open_steps(world, filing)


def test_an_item_of_an_earlier_round_that_was_never_judged_still_waits(world: World) -> None:
    filing = two_items(world)
    w.resubmit(world, filing)
    first, second = filing.notices.get().items.all()
    for item in (first, second):
        judging.judge(item, world.officer, "inadequate", "仍不到位")
    workflow.perform("flag", filing, world.officer, filing.version)
    w.notify(world, filing)
    w.resubmit(world, filing)
    # As rounds ended before this was asked.
    first.judgement.delete()
    for item in filing.notices.get(round=2).items.all():
        judging.judge(item, world.officer, "rectified")
    w.hear_everybody(world, filing)
    assert "accept" not in open_steps(world, filing)
    judging.judge(first, world.officer, "rectified")
    assert "accept" in open_steps(world, filing)


def two_items(world: World) -> Filing:
    """Rectifying, with two items to answer."""
    filing = w.submitted(world)
    w.problem(world, filing)
    w.flag(world, filing)
    w.notify(world, filing)
    return filing


def test_a_notice_waits_until_every_finding_is_decided(world: World) -> None:
    filing = w.flagged(world)
    dossier = filing.dossiers.get()
    candidate = findings.raise_finding(dossier, world.departments["cyberspace"], "platforms", None, "未备案", "grave")
    assert "issue_notice" not in open_steps(world, filing)
    findings.dismiss(candidate, world.officer, "已核对")
    assert "issue_notice" in open_steps(world, filing)


def test_an_inspection_is_not_cleared_before_the_rules_have_run(world: World) -> None:
    w.listed(world)
    filing = opening.open_inspection(world.institution, world.officer, "接到举报")
    assert open_steps(world, filing) == {"reject"}
    w.screen(filing)
    assert "clear" in open_steps(world, filing)


def test_overdue_can_still_be_extended_or_rejected_and_the_filer_can_still_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = w.rectifying(world, days=10)
    w.answer_all(world, filing)
    late = clock.now() + timedelta(days=11)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert {"extend", "reject", "resubmit", "rescind"} <= open_steps(world, filing)


def test_a_change_that_lost_its_ground_can_be_withdrawn(world: World) -> None:
    filing = w.change_draft(world)
    deciding.confirm(list_acts.propose("end_entry", world.institution, world.officer, "机构注销"), world.second)
    assert "withdraw" in open_steps(world, filing)
    w.submit(world, filing)
    assert "withdraw" in open_steps(world, filing)


def test_a_change_under_inspection_waits_and_goes_on_when_the_inspection_is_over(world: World) -> None:
    filing = w.change_draft(world)
    w.submit(world, filing)
    inspection = opening.open_inspection(world.institution, world.officer, "接到举报")
    w.screen(inspection)
    w.hear_everybody(world, filing)
    assert "accept" not in open_steps(world, filing)
    workflow.perform("clear", inspection, world.officer, inspection.version)
    inspection.refresh_from_db()
    w.accept(world, inspection)
    assert "accept" in open_steps(world, filing)


def test_after_a_withdrawal_the_institution_files_again(world: World) -> None:
    filing = w.draft(world)
    workflow.perform("withdraw", filing, world.filer, filing.version, reason="重新准备")
    assert opening.open_filing(world.institution, Kind.INITIAL, world.filer).state == State.DRAFT
