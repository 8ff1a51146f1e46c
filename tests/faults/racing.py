"""Several people who click at the same instant, each on a database connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from django.db import connections

from filing_platform.errors import DomainError

PATIENCE = 60
Act = Callable[[], Any]


class Racer(threading.Thread):
    """Waits for an act, does it when the other racers stand at the line too, and tells what came of it."""

    def __init__(self, line: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.line = line
        self.acts: SimpleQueue[Act | None] = SimpleQueue()
        self.outcomes: SimpleQueue[Any] = SimpleQueue()

    def run(self) -> None:
        while act := self.acts.get():
            self.line.wait(PATIENCE)
            try:
                self.outcomes.put(act())
            except Exception as error:  # the outcome is the test's to judge
                self.outcomes.put(error)
        connections.close_all()


@contextmanager
def racers(count: int = 2) -> Iterator[Callable[..., list[Any]]]:
    """A function that does `count` acts at once and returns their results; a domain error is one of them."""
    line = threading.Barrier(count)
    running = [Racer(line) for _ in range(count)]
    for racer in running:
        racer.start()

    def race(*acts: Act) -> list[Any]:
        for racer, act in zip(running, acts, strict=True):
            racer.acts.put(act)
        outcomes = [racer.outcomes.get(timeout=PATIENCE) for racer in running]
        for outcome in outcomes:
            if isinstance(outcome, Exception) and not isinstance(outcome, DomainError):
                raise outcome
        return outcomes

    yield race
    for racer in running:
        racer.acts.put(None)
    for racer in running:
        racer.join(PATIENCE)
