"""The verbs that change what the public sees; nothing else writes list changes, entries or shown measures.

Every call belongs inside the transaction of the decision that causes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from filing_platform import clock
from filing_platform.copying import Rows, take_ids
from institutions.models import Decision, DecisionKind, Dossier, Institution
from register import log, proofs
from register.entries import refresh
from register.models import ListChange, ListName, PublicMeasure
from register.standings import Standing, standings

__all__ = [
    "NewChange",
    "Standing",
    "is_listed",
    "is_suspended",
    "published_dossier",
    "record",
    "record_many",
    "refresh",
    "show_measure",
    "standing",
    "start_public_notice",
]

LISTED = (ListName.WHITE, ListName.NOTICE)


@dataclass
class NewChange:
    """A change to be recorded; `list` is empty for none. `supersedes` may be another new change that stands earlier."""

    institution_id: int
    list: str
    effective_on: date
    recorded_at: datetime
    decision_id: int
    dossier_id: int | None = None
    reason: str = ""
    supersedes: NewChange | ListChange | None = None
    # Given by record_many.
    seq: int = 0


def standing(institution: Institution, on: date | None = None) -> Standing:
    """Where the institution stands at the end of the day `on` (today)."""
    return standings([institution.pk], on or clock.today()).get(institution.pk, Standing())


def is_listed(institution: Institution) -> bool:
    """White, in public notice, or suspended."""
    now = standing(institution)
    return now.list in LISTED or is_suspended(now)


def published_dossier(institution: Institution) -> Dossier | None:
    """The dossier that the public sees of the institution, whatever list it is on."""
    return Dossier.objects.filter(pk=standing(institution).dossier_id).first()


@transaction.atomic
def record(
    decision: Decision,
    institution: Institution,
    *,
    list: str,
    effective_on: date,
    dossier: Dossier | None,
    reason: str,
    supersedes: ListChange | None = None,
) -> ListChange:
    """Put the institution on `list` ('' for none) from `effective_on` on, in place of the change it `supersedes`."""
    change = _record(decision, institution, list, effective_on, dossier.pk if dossier else None, reason, supersedes)
    refresh([institution.pk])
    return change


@transaction.atomic
def start_public_notice(
    decision: Decision, institution: Institution, dossier: Dossier, reason: str, days: int
) -> tuple[ListChange, ListChange]:
    """Public notice for `days` days, today the first; white on the day after. Both days are fixed now."""
    today = clock.today()
    notice = _record(decision, institution, ListName.NOTICE, today, dossier.pk, reason)
    white = _record(decision, institution, ListName.WHITE, today + timedelta(days=days), dossier.pk, reason)
    refresh([institution.pk])
    return notice, white


def record_many(changes: Sequence[NewChange]) -> list[int]:
    """Record changes in the order given, by COPY; sets and returns their seqs. Entries are not refreshed."""
    if not changes:
        return []
    log.hold_for_writing()
    for change, seq in zip(changes, take_ids(ListChange, len(changes)), strict=True):
        change.seq = seq
    _write(changes)
    return [change.seq for change in changes]


def show_measure(
    *,
    measure_id: int,
    institution: Institution,
    kind: str,
    status: str,
    department: str,
    ordered_on: date,
    status_on: date,
    decision_number: str = "",
    amount: Decimal | None = None,
    reason: str = "",
) -> PublicMeasure:
    """Show a measure, or its new status; amount in yuan, `department` by code."""
    shown, _ = PublicMeasure.objects.update_or_create(
        measure_id=measure_id,
        defaults={
            "institution": institution,
            "kind": kind,
            "status": status,
            "department": department,
            "decision_number": decision_number,
            "ordered_on": ordered_on,
            "status_on": status_on,
            "amount": amount,
            "reason": reason,
        },
    )
    return shown


def _record(
    decision: Decision,
    institution: Institution,
    list: str,
    effective_on: date,
    dossier_id: int | None,
    reason: str,
    supersedes: ListChange | None = None,
) -> ListChange:
    # One writer at a time for an institution: the changes stand in the order in which they are decided.
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    change = NewChange(
        institution_id=institution.pk,
        list=list,
        effective_on=effective_on,
        recorded_at=clock.now(),
        decision_id=decision.pk,
        dossier_id=dossier_id,
        reason=reason,
        supersedes=supersedes,
    )
    return ListChange.objects.get(pk=record_many([change])[0])


def is_suspended(now: Standing) -> bool:
    """On no list, because its public notice was suspended."""
    return now.list == "" and now.change is not None and now.change.decision.kind == DecisionKind.SUSPEND_ENTRY


def _write(changes: Sequence[NewChange]) -> None:
    codes = dict(
        Institution.objects.filter(pk__in={change.institution_id for change in changes}).values_list(
            "pk", "credit_code"
        )
    )
    digests = dict(
        Dossier.objects.filter(pk__in={c.dossier_id for c in changes if c.dossier_id}).values_list("pk", "digest")
    )
    rows = Rows(
        ListChange,
        *("seq", "institution_id", "list", "effective_on", "recorded_at", "reason"),
        *("decision_id", "dossier_id", "supersedes_id", "leaf"),
    )
    for change in changes:
        supersedes = change.supersedes.seq if change.supersedes else None
        line = proofs.line(
            seq=change.seq,
            credit_code=codes[change.institution_id],
            list=change.list,
            effective_on=change.effective_on,
            recorded_at=change.recorded_at,
            reason=change.reason,
            dossier_digest=digests.get(change.dossier_id or 0, ""),
            supersedes=supersedes,
        )
        rows.add(
            *(change.seq, change.institution_id, change.list, change.effective_on, change.recorded_at, change.reason),
            *(change.decision_id, change.dossier_id, supersedes, proofs.leaf(line)),
        )
    rows.flush()
