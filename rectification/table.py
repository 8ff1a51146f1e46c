"""The table of workflow.md: which action leads from which state to which, and the trigger that holds it too.

Guards and effects stand beside the same rows in `rectification/workflow.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from institutions.models import Action, Kind, Outcome, State

FILED = frozenset({Kind.INITIAL, Kind.CHANGE})
ALL = frozenset({Kind.INITIAL, Kind.CHANGE, Kind.INSPECTION})


@dataclass(frozen=True)
class Step:
    """One row: from `source` (None = birth) to `target` with `outcome` ('' unless closed), for `kinds`."""

    number: int
    action: Action
    source: State | None
    target: State
    kinds: frozenset[Kind]
    outcome: str = ""
    two_officers: bool = False


TABLE: tuple[Step, ...] = (
    Step(0, Action.OPEN, None, State.DRAFT, FILED),
    Step(1, Action.SUBMIT, State.DRAFT, State.SUBMITTED, FILED),
    Step(2, Action.FLAG, State.SUBMITTED, State.FLAGGED, ALL),
    Step(3, Action.ACCEPT, State.SUBMITTED, State.CLOSED, ALL, Outcome.ACCEPTED, two_officers=True),
    Step(4, Action.CLEAR, State.FLAGGED, State.SUBMITTED, ALL),
    Step(5, Action.ISSUE_NOTICE, State.FLAGGED, State.RECTIFYING, ALL, two_officers=True),
    Step(6, Action.RESUBMIT, State.RECTIFYING, State.SUBMITTED, ALL),
    Step(7, Action.EXTEND, State.RECTIFYING, State.RECTIFYING, ALL),
    Step(8, Action.REJECT, State.FLAGGED, State.CLOSED, ALL, Outcome.REJECTED, two_officers=True),
    Step(8, Action.REJECT, State.RECTIFYING, State.CLOSED, ALL, Outcome.REJECTED, two_officers=True),
    Step(9, Action.WITHDRAW, State.DRAFT, State.CLOSED, FILED, Outcome.WITHDRAWN),
    Step(9, Action.WITHDRAW, State.SUBMITTED, State.CLOSED, FILED, Outcome.WITHDRAWN),
    Step(10, Action.TAKE_BACK, State.SUBMITTED, State.DRAFT, FILED),
    Step(11, Action.RESCIND, State.RECTIFYING, State.FLAGGED, ALL, two_officers=True),
    Step(12, Action.OPEN_INSPECTION, None, State.FLAGGED, frozenset({Kind.INSPECTION})),
    Step(13, Action.MOVE_IN, None, State.CLOSED, frozenset({Kind.IMPORTED}), Outcome.ACCEPTED, two_officers=True),
    Step(13, Action.MOVE_IN, None, State.CLOSED, frozenset({Kind.IMPORTED}), Outcome.REJECTED, two_officers=True),
)


def state_trigger_sql() -> str:
    """The body of the trigger: births and moves outside the table are refused, whoever tries."""
    births = _values((kind, step.target, step.outcome) for step in TABLE if step.source is None for kind in step.kinds)
    moves = _values(
        (kind, step.source, step.target, step.outcome)
        for step in TABLE
        if step.source is not None
        for kind in step.kinds
    )
    return f"""
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a filing is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF (NEW.kind, NEW.state, NEW.outcome) IN ({births}) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'no filing is born % %', NEW.kind, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.number, NEW.kind, NEW.institution_id, NEW.jurisdiction_id)
        IS DISTINCT FROM (OLD.number, OLD.kind, OLD.institution_id, OLD.jurisdiction_id) THEN
        RAISE EXCEPTION 'number, kind and institution of a filing are fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = OLD.state AND NEW.outcome = OLD.outcome THEN
        RETURN NEW;
    END IF;
    IF NEW.version > OLD.version AND (OLD.kind, OLD.state, NEW.state, NEW.outcome) IN ({moves}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'filing % (%) does not go from % to % %', OLD.number, OLD.kind, OLD.state, NEW.state, NEW.outcome
        USING ERRCODE = 'restrict_violation';
    """


def _values(rows: object) -> str:
    lines = sorted({tuple(str(value) for value in row) for row in rows})  # type: ignore[attr-defined]
    return ",\n            ".join("(" + ", ".join(f"'{value}'" for value in line) + ")" for line in lines)
