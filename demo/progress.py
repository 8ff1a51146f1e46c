"""Tells how a load goes on: one line a step, and on a terminal how far the running one has come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Output(Protocol):
    """Where lines go, as Django's commands have it."""

    def write(self, msg: str = "", *, ending: str | None = None) -> None: ...

    def isatty(self) -> bool: ...

    def flush(self) -> None: ...


class Step:
    """One step under way."""

    def __init__(self, name: str, output: Output) -> None:
        self.name = name
        self.count = 0
        self._output = output

    def tell(self, done: int, total: int) -> None:
        """So much of it is done."""
        if self._output.isatty():
            self._output.write(f"\r{self.name:<32} {done:>9,} of {total:,}", ending="")
            self._output.flush()


class Progress:
    """The steps of a load, on an output."""

    def __init__(self, output: Output) -> None:
        self._output = output

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Times what happens inside; set `count` to say how much it was."""
        started = time.monotonic()
        step = Step(name, self._output)
        yield step
        start = "\r" if self._output.isatty() else ""
        self._output.write(f"{start}{name:<32} {step.count:>9,}   {time.monotonic() - started:6.1f} s   ")
