"""Loads the demo's nation into an empty database, in one transaction and in the order in which things depend."""

from __future__ import annotations

from django.db import connection, transaction

from demo import (
    accounts,
    canned,
    clock,
    documents,
    filings,
    history,
    inbox,
    lists,
    ministry,
    plans,
    programmes,
    reports,
)
from demo.chapters import Version
from demo.desk import Desk
from demo.numbers import People
from demo.plans import Plan
from demo.progress import Progress, Step
from demo.writing import Writer, batches
from filing_platform.clock import DEMO_START
from filing_platform.errors import Refused
from institutions.models import DocumentKind, Institution
from register import checkpoints, tallies
from screening import running

# Versions that the rules look at in one go.
_SCREENED_AT_ONCE = 5_000


def load(scale: float, progress: Progress) -> None:
    """The whole nation, `scale` times as large; Refused when any institution is there or without DEMO=1."""
    clock.require_demo()
    if Institution.objects.exists():
        raise Refused("loaded_already", "There are institutions already: load_demo fills an empty database only.")
    # Committed first, so that every connection works on the demo's day.
    clock.set_to_start()
    with transaction.atomic(), connection.cursor() as cursor:
        # A load is one long piece of work; foreign keys are checked as it goes, not all at its end.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Load(scale, progress).run()


class Load:
    """One load: what its steps hand on to each other."""

    def __init__(self, scale: float, progress: Progress) -> None:
        self._progress = progress
        with progress.step("programmes") as step:
            step.count = programmes.write()
        with progress.step("canned reasons") as step:
            step.count = canned.write()
        with progress.step("documents") as step:
            self.blobs = documents.store(DEMO_START)
            step.count = len(self.blobs)
        with progress.step("planned institutions") as step:
            self.plans = plans.make(scale)
            step.count = len(self.plans)
        with progress.step("accounts") as step:
            self.staff = accounts.hire(DEMO_START)
            step.count = accounts.enrol(self.plans, self.staff, DEMO_START)

    def run(self) -> None:
        """All steps: what was filed, what was found, what was decided, what the public sees."""
        self._file()
        self._screen()
        desk = Desk(self.plans, self.staff)
        self._decide(desk)
        self._publish(desk)
        with self._progress.step("reports to the ministry") as step:
            step.count = ministry.write(self.staff)
        tallies.fold(DEMO_START.date())

    def _file(self) -> None:
        with self._progress.step("filings") as step:
            filings.write_institutions(self.plans)
            step.count = filings.write_filings(self.plans)
        with self._progress.step("people, in all versions") as step:
            step.count = self._write_materials(step)

    def _screen(self) -> None:
        with self._progress.step("findings by the rules") as step:
            sealed = [version.id for plan in self.plans for version in _sealed(plan)]
            for start in range(0, len(sealed), _SCREENED_AT_ONCE):
                step.tell(start, len(sealed))
                step.count += running.screen_many(sealed[start : start + _SCREENED_AT_ONCE])

    def _decide(self, desk: Desk) -> None:
        with self._progress.step("opinions") as step:
            step.count = desk.work()
        with self._progress.step("decisions") as step:
            step.count = desk.write_decisions()
        with self._progress.step("verdicts") as step:
            step.count = desk.write_findings()
            desk.write_opinions()
        with self._progress.step("notices") as step:
            step.count = desk.write_notices(self.blobs[DocumentKind.OTHER])

    def _publish(self, desk: Desk) -> None:
        with self._progress.step("list changes") as step:
            step.count = lists.record(self.plans)
            checkpoints.publish()
        with self._progress.step("measures") as step:
            step.count = lists.order_measures(desk.cases)
        with self._progress.step("events") as step:
            step.count = history.write(desk.cases)
        with self._progress.step("messages") as step:
            step.count = inbox.write(desk.cases, self.staff)
        with self._progress.step("problem reports") as step:
            step.count = reports.write(self.plans)
        with self._progress.step("findings by what is listed now") as step:
            alike = [plan for plan in self.plans if plan.is_lookalike]
            step.count = running.screen_many([version.id for plan in alike for version in _sealed(plan)[-1:]])

    def _write_materials(self, step: Step) -> int:
        writer, numbers = Writer(self.blobs), People()
        total = sum(plan.people for plan in self.plans)
        done = 0
        for batch in batches(self.plans):
            writer.write(batch, numbers)
            done += sum(plan.people for plan in batch)
            step.tell(done, total)
        return writer.people_written


def _sealed(plan: Plan) -> list[Version]:
    return [version for filing in plan.story.filings for version in filing.versions if version.sealed_at]
