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
