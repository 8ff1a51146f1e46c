"""Two people decide; the lists change only by them; a stale page and a second click change nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Message
from filing_platform import clock
from filing_platform.errors import Conflict, NotFound, Refused
from institutions import events
from institutions.models import Decision, Filing
from rectification import deciding, judging, list_acts, measures, opening, resolutions, responding, workflow
from register import publishing
from register.models import PublicMeasure
from screening import findings, opinions
from tests.rectification import world as w
from tests.rectification.world import World


def standing(world: World, days: int = 0) -> str:
    return publishing.standing(world.institution, clock.today() + timedelta(days=days)).list


def test_it_works_from_draft_to_the_white_list(world: World) -> None:
    filing = w.submitted(world)
    w.accept(world, filing)
    assert (filing.state, filing.outcome) == ("closed", "accepted")
    assert standing(world) == "notice"
    assert standing(world, 6) == "notice"
    assert standing(world, 7) == "white"
    assert events.broken_at(filing) is None


def test_second_officer_must_be_another_person(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    decision = deciding.propose("accept", filing, world.officer, filing.version)
    with pytest.raises(Refused):
        deciding.confirm(decision, world.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(
            state="confirmed", decided_by=world.officer, decided_at=clock.now()
        )
    filing.refresh_from_db()
    assert filing.state == "submitted"


def test_while_a_decision_is_proposed_the_filing_takes_no_other_step(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    deciding.propose("accept", filing, world.officer, filing.version)
    filing.refresh_from_db()
    with pytest.raises(Refused):
        workflow.perform("take_back", filing, world.filer, filing.version)
    with pytest.raises(Refused):
        deciding.propose("accept", filing, world.second, filing.version)


def test_a_proposal_is_returned_with_a_reason_and_the_filing_goes_on(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    decision = deciding.propose("accept", filing, world.officer, filing.version)
    with pytest.raises(Refused):
        deciding.return_decision(decision, world.second, " ")
    deciding.return_decision(decision, world.second, "请补充意见")
    filing.refresh_from_db()
    assert filing.state == "submitted"
    assert deciding.propose("accept", filing, world.officer, filing.version).state == "proposed"


def test_a_proposal_is_retracted_only_by_who_made_it(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    decision = deciding.propose("accept", filing, world.officer, filing.version)
    with pytest.raises(NotFound):
        deciding.retract(decision, world.second)
    assert deciding.retract(decision, world.officer).state == "retracted"


def test_a_second_click_finds_the_decision_made_and_who_made_it(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    decision = deciding.propose("accept", filing, world.officer, filing.version)
    deciding.confirm(decision, world.second)
    before = world.institution.list_changes.count()
    with pytest.raises(Conflict, match="second"):
        deciding.confirm(decision, world.second)
    assert world.institution.list_changes.count() == before


def test_a_stale_page_is_told_who_was_first(world: World) -> None:
    filing = w.submitted(world)
    version = filing.version
    w.flag(world, filing)
    with pytest.raises(Conflict, match="officer"):
        workflow.perform("take_back", filing, world.filer, version)


@pytest.mark.parametrize("left_out", ["cyberspace", "education"])
def test_acceptance_waits_for_every_department(world: World, left_out: str) -> None:
    filing = w.submitted(world)
    dossier = filing.dossiers.get(version=1)
    for code, officer in {**world.departments, "education": world.officer}.items():
        if code != left_out:
            opinions.give(dossier, officer, "no_objection", "")
    with pytest.raises(Refused):
        deciding.propose("accept", filing, world.officer, filing.version)


def test_a_silent_department_is_stood_in_for_by_a_resolution_of_two(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = w.submitted(world)
    dossier = filing.dossiers.get(version=1)
    silent = filing.programme.departments.get(department="cyberspace").department
    for code, officer in {**world.departments, "education": world.officer}.items():
        if code != "cyberspace":
            opinions.give(dossier, officer, "no_objection", "")
    with pytest.raises(Refused):
        resolutions.record(filing, world.officer, silent, clock.today(), "教育、网信", "同意")
    later = clock.now() + timedelta(days=filing.programme.opinion_days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    resolution = resolutions.record(filing, world.officer, silent, clock.today(), "教育、网信", "同意")
    with pytest.raises(Refused):
        deciding.propose("accept", filing, world.officer, filing.version)
    with pytest.raises(Refused):
        resolutions.confirm(resolution, world.officer)
    resolutions.confirm(resolution, world.second)
    assert deciding.propose("accept", filing, world.officer, filing.version).state == "proposed"


def test_a_notice_puts_the_institution_on_the_gray_list_and_opens_a_version_to_edit(world: World) -> None:
    filing = w.rectifying(world)
    notice = filing.notices.get()
    assert standing(world) == "gray"
    assert filing.deadline == notice.deadline
    assert notice.items.count() == 1
    assert filing.dossiers.filter(sealed_at=None, version=2).exists()
    assert "教线上整改" in notice.number


def test_a_notice_needs_a_deadline_within_the_programme(world: World) -> None:
    filing = w.flagged(world)
    for days in (0, 400):
        with pytest.raises(Refused):
            deciding.propose(
                "issue_notice",
                filing,
                world.officer,
                filing.version,
                public_reason="理由",
                deadline=clock.today() + timedelta(days=days),
            )


def test_rectified_items_lead_to_acceptance(world: World) -> None:
    filing = w.rectifying(world)
    w.resubmit(world, filing)
    w.hear_everybody(world, filing)
    with pytest.raises(Refused):
        deciding.propose("accept", filing, world.officer, filing.version)
    judging.judge(filing.notices.get().items.get(), world.officer, "rectified")
    w.decide(world, filing, "accept", public_reason="已整改到位")
    assert standing(world) == "notice"


def test_an_inadequate_answer_is_a_finding_again_and_the_next_round_has_it(world: World) -> None:
    filing = w.rectifying(world)
    w.resubmit(world, filing)
    item = filing.notices.get().items.get()
    judgement = judging.judge(item, world.officer, "inadequate", "仍为 21:20")
    assert judgement.finding is not None and judgement.finding.status == "confirmed"
    workflow.perform("flag", filing, world.officer, filing.version)
    w.notify(world, filing)
    assert filing.notices.get(round=2).items.get().finding == judgement.finding


def test_a_revised_judgement_takes_its_finding_with_it(world: World) -> None:
    filing = w.rectifying(world)
    w.resubmit(world, filing)
    item = filing.notices.get().items.get()
    judging.judge(item, world.officer, "inadequate", "仍为 21:20")
    judging.judge(item, world.officer, "rectified")
    w.accept(world, filing)
    assert filing.outcome == "accepted"


def test_rejection_waits_for_the_statement_to_be_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = w.rectifying(world, days=10)
    with pytest.raises(Refused):
        deciding.propose("reject", filing, world.officer, filing.version, public_reason="逾期未整改")
    late = clock.now() + timedelta(days=11)
    monkeypatch.setattr(clock, "now", lambda: late)
    decision = deciding.propose("reject", filing, world.officer, filing.version, public_reason="逾期未整改")
    with pytest.raises(Refused):
        deciding.confirm(decision, world.second)
    statement = responding.hand_in_statement(decision, world.filer, "我们已经整改")
    assert decision.statement_until is not None
    after = late + timedelta(days=(decision.statement_until - late.date()).days + 1)
    monkeypatch.setattr(clock, "now", lambda: after)
    with pytest.raises(Refused):
        deciding.confirm(decision, world.second)
    responding.read_statement(statement, world.second)
    deciding.confirm(decision, world.second)
    filing.refresh_from_db()
    assert filing.outcome == "rejected"
    assert standing(world) == "black"


def test_a_measure_is_ordered_carried_out_and_shown(world: World) -> None:
    filing = rejected(world)
    decision = filing.decisions.get(kind="reject")
    department = filing.programme.departments.get(department="telecommunications").department
    measure = measures.order(decision, world.officer, "stop_platform", department, reason="拒不整改")
    with pytest.raises(NotFound):
        measures.move(measure, world.departments["cyberspace"], "carried_out")
    measures.move(measure, world.departments["telecommunications"], "carried_out")
    assert PublicMeasure.objects.get(institution=world.institution).status == "carried_out"


def rejected(world: World) -> Filing:
    """Flagged, and the problem cannot be rectified."""
    filing = w.flagged(world)
    decision = deciding.propose(
        "reject",
        filing,
        world.officer,
        filing.version,
        public_reason="课程内容违法",
        cannot_be_rectified="内容违法，无法整改",
    )
    Decision.objects.filter(pk=decision.pk).update(statement_until=clock.today() - timedelta(days=1))
    decision.refresh_from_db()
    deciding.confirm(decision, world.second)
    filing.refresh_from_db()
    return filing


def test_a_rejected_institution_files_again_and_leaves_the_black_list_by_acceptance(world: World) -> None:
    rejected(world)
    filing = opening.open_filing(world.institution, "initial", world.filer)
    w.fill(filing.dossiers.get())
    w.submit(world, filing)
    assert standing(world) == "black"
    w.accept(world, filing)
    assert standing(world) == "notice"


def test_a_rescinded_notice_gives_the_entry_before_it_back(world: World) -> None:
    filing = w.rectifying(world)
    assert standing(world) == "gray"
    w.decide(world, filing, "rescind", public_reason="通知书送达有误")
    assert filing.state == "flagged" and filing.deadline is None
    assert standing(world) == ""
    assert world.institution.list_changes.count() == 2


def test_a_change_goes_on_with_the_new_dossier_and_no_new_notice(world: World) -> None:
    filing = w.change_draft(world)
    filing.dossiers.get().platforms.update(name="青禾课堂新版")
    w.submit(world, filing)
    w.accept(world, filing)
    assert standing(world) == "notice"
    assert standing(world, 7) == "white"
    now = publishing.standing(world.institution, clock.today() + timedelta(days=7))
    assert now.dossier_id == filing.dossiers.get(version=1).pk


def test_a_rejected_change_leaves_the_lists_alone(world: World) -> None:
    filing = w.change_draft(world)
    w.submit(world, filing)
    w.flag(world, filing)
    before = world.institution.list_changes.count()
    w.notify(world, filing)
    assert world.institution.list_changes.count() == before
    assert standing(world) == "notice"


def test_a_suspended_entry_comes_back_by_the_inspection(world: World) -> None:
    w.listed(world)
    decision = list_acts.propose("suspend_entry", world.institution, world.officer, "异议成立")
    with pytest.raises(Refused):
        deciding.confirm(decision, world.officer)
    deciding.confirm(decision, world.second)
    assert standing(world) == standing(world, 30) == ""
    filing = world.institution.filings.get(kind="inspection")
    w.screen(filing)
    workflow.perform("clear", filing, world.officer, filing.version)
    w.accept(world, Filing.objects.get(pk=filing.pk))
    assert (standing(world), standing(world, 7)) == ("notice", "white")


def test_an_inspection_with_problems_makes_a_white_institution_gray(world: World) -> None:
    filing = w.inspection(world)
    w.problem(world, filing)
    w.notify(world, filing)
    assert standing(world) == standing(world, 30) == "gray"


def test_an_entry_ends_by_two_officers_and_history_keeps_all(world: World) -> None:
    w.listed(world)
    deciding.confirm(list_acts.propose("end_entry", world.institution, world.officer, "机构注销"), world.second)
    assert standing(world) == standing(world, 30) == ""
    assert world.institution.list_changes.count() == 3
    told = Message.objects.get(user=world.filer, key__startswith="list-act-")
    assert (told.params["reason"], told.address) == ("机构注销", f"/register/{world.institution.credit_code}/")


def test_a_corrected_entry_supersedes_the_wrong_one(world: World) -> None:
    rejected(world)
    decision = list_acts.propose("correct_entry", world.institution, world.officer, "理由更正：课程内容不符")
    deciding.confirm(decision, world.second)
    now = publishing.standing(world.institution)
    assert (now.list, now.reason) == ("black", "理由更正：课程内容不符")


def test_a_notice_corrected_to_another_list_does_not_turn_white(world: World) -> None:
    w.listed(world)
    decision = list_acts.propose("correct_entry", world.institution, world.officer, "误列公示", list="black")
    deciding.confirm(decision, world.second)
    assert standing(world) == standing(world, 30) == "black"


def test_a_notice_whose_reason_is_corrected_still_turns_white(world: World) -> None:
    w.listed(world)
    deciding.confirm(list_acts.propose("correct_entry", world.institution, world.officer, "理由更正"), world.second)
    assert (standing(world), standing(world, 7)) == ("notice", "white")


def test_what_was_taken_back_is_a_draft_again_and_the_sealed_version_stays(world: World) -> None:
    filing = w.submitted(world)
    workflow.perform("take_back", filing, world.filer, filing.version)
    filing.refresh_from_db()
    assert filing.state == "draft"
    assert [d.version for d in filing.dossiers.order_by("version")] == [1, 2]
    assert filing.dossiers.get(version=1).is_sealed and not filing.dossiers.get(version=2).is_sealed
    w.submit(world, filing)
    assert filing.dossiers.get(version=2).is_sealed


def test_nothing_is_taken_back_once_a_department_has_given_its_opinion(world: World) -> None:
    filing = w.submitted(world)
    opinions.give(filing.dossiers.get(), world.departments["cyberspace"], "no_objection", "")
    with pytest.raises(Refused):
        workflow.perform("take_back", filing, world.filer, filing.version)


def test_nobody_leaves_by_withdrawing_after_a_problem_was_confirmed(world: World) -> None:
    filing = w.submitted(world)
    w.problem(world, filing)
    with pytest.raises(Refused):
        workflow.perform("withdraw", filing, world.filer, filing.version, reason="不做了")


def test_an_incomplete_dossier_is_not_submitted(world: World) -> None:
    filing = w.draft(world)
    filing.dossiers.get().documents.all().delete()
    with pytest.raises(Refused):
        workflow.perform("submit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    assert filing.state == "draft" and not filing.dossiers.get().is_sealed


def test_a_late_resubmission_goes_through_and_is_marked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = w.rectifying(world, days=10)
    late = clock.now() + timedelta(days=11)
    monkeypatch.setattr(clock, "now", lambda: late)
    w.resubmit(world, filing)
    assert filing.state == "submitted" and filing.late


def test_an_unanswered_item_stops_resubmission(world: World) -> None:
    filing = w.rectifying(world)
    with pytest.raises(Refused):
        workflow.perform("resubmit", filing, world.filer, filing.version)


def test_an_extension_is_later_than_today_and_the_old_day_and_has_a_reason(world: World) -> None:
    filing = w.rectifying(world, days=30)
    for days, reason in ((20, "疫情"), (60, ""), (400, "疫情")):
        with pytest.raises(Refused):
            workflow.perform(
                "extend",
                filing,
                world.officer,
                filing.version,
                reason=reason,
                deadline=(clock.today() + timedelta(days=days)).isoformat(),
            )
    day = clock.today() + timedelta(days=60)
    workflow.perform("extend", filing, world.officer, filing.version, reason="疫情", deadline=day.isoformat())
    filing.refresh_from_db()
    assert filing.deadline == day


def test_a_second_open_filing_is_refused(world: World) -> None:
    w.draft(world)
    with pytest.raises(Conflict):
        opening.open_filing(world.institution, "initial", world.filer)


def test_a_flagged_filing_whose_findings_are_all_dismissed_is_cleared(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    workflow.perform("flag", filing, world.officer, filing.version)
    filing.refresh_from_db()
    with pytest.raises(Refused):
        workflow.perform("clear", filing, world.officer, filing.version)
    findings.dismiss(finding, world.officer, "复核后不成立")
    workflow.perform("clear", filing, world.officer, filing.version)
    filing.refresh_from_db()
    assert filing.state == "submitted"


def test_every_event_is_chained(world: World) -> None:
    filing = w.rectifying(world)
    assert events.broken_at(filing) is None
    assert list(filing.events.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, filing.events.count() + 1)
    )
