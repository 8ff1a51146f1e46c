"""The workflow's table holds in code and in the database alike: every combination, allowed and refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from accounts.models import Programme
from filing_platform import clock
from filing_platform.errors import DomainError, NotFound
from institutions import numbering
from institutions.models import Action, Filing, Kind, Outcome, State
from rectification import deciding, workflow
from rectification.table import TABLE, Step
from tests.rectification.world import World, in_state

MOVES = {(k, s.source, s.target, s.outcome) for s in TABLE if s.source for k in s.kinds}
BIRTHS = {(k, s.target, s.outcome) for s in TABLE if s.source is None for k in s.kinds}
OUTCOMES = ["", *Outcome.values]
FILER_ACTS = {Action.SUBMIT, Action.RESUBMIT, Action.WITHDRAW, Action.TAKE_BACK}


class _UndoError(Exception):
    """Rolls a tried step back."""


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("kind", [Kind.INITIAL, Kind.CHANGE, Kind.INSPECTION])
def test_each_act_is_taken_exactly_where_the_table_has_it_and_by_exactly_its_people(
    world: World, kind: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = in_state(world, kind, state)
    if filing is None:
        return
    # Guards have tests of their own; here the question is table and people.
    monkeypatch.setattr(workflow, "check", lambda *args, **kwargs: None)
    steps = {step.action: step for step in workflow.steps_from(filing)}
    people = {**world.roles(), "nobody": AnonymousUser()}
    for action in Action.values:
        for role, person in people.items():
            taken = _try(filing, action, person, steps.get(Action(action)), world)
            rightly = action in steps and role == ("filer" if action in FILER_ACTS else "education officer")
            assert taken == rightly, f"{kind} {state} {action} by {role}"


def _try(filing: Filing, action: str, person: object, step: Step | None, world: World) -> bool:
    terms = {"reason": "理由"}
    if action in (Action.EXTEND, Action.ISSUE_NOTICE):
        terms["deadline"] = (clock.today() + timedelta(days=60)).isoformat()
    try:
        with transaction.atomic():
            filing.refresh_from_db()
            if step is not None and step.two_officers:
                terms.pop("reason")
                decision = deciding.propose(
                    action,
                    filing,
                    person,
                    filing.version,
                    public_reason="理由",
                    **terms,  # type: ignore[arg-type]
                )
                deciding.confirm(decision, world.second)
            else:
                workflow.perform(action, filing, person, filing.version, **terms)  # type: ignore[arg-type]
            filing.refresh_from_db()
            assert step is not None and (filing.state, filing.outcome) == (step.target, step.outcome)
            raise _UndoError
    except _UndoError:
        return True
    except DomainError:
        return False


def test_a_stranger_is_told_that_there_is_nothing(world: World) -> None:
    filing = in_state(world, Kind.INITIAL, State.SUBMITTED)
    assert filing is not None
    with pytest.raises(NotFound):
        workflow.perform("flag", filing, world.officer_elsewhere, filing.version)


@pytest.mark.parametrize("kind", Kind.values)
def test_the_database_lets_a_filing_be_born_only_as_the_table_says(world: World, kind: str) -> None:
    for state in State.values:
        for outcome in OUTCOMES:
            born = _accepts(lambda state=state, outcome=outcome: _insert(world, kind, state, outcome))
            assert born == ((kind, state, outcome) in BIRTHS), f"{kind} {state} {outcome}"


@pytest.mark.parametrize("kind", [Kind.INITIAL, Kind.CHANGE, Kind.INSPECTION])
def test_the_database_moves_a_filing_only_as_the_table_says(world: World, kind: str) -> None:
    for path in _paths(kind):
        for target in State.values:
            for outcome in OUTCOMES:
                source_state, source_outcome = path[-1]
                if (target, outcome) == (source_state, source_outcome):
                    continue
                moved = _accepts(
                    lambda path=path, target=target, outcome=outcome: _walk(world, kind, [*path, (target, outcome)])
                )
                listed = not source_outcome and (kind, source_state, target, outcome) in MOVES
                assert moved == listed, f"{kind} {source_state} {source_outcome} → {target} {outcome}"


def test_a_move_that_does_not_count_the_version_is_refused(world: World) -> None:
    filing = in_state(world, Kind.INITIAL, State.DRAFT)
    assert filing is not None
    assert not _accepts(lambda: Filing.objects.filter(pk=filing.pk).update(state="submitted"))


def test_a_filing_cannot_be_deleted_nor_given_to_another_institution(world: World) -> None:
    filing = in_state(world, Kind.INITIAL, State.DRAFT)
    assert filing is not None
    assert not _accepts(lambda: _sql("DELETE FROM institutions_filing WHERE id = %s", filing.pk))
    assert not _accepts(lambda: Filing.objects.filter(pk=filing.pk).update(kind="change"))
    assert not _accepts(lambda: Filing.objects.filter(pk=filing.pk).update(number="1120200000011"))


def _paths(kind: str) -> list[list[tuple[str, str]]]:
    """For every state a kind can reach, one way there from its birth."""
    start = next((str(target), str(outcome)) for k, target, outcome in BIRTHS if k == kind)
    found = {start: [start]}
    queue = [start]
    while queue:
        here = queue.pop(0)
        for k, source, target, outcome in sorted(MOVES):
            there = (str(target), str(outcome))
            if k == kind and str(source) == here[0] and not here[1] and there not in found:
                found[there] = [*found[here], there]
                queue.append(there)
    return list(found.values())


def _walk(world: World, kind: str, path: list[tuple[str, str]]) -> None:
    pk = _insert(world, kind, *path[0])
    for state, outcome in path[1:]:
        _sql(
            "UPDATE institutions_filing SET state = %s, outcome = %s, version = version + 1 WHERE id = %s",
            state,
            outcome,
            pk,
        )


def _insert(world: World, kind: str, state: str, outcome: str) -> int:
    return Filing.objects.create(
        number=numbering.next_number("11", 2020),
        institution=world.institution,
        jurisdiction_id="11",
        programme=Programme.objects.get(jurisdiction="11"),
        kind=kind,
        state=state,
        outcome=outcome,
        opened_at=clock.now(),
        state_since=clock.now(),
    ).pk


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _accepts(act: object) -> bool:
    try:
        with transaction.atomic():
            act()  # type: ignore[operator]
            raise _UndoError
    except _UndoError:
        return True
    except IntegrityError:
        return False
