"""Moves a register in: one decision of two national administrators, and for each institution a filing born closed.

Row 13 of the workflow. From there on nothing is special: the dossier is sealed, the list change has its proof,
and the institution files a change or files again like every other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import Jurisdiction, Programme, User
from accounts.posts import rights_of
from dossiers import sealing
from filing_platform import clock
from filing_platform.copying import Alike, take_ids
from filing_platform.errors import Conflict, Refused
from institutions import events, numbering
from institutions.models import (
    Action,
    Decision,
    DecisionKind,
    DecisionState,
    Dossier,
    Filing,
    FilingEvent,
    Institution,
    Kind,
    Membership,
    Outcome,
    Platform,
    Profile,
    State,
)
from rectification.register_file import MovedInstitution, Problems, RegisterFile
from register import publishing
from register.models import ListChange, ListName
from register.standings import standings

# Institutions sealed or published in one statement.
BATCH = 2_000
# An advisory lock: registers move in one after the other.
MOVING = 700_113
# A gray one has been accepted by nobody: like a black one it files again (docs/adr/0006).
OUTCOMES = {
    ListName.WHITE: Outcome.ACCEPTED,
    ListName.GRAY: Outcome.REJECTED,
    ListName.BLACK: Outcome.REJECTED,
}
SEALING = _("Sealing")
PUBLISHING = _("Publishing")

# Which step, how many are done, of how many.
Tell = Callable[[str, int, int], None]


@dataclass
class _Case:
    """One institution on its way in."""

    told: MovedInstitution
    institution_id: int = 0
    filing_id: int = 0
    number: str = ""
    dossier_id: int = 0


@transaction.atomic
def move_in(register: RegisterFile, first: User, second: User, tell: Tell) -> Decision:
    """Move all institutions of the file onto the lists, on the decision of two national administrators.

    Raises Refused when they are not two or not national administrators, Conflict when the file moved in
    already or somebody else is at it, BadInput with every row that contradicts what is on record.
    """
    _require_two(first, second)
    _one_at_a_time()
    _not_again(register)
    now = clock.now()
    cases = [_Case(told) for told in register.institutions]
    known = _known(cases)
    programmes = _programmes(cases, now.date())
    _check(cases, known, programmes, now.date())
    decision = _decide(register, first, second, now)
    _prepare(cases, known, now.year)
    for done, batch in _batches(cases):
        try:
            _write(batch, known, programmes, now)
        except IntegrityError as error:
            raise Conflict(
                "registered_meanwhile",
                gettext_noop("One of the institutions was registered at this moment. Nothing was moved in: try again."),
            ) from error
        _seal(batch, decision, now)
        tell(str(SEALING), done, len(cases))
    _change_lists(cases, decision, now)
    for done, batch in _batches(cases):
        publishing.refresh([case.institution_id for case in batch])
        tell(str(PUBLISHING), done, len(cases))
    _tell_those_who_file(cases, known)
    return decision


def _require_two(first: User, second: User) -> None:
    if first.pk == second.pk:
        raise Refused("same_officer", gettext_noop("Moving a register in takes two people: name another after --and."))
    for user in (first, second):
        if not rights_of(user).national:
            raise Refused(
                "not_national",
                gettext_noop("%(user)s is not a national administrator today: only two of them move a register in."),
                {"user": user.username},
            )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [MOVING])
        if not cursor.fetchone()[0]:
            raise Conflict("moving_in", gettext_noop("Another register is moving in just now. Wait, then try again."))


def _not_again(register: RegisterFile) -> None:
    before = (
        Decision.objects.filter(kind=DecisionKind.MOVE_IN, terms__sha256=register.sha256)
        .select_related("proposed_by", "decided_by")
        .first()
    )
    if before is not None:
        raise Conflict(
            "moved_in_already",
            gettext_noop("This very file moved in on %(day)s by %(first)s and %(second)s. Nothing was done again."),
            {
                "day": date_format(before.proposed_at.astimezone(clock.SHANGHAI), "DATE_FORMAT"),
                "first": str(before.proposed_by),
                "second": str(before.decided_by),
            },
        )


def _known(cases: Sequence[_Case]) -> dict[str, Institution]:
    """Those on record already, by credit code, locked: nobody opens a filing or changes a list meanwhile."""
    codes = [case.told.credit_code for case in cases]
    rows = Institution.objects.filter(credit_code__in=codes).order_by("pk").select_for_update(no_key=True)
    return {institution.credit_code: institution for institution in rows}


def _programmes(cases: Sequence[_Case], today: date) -> dict[str, int]:
    """The programme in force of each province that has one."""
    in_force = ((code, Programme.objects.in_force(code, today)) for code in {case.told.province for case in cases})
    return {code: programme.pk for code, programme in in_force if programme}


def _check(cases: Sequence[_Case], known: dict[str, Institution], programmes: dict[str, int], today: date) -> None:
    """Against what is on record; every contradiction is told, then nothing is done."""
    problems = Problems()
    on_record = _OnRecord([institution.pk for institution in known.values()], today)
    for case in cases:
        if case.told.province not in programmes:
            message = _("The province has no screening programme in force yet.")
            problems.add(case.told.row, "province", case.told.province, message)
        if institution := known.get(case.told.credit_code):
            on_record.check(case.told, institution, problems)
    problems.refuse()


class _OnRecord:
    """What is on record of the institutions that are known already."""

    def __init__(self, ids: Sequence[int], today: date) -> None:
        changes = ListChange.objects.filter(institution__in=ids, superseded_by=None).values_list("institution")
        self._provinces = Jurisdiction.objects.in_bulk()
        self._standings = standings(ids, today)
        self._filing = set(Filing.objects.open().filter(institution__in=ids).values_list("institution", flat=True))
        self._last_days: dict[int, date] = dict(changes.annotate(last=Max("effective_on")))

    def check(self, told: MovedInstitution, institution: Institution, problems: Problems) -> None:
        """Where the file contradicts it, or would get in its way."""
        pk, code = institution.pk, told.credit_code
        if institution.jurisdiction_id != told.province:
            message = _("The institution is on record in %(province)s. Correct the province, or take its rows out.")
            there = self._provinces[institution.jurisdiction_id]
            problems.add(told.row, "province", told.province, message % {"province": there})
        standing = self._standings.get(pk)
        if standing is not None and (standing.list or standing.next_list):
            message = _("The institution is on a list already (%(list)s). Take its rows out.")
            name = ListName(standing.list or standing.next_list).label
            problems.add(told.row, "credit_code", code, message % {"list": name})
        elif pk in self._filing:
            message = _("The institution has an open filing. Take its rows out: its province decides on that filing.")
            problems.add(told.row, "credit_code", code, message)
        elif pk in self._last_days and told.listed_on < self._last_days[pk]:
            message = _("Its entry on the lists changed after this day, on %(day)s. Give that day or a later one.")
            day = date_format(self._last_days[pk], "DATE_FORMAT")
            problems.add(told.row, "listed_on", told.listed_on.isoformat(), message % {"day": day})


def _decide(register: RegisterFile, first: User, second: User, now: datetime) -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.MOVE_IN,
        state=DecisionState.CONFIRMED,
        proposed_by=first,
        proposed_at=now,
        decided_by=second,
        decided_at=now,
        internal_note=register.name,
        terms={
            "sha256": register.sha256,
            "rows": register.rows,
            "institutions": len(register.institutions),
        },
    )


def _prepare(cases: Sequence[_Case], known: dict[str, Institution], year: int) -> None:
    """Ids of all rows, and filing numbers in the order of the file, a province at a time."""
    new = [case for case in cases if case.told.credit_code not in known]
    for case, pk in zip(new, take_ids(Institution, len(new)), strict=True):
        case.institution_id = pk
    ids = zip(take_ids(Filing, len(cases)), take_ids(Dossier, len(cases)), strict=True)
    for case, (filing_id, dossier_id) in zip(cases, ids, strict=True):
        case.filing_id, case.dossier_id = filing_id, dossier_id
        if institution := known.get(case.told.credit_code):
            case.institution_id = institution.pk
    for code in sorted({case.told.province for case in cases}):
        there = [case for case in cases if case.told.province == code]
        for case, number in zip(there, numbering.next_numbers(code, year, len(there)), strict=True):
            case.number = number


def _write(cases: Sequence[_Case], known: dict[str, Institution], programmes: dict[str, int], now: datetime) -> None:
    """Institutions, filings, unsealed dossiers and their rows."""
    new = [case for case in cases if case.told.credit_code not in known]
    institutions = Alike(Institution(created_at=now), "id", "credit_code", "jurisdiction_id", "name")
    filings = Alike(
        Filing(kind=Kind.IMPORTED, state=State.CLOSED, opened_at=now, state_since=now),
        *("id", "number", "institution_id", "jurisdiction_id", "programme_id", "outcome"),
    )
    dossiers = Alike(Dossier(version=1, created_at=now, changed_at=now), "id", "filing_id")
    profiles = Alike(Profile(), "dossier_id", "line", "name", "brand", "credit_code")
    platforms = Alike(Platform(), "dossier_id", "line", "position", "kind", "name", "address", "icp_number")
    for case in new:
        told = case.told
        institutions.add(case.institution_id, told.credit_code, told.province, told.name)
    for case in cases:
        told, programme = case.told, programmes[case.told.province]
        place = (case.institution_id, told.province, programme)
        filings.add(case.filing_id, case.number, *place, OUTCOMES[told.list])
        dossiers.add(case.dossier_id, case.filing_id)
        profiles.add(case.dossier_id, uuid4(), told.name, told.brand, told.credit_code)
        for position, one in enumerate(told.platforms, 1):
            platforms.add(case.dossier_id, uuid4(), position, one.kind, one.name, one.address, one.icp_number)
    for rows in (institutions, filings, dossiers, profiles, platforms):
        rows.flush()


def _seal(cases: Sequence[_Case], decision: Decision, now: datetime) -> None:
    """Seal what was written, and begin the history of each filing with its digest."""
    digests = sealing.seal_many([(case.dossier_id, now) for case in cases])
    history = []
    for case in cases:
        event = FilingEvent(
            filing_id=case.filing_id,
            seq=1,
            action=Action.MOVE_IN,
            to_state=State.CLOSED,
            actor=decision.decided_by,
            at=now,
            reason=case.told.reason,
            dossier_version=1,
            data={"digest": digests[case.dossier_id], "decision": decision.pk},
        )
        event.digest = events.event_digest("", case.number, event)
        history.append(event)
    events.write(history)


def _change_lists(cases: Sequence[_Case], decision: Decision, now: datetime) -> None:
    publishing.record_many(
        [
            publishing.NewChange(
                institution_id=case.institution_id,
                list=case.told.list,
                effective_on=case.told.listed_on,
                recorded_at=now,
                decision_id=decision.pk,
                dossier_id=case.dossier_id,
                reason=case.told.reason,
            )
            for case in cases
        ]
    )


def _tell_those_who_file(cases: Sequence[_Case], known: dict[str, Institution]) -> None:
    """Only an institution that was on record already has people who file for it."""
    people: dict[int, list[int]] = {}
    rows = Membership.objects.filter(institution__in=known.values()).values_list("institution", "user")
    for institution_id, user_id in rows:
        people.setdefault(institution_id, []).append(user_id)
    for case in cases:
        if case.institution_id in people:
            inbox.tell(
                people[case.institution_id],
                f"moved-in-{case.filing_id}",
                gettext_noop("Your institution's entry in another register has moved in as filing %(number)s."),
                {"number": case.number},
                f"/file/{case.number}/",
            )


def _batches(cases: Sequence[_Case]) -> Iterator[tuple[int, Sequence[_Case]]]:
    """How many are done with the batch, and the batch."""
    for start in range(0, len(cases), BATCH):
        batch = cases[start : start + BATCH]
        yield start + len(batch), batch
