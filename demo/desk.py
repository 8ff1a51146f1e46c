"""The officers' desk of the demo: works every filing through in memory, then writes all that came of it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from accounts.models import Jurisdiction, ProgrammeDepartment
from demo import days, noticing, reasons, reviewing
from demo.accounts import Staff
from demo.chapters import Proposal, Round, Version
from demo.noticing import Issued
from demo.plans import Plan
from demo.reviewing import Case, Found
from demo.story import FilingStory
from filing_platform.copying import Rows, take_ids
from institutions.models import Decision, DecisionKind
from rectification.models import Resolution, Statement
from screening import fingerprints
from screening.models import Finding, Opinion

# The rules run a few minutes after a version is handed in.
_SCREENED_AFTER = timedelta(minutes=3)


class Desk:
    """Every filing that was handed in, with what the rules found."""

    def __init__(self, plans: Sequence[Plan], staff: Staff) -> None:
        self.plans = plans
        self.cases: list[Case] = []
        self.issued: list[Issued] = []
        # Sown anew for each filing.
        self._rng = random.Random()
        self._open_cases(staff)

    def work(self) -> int:
        """Everything that officers and departments did, in the order of its days; how many opinions that gave."""
        for case in self.cases:
            self._rng.seed(f"desk {case.filing.number}")
            for _, _, act in sorted(self._acts(case), key=lambda act: act[:2]):
                act()
        return sum(len(case.opinions) for case in self.cases)

    def write_findings(self) -> int:
        """Verdicts, findings raised by hand, and when the rules had run; how many findings there are."""
        by_hand = [found for case in self.cases for found in case.by_hand]
        for pk, found in zip(take_ids(Finding, len(by_hand)), by_hand, strict=True):
            found.id = pk
        _write_by_hand(by_hand)
        fingerprints.take(sorted({found.dossier_id for found in by_hand}))
        decided = [found for case in self.cases for on in case.findings.values() for found in on if found.rule]
        _write_verdicts(decided)
        return len(by_hand) + len(decided)

    def write_opinions(self) -> int:
        """Opinions, and the joint meetings that stand in for some."""
        opinions = Rows(
            Opinion, "dossier_id", "department_id", "revision", "verdict", "text", "given_by_id", "given_at"
        )
        meetings = Rows(
            Resolution,
            *("dossier_id", "department_id", "held_on", "attendance", "text"),
            *("recorded_by_id", "recorded_at", "confirmed_by_id", "confirmed_at"),
        )
        for case in self.cases:
            first, second = case.filing.officers
            for heard in case.opinions:
                opinions.add(heard.version.id, heard.department, 1, heard.verdict, heard.text, heard.by, heard.at)
            for meeting in case.meetings:
                text = (meeting.at.date(), reasons.RESOLUTION_ATTENDANCE, reasons.RESOLUTION)
                recorded = (first, meeting.at, second, meeting.at + timedelta(hours=1))
                meetings.add(meeting.version.id, meeting.department, *text, *recorded)
        opinions.flush()
        meetings.flush()
        return opinions.written

    def write_decisions(self) -> int:
        """Decisions with their statements, in the order in which they were proposed."""
        told: list[tuple[Plan, FilingStory | None, Proposal]] = [
            (plan, filing, proposal)
            for plan in self.plans
            for filing in plan.story.filings
            for proposal in filing.proposals
        ]
        told += [(plan, None, act) for plan in self.plans for act in plan.story.acts]
        told.sort(key=lambda row: row[2].proposed_at)
        decisions = Rows(
            Decision,
            *("id", "kind", "state", "institution_id", "filing_id", "dossier_id", "proposed_by_id", "proposed_at"),
            *("decided_by_id", "decided_at", "public_reason", "internal_note", "return_reason", "terms"),
            "statement_until",
        )
        statements = Rows(Statement, "decision_id", "text", "handed_in_by_id", "handed_in_at", "read_by_id", "read_at")
        for pk, (plan, filing, proposal) in zip(take_ids(Decision, len(told)), told, strict=True):
            proposal.id = pk
            first, second = (filing or plan.story.filings[0]).officers
            decisions.add(
                *(pk, proposal.kind, proposal.state, plan.id, filing.id if filing else None),
                *(proposal.version.id if proposal.version else None, first, proposal.proposed_at),
                *(_decided_by(proposal, first, second), proposal.decided_at, proposal.public_reason, ""),
                *(proposal.return_reason, proposal.terms, proposal.statement_until),
            )
            if proposal.statement_at:
                read_by = first if proposal.statement_read_at else None
                statement = (plan.filer_id, proposal.statement_at, read_by, proposal.statement_read_at)
                statements.add(pk, reasons.STATEMENT, *statement)
        decisions.flush()
        statements.flush()
        return decisions.written

    def write_notices(self, evidence: int) -> int:
        """Notices with all that hangs on them; `evidence` is the blob of a file handed in with answers."""
        signs = {j.code: j.icp_signs[0] for j in Jurisdiction.objects.all()} | {"66": "兵"}
        return noticing.write(self.issued, signs, evidence)

    def _open_cases(self, staff: Staff) -> None:
        departments: dict[int, list[str]] = defaultdict(list)
        for programme, department in ProgrammeDepartment.objects.order_by("department__position").values_list(
            "programme", "department"
        ):
            departments[programme].append(department)
        found: dict[int, list[Found]] = defaultdict(list)
        columns = ("id", "dossier_id", "rule", "department_id", "section", "line")
        for row in Finding.objects.order_by("id").values_list(*columns).iterator():
            found[row[1]].append(Found(*row))
        for plan in self.plans:
            code = plan.size.jurisdiction
            officers = {d: pk for (j, d), pk in staff.departments.items() if j == code}
            for filing in plan.story.filings:
                case = Case(plan, filing, departments[filing.programme.pk], officers, self._rng)
                case.findings = {version.id: found.pop(version.id, []) for version in filing.versions}
                for version in filing.versions:
                    _screened(version, case.on(version))
                self.cases.append(case)

    def _acts(self, case: Case) -> list[tuple[Any, int, Callable[[], None]]]:
        acts: list[tuple[Any, int, Callable[[], None]]] = [
            (days.midnight(told.first), 0, partial(reviewing.review, case, told)) for told in case.filing.reviews
        ]
        for proposal in case.filing.proposals:
            if proposal.kind == DecisionKind.ISSUE_NOTICE:
                acts.append((proposal.proposed_at, 1, partial(noticing.give_reason, case, proposal)))
        for told in case.filing.rounds:
            acts.append((told.issued_at, 2, partial(self._issue, case, told)))
            if told.judged_at:
                acts.append((told.judged_at, 3, partial(self._judge, told)))
        return acts

    def _issue(self, case: Case, told: Round) -> None:
        self.issued.append(noticing.issue(case, told))

    def _judge(self, told: Round) -> None:
        noticing.judge(next(issued for issued in reversed(self.issued) if issued.round is told))


def _screened(version: Version, findings: list[Found]) -> None:
    for found in findings:
        assert version.sealed_at is not None
        found.raised_at = version.sealed_at + _SCREENED_AFTER


def _decided_by(proposal: Proposal, first: int, second: int) -> int | None:
    if proposal.decided_at is None:
        return None
    return first if proposal.state == "retracted" else second


def _write_by_hand(by_hand: list[Found]) -> None:
    rows = Rows(
        Finding,
        *("id", "dossier_id", "rule", "raised_by_id", "department_id", "section", "line", "row_digest", "severity"),
        *("evidence", "text", "status", "raised_at", "verdict_by_id", "verdict_at", "verdict_reason"),
    )
    for found in by_hand:
        rows.add(
            *(found.id, found.dossier_id, "", found.raised_by, found.department, found.section, found.line, ""),
            *(found.severity, {}, found.text, found.status, found.raised_at),
            *(found.verdict_by, found.verdict_at, found.verdict_reason),
        )
    rows.flush()


def _write_verdicts(decided: list[Found]) -> None:
    """One UPDATE of all that the rules found; and the screenings happened when the versions came in."""
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            "UPDATE screening_finding AS f SET status = v.status, raised_at = v.raised_at,"
            " verdict_by_id = v.verdict_by, verdict_at = v.verdict_at, verdict_reason = v.reason"
            " FROM (VALUES %s) AS v (id, status, raised_at, verdict_by, verdict_at, reason) WHERE f.id = v.id",
            [(f.id, f.status, f.raised_at, f.verdict_by, f.verdict_at, f.verdict_reason) for f in decided],
            template="(%s, %s, %s::timestamptz, %s::bigint, %s::timestamptz, %s)",
            page_size=2000,
        )
        cursor.execute(
            "UPDATE screening_screening AS s SET screened_at = d.sealed_at + make_interval(secs => %s)"
            " FROM institutions_dossier AS d WHERE d.id = s.dossier_id",
            [_SCREENED_AFTER.total_seconds()],
        )
