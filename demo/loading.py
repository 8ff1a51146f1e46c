"""Loads the demo's nation into an empty database, in one transaction and in the order in which things depend."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from demo import accounts, clock, documents, filings, history, lists, plans, programmes
from demo.desk import Desk
from demo.numbers import People
from demo.writing import Writer, batches
from filing_platform.clock import DEMO_START
from filing_platform.errors import Refused
from institutions.models import Institution
from screening import running

Tell = Callable[[str], None]


def load(scale: float, tell: Tell) -> None:
    """The whole nation, `scale` times as large; Refused when any institution is there or without DEMO=1."""
    clock.require_demo()
    if Institution.objects.exists():
        raise Refused("loaded_already", "There are institutions already: load_demo fills an empty database only.")
    # Seen by every connection from the start, so that all work is done on the demo's day.
    clock.set_to_start()
    with transaction.atomic(), connection.cursor() as cursor:
        # A load is one long piece of work; foreign keys are checked as it goes, not all at its end.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Load(scale, tell).run()
    clock.set_to_start()


class Load:
    """One load: what its steps hand on to each other."""

    def __init__(self, scale: float, tell: Tell) -> None:
        self.scale = scale
        self._tell = tell

    def run(self) -> None:
        """All steps."""
        with self._step("programmes") as done:
            done(programmes.write())
        with self._step("plans") as done:
            self.plans = plans.make(self.scale)
            done(len(self.plans))
        with self._step("accounts") as done:
            self.staff = accounts.hire(DEMO_START)
            accounts.enrol(self.plans, self.staff, DEMO_START)
            accounts.assign(self.plans, self.staff)
            done(len(self.plans))
        with self._step("institutions: filings") as done:
            filings.write_institutions(self.plans)
            done(filings.write_filings(self.plans))
        with self._step("versions of materials") as done:
            done(self._write_materials())

        with self._step("screening: findings") as done:
            done(self._screen())
        desk = Desk(self.plans, self.staff)
        with self._step("opinions") as done:
            done(desk.work())
        with self._step("decisions") as done:
            done(desk.write_decisions())
        with self._step("verdicts: findings") as done:
            done(desk.write_findings())
            desk.write_opinions()
        with self._step("notices") as done:
            done(desk.write_notices())
        with self._step("list changes") as done:
            done(lists.record(self.plans))
        with self._step("measures") as done:
            done(lists.order_measures(desk.cases))
        with self._step("history: events") as done:
            done(history.write(desk.cases))

    def _screen(self) -> int:
        sealed = [
            version.id
            for plan in self.plans
            for filing in plan.story.filings
            for version in filing.versions
            if version.sealed_at
        ]
        return running.screen_many(sealed)

    def _write_materials(self) -> int:
        writer, numbers = Writer(documents.store(DEMO_START)), People()
        return sum(writer.write(batch, numbers) for batch in batches(self.plans))

    @contextmanager
    def _step(self, name: str) -> Iterator[Callable[[int], None]]:
        started = time.monotonic()
        counts: list[int] = []
        yield counts.append
        self._tell(f"{name:<28} {counts[-1]:>9,}   {time.monotonic() - started:6.1f} s")
