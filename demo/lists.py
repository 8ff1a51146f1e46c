"""Records what the stories did to the lists, in the order in which it happened, and orders the measures."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from demo import days
from demo.chapters import Change
from demo.plans import Plan
from demo.reviewing import Case
from filing_platform.clock import DEMO_START
from filing_platform.copying import Rows, take_ids
from institutions.models import DecisionKind, DecisionState, Institution
from rectification.models import Measure
from register import publishing
from register.models import MeasureKind, MeasureStatus

# Institutions whose entries are rebuilt in one statement.
_AT_ONCE = 2000
# Who carries a measure out; where a programme has no such department, education does.
_DEPARTMENTS = {
    MeasureKind.PAUSE_PLATFORM: "telecommunications",
    MeasureKind.STOP_PLATFORM: "telecommunications",
    MeasureKind.REMOVE_APP: "cyberspace",
    MeasureKind.CLOSE_WECHAT_ACCOUNT: "cyberspace",
    MeasureKind.CLOSE_MINI_PROGRAM: "cyberspace",
    MeasureKind.ECONOMIC_PENALTY: "education",
}
_REASONS = {
    MeasureStatus.DECLINED: "该平台已停止运营，无须再执行。",
    MeasureStatus.LIFTED: "已整改并经复核，解除处置措施。",
}


def record(plans: Sequence[Plan]) -> int:
    """Every change of the lists, and the entries made from them; how many changes."""
    told = sorted(
        ((change, plan.id) for plan in plans for change in plan.story.changes), key=lambda row: row[0].recorded_at
    )
    new: dict[int, publishing.NewChange] = {}
    for change, institution_id in told:
        new[id(change)] = _new(change, institution_id, new.get(id(change.supersedes)))
    publishing.record_many(list(new.values()))
    ids = [plan.id for plan in plans]
    for start in range(0, len(ids), _AT_ONCE):
        publishing.refresh(ids[start : start + _AT_ONCE])
    return len(new)


def order_measures(cases: Sequence[Case]) -> int:
    """Measures after rejections, some carried out, some not yet; shown to the public; how many."""
    ordered = [measure for case in cases if case.filing.measures_on for measure in _measures(case)]
    rows = Rows(
        Measure,
        *("id", "institution_id", "filing_id", "decision_id", "kind", "department_id", "status", "decision_number"),
        *("amount", "reason", "ordered_by_id", "ordered_at", "status_by_id", "status_at", "status_reason"),
    )
    institutions = Institution.objects.in_bulk({one.case.plan.id for one in ordered})
    for pk, one in zip(take_ids(Measure, len(ordered)), ordered, strict=True):
        plan, filing, rejection = one.case.plan, one.case.filing, one.case.filing.proposals[-1]
        status_reason = _REASONS.get(one.status, "")
        rows.add(
            *(pk, plan.id, filing.id, rejection.id, one.kind, one.department, one.status, one.number, one.amount),
            *(rejection.public_reason, filing.officers[0], one.ordered_at, one.by, one.status_at, status_reason),
        )
        publishing.show_measure(
            measure_id=pk,
            institution=institutions[plan.id],
            kind=one.kind,
            status=one.status,
            department=one.department,
            decision_number=one.number,
            ordered_on=one.ordered_at.date(),
            status_on=one.status_at.date(),
            amount=one.amount,
            reason=rejection.public_reason,
        )
        one.case.measures.append((pk, one.department, one.ordered_at))
        one.note(pk, status_reason or rejection.public_reason, rejection.public_reason)
    rows.flush()
    return len(ordered)


@dataclass(frozen=True)
class _Ordered:
    case: Case
    kind: str
    department: str
    status: MeasureStatus
    number: str
    amount: Decimal | None
    ordered_at: datetime
    status_at: datetime
    by: int

    def note(self, pk: int, status_reason: str, reason: str) -> None:
        """In the filing's history: ordered, and what became of it."""
        first = self.case.filing.officers[0]
        data = {"measure": pk, "kind": self.kind}
        self.case.note("measure_ordered", self.ordered_at, first, None, reason, **data)
        if self.status != MeasureStatus.ORDERED:
            self.case.note(f"measure_{self.status}", self.status_at, self.by, None, status_reason, **data)


def _new(change: Change, institution_id: int, supersedes: publishing.NewChange | None) -> publishing.NewChange:
    return publishing.NewChange(
        institution_id=institution_id,
        list=change.list,
        effective_on=change.effective_on,
        recorded_at=change.recorded_at,
        decision_id=change.proposal.id,
        dossier_id=change.version.id if change.version else None,
        reason=change.proposal.public_reason,
        supersedes=supersedes,
    )


def _measures(case: Case) -> list[_Ordered]:
    rng = random.Random(f"measures {case.filing.number}")
    rejection = case.filing.proposals[-1]
    assert case.filing.measures_on and rejection.decided_at
    assert (rejection.kind, rejection.state) == (DecisionKind.REJECT, DecisionState.CONFIRMED)
    after = rejection.decided_at + timedelta(hours=1)
    kinds = [rng.choice((MeasureKind.PAUSE_PLATFORM, MeasureKind.STOP_PLATFORM))]
    kinds += rng.sample(list(MeasureKind)[2:], rng.choice((0, 1, 1, 2)))
    return [_ordered(case, kind, after, place, rng) for place, kind in enumerate(kinds, 1)]


def _ordered(case: Case, kind: MeasureKind, after: datetime, place: int, rng: random.Random) -> _Ordered:
    assert case.filing.measures_on is not None
    department = _DEPARTMENTS[kind] if _DEPARTMENTS[kind] in case.departments else "education"
    at = max(days.office_hour(case.filing.measures_on, rng), after + timedelta(minutes=20 * place))
    age = (DEMO_START - at).days
    status = MeasureStatus.ORDERED
    if age > 10:
        status = rng.choice((MeasureStatus.TAKEN, *[MeasureStatus.CARRIED_OUT] * 4, MeasureStatus.DECLINED))
    first = case.filing.officers[0]
    by = first if department == "education" or status == MeasureStatus.ORDERED else case.officers[department]
    is_penalty = kind == MeasureKind.ECONOMIC_PENALTY
    return _Ordered(
        case=case,
        kind=kind,
        department=department,
        status=status,
        number=f"教线处〔2020〕{int(case.filing.number[6:12])}-{place}号",
        amount=Decimal(rng.choice((10_000, 30_000, 50_000, 100_000))) if is_penalty else None,
        ordered_at=at,
        status_at=at if status == MeasureStatus.ORDERED else at + timedelta(days=rng.randrange(2, 8)),
        by=by,
    )
