"""F5, P2: two reviewers at the same instant, again and again: one wins, the other is told who and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.translation import override

from accounts.models import Role, User
from filing_platform import clock
from filing_platform.errors import Conflict
from filing_platform.templatetags.wording import daytime
from institutions import events
from institutions.models import Decision, Filing
from rectification import deciding, workflow
from register import proofs
from register.models import ListChange
from tests.faults.racing import racers
from tests.rectification import world as w
from tests.rectification.pages import client_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 50  # of two races each


@pytest.fixture
def world() -> w.World:
    return w.build_world()


@pytest.fixture
def third(world: w.World) -> User:
    return w.post(w.user("third"), Role.EDUCATION_OFFICER, department="education")


def _proposed(world: w.World, filing: Filing, kind: str) -> Decision:
    terms = {"deadline": clock.today() + timedelta(days=30)} if kind == "issue_notice" else {}
    filing.refresh_from_db()
    return deciding.propose(kind, filing, world.officer, filing.version, public_reason="直播超时", **terms)


def _confirm(decision: Decision, officer: User) -> Callable[[], User]:
    def act() -> User:
        deciding.confirm(Decision.objects.get(pk=decision.pk), officer, decision.filing.version)
        return officer

    return act


def _one_winner(outcomes: list[object], decision: Decision) -> User:
    winners = [outcome for outcome in outcomes if isinstance(outcome, User)]
    told = [str(outcome) for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(winners), len(told)) == (1, 1), outcomes
    decision.refresh_from_db()
    assert decision.decided_by == winners[0]
    assert str(winners[0]) in told[0]
    assert decision.decided_at
    assert daytime(decision.decided_at) in told[0]
    return winners[0]


def test_of_two_second_officers_one_decides(world: w.World, third: User) -> None:
    filing = w.flagged(world)
    with racers() as race:
        for _round in range(ROUNDS):
            for kind, state in (("issue_notice", "rectifying"), ("rescind", "flagged")):
                decision = _proposed(world, filing, kind)
                outcomes = race(_confirm(decision, world.second), _confirm(decision, third))
                _one_winner(outcomes, decision)
                filing.refresh_from_db()
                assert filing.state == state
    decided = Decision.objects.filter(filing=filing)
    assert decided.filter(state="confirmed").count() == decided.count() == 2 * ROUNDS
    assert filing.events.filter(action__in=("issue_notice", "rescind")).count() == 2 * ROUNDS
    assert events.broken_at(filing) is None
    assert filing.notices.count() == ROUNDS
    changes = ListChange.objects.select_related("institution", "dossier")
    assert changes.count() == 2 * ROUNDS
    assert all(each.leaf == proofs.leaf(_line(each)) for each in changes)


def test_one_confirms_while_the_other_returns(world: w.World, third: User) -> None:
    filing = w.flagged(world)
    with racers() as race:
        for _round in range(10):
            decision = _proposed(world, filing, "issue_notice")

            def send_back(decision: Decision = decision) -> User:
                deciding.return_decision(Decision.objects.get(pk=decision.pk), third, "期限太短")
                return third

            _one_winner(race(_confirm(decision, world.second), send_back), decision)
            filing.refresh_from_db()
            assert filing.state == ("rectifying" if decision.state == "confirmed" else "flagged")
            if filing.state == "rectifying":
                w.decide(world, filing, "rescind", public_reason="发出有误")


def test_of_two_proposals_one_is_made(world: w.World, third: User) -> None:
    filing = w.flagged(world)
    deadline = clock.today() + timedelta(days=30)
    with racers() as race:
        for _round in range(10):
            filing.refresh_from_db()
            version = filing.version

            def propose(officer: User, version: int = version) -> Decision:
                return deciding.propose(
                    "issue_notice", filing, officer, version, public_reason="直播超时", deadline=deadline
                )

            outcomes = race(lambda: propose(world.officer), lambda: propose(third))
            made = [outcome for outcome in outcomes if isinstance(outcome, Decision)]
            told = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
            assert (len(made), len(told)) == (1, 1), outcomes
            assert str(made[0].proposed_by) in str(told[0])
            deciding.retract(made[0], made[0].proposed_by)


def test_the_other_reads_on_the_page_who_was_first_and_when(world: w.World, third: User) -> None:
    filing = w.flagged(world)
    decision = _proposed(world, filing, "issue_notice")
    browsers = {officer: client_of(officer) for officer in (world.second, third)}
    form = {"version": decision.filing.version}
    with racers() as race:
        answers = race(
            *(lambda b=b: b.post(f"/review/decisions/{decision.pk}/confirmation/", form) for b in browsers.values())
        )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    decision.refresh_from_db()
    page = next(answer.content.decode() for answer in answers if answer.status_code == 409)
    assert f"{decision.decided_by} was first" in page
    with override("en"):
        assert daytime(decision.decided_at) in page


def test_of_two_officers_who_flag_one_does(world: w.World, third: User) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    with racers() as race:
        for _round in range(5):
            filing.refresh_from_db()

            def flag(officer: User, version: int = filing.version) -> User:
                workflow.perform("flag", Filing.objects.get(pk=filing.pk), officer, version)
                return officer

            outcomes = race(lambda: flag(world.officer), lambda: flag(third))
            assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "User"]
            filing.refresh_from_db()
            assert filing.state == "flagged"
            _back_to_the_queue(world, filing, finding)


def _back_to_the_queue(world: w.World, filing: Filing, finding: object) -> None:
    w.findings.dismiss(finding, world.officer, "经核实属实际未超时")
    workflow.perform("clear", filing, world.officer, filing.version)
    w.findings.confirm(finding, world.officer)


def _line(change: ListChange) -> str:
    digest = change.dossier.digest if change.dossier else ""
    return proofs.line_of(change, change.institution.credit_code, digest)
