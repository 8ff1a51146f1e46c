"""Plans are the same every time, and follow the workflow's table."""

from __future__ import annotations

import pytest

from demo import plans
from demo.building import build
from demo.numbers import People
from demo.plans import Plan
from demo.shares import SHARES
from filing_platform.clock import DEMO_START
from institutions.models import State
from rectification.table import TABLE

pytestmark = pytest.mark.django_db
STEPS = {(step.action, step.source or "", step.target, step.outcome) for step in TABLE}


@pytest.fixture(scope="module")
def nation(django_db_setup: None, django_db_blocker) -> list[Plan]:
    """The whole nation, planned and not written."""
    with django_db_blocker.unblock():
        return plans.make(1)


def test_the_same_plan_gives_the_same_materials(nation):
    again = plans.make(1)
    assert [plan.identity for plan in again] == [plan.identity for plan in nation]
    small = [(one, other) for one, other in zip(nation, again, strict=True) if one.people < 50][:40]
    numbers, other_numbers = People(), People()
    assert all(build(one, numbers) == build(other, other_numbers) for one, other in small)


def test_every_path_is_taken(nation):
    assert len({tuple(event.action for f in plan.story.filings for event in f.events) for plan in nation}) > 20
    assert sum(beijing for _, beijing in SHARES.values()) > 150


def test_every_step_is_in_the_workflows_table(nation):
    for plan in nation:
        for filing in plan.story.filings:
            for event in filing.events:
                step = (event.action, event.source, event.target, event.outcome)
                assert step in STEPS if event.is_move else event.source == event.target


def test_everything_happened_before_the_demos_day_and_in_order(nation):
    for plan in nation:
        for filing in plan.story.filings:
            moments = [event.at for event in filing.events]
            assert moments == sorted(moments)
            assert moments[-1] < DEMO_START


def test_beijing_has_every_state(nation):
    states = [f.state for plan in nation if plan.size.jurisdiction == "11" for f in plan.story.filings]
    assert set(states) == set(State.values)
    assert len([state for state in states if state != State.DRAFT]) > 200


def test_nobody_else_has_a_code_a_host_or_a_number(nation):
    for values in (
        [plan.identity.credit_code for plan in nation],
        [plan.identity.host for plan in nation],
        [filing.number for plan in nation for filing in plan.story.filings],
    ):
        assert len(set(values)) == len(values)
