"""The day on which the register's tests take place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django_ratelimit import core

from filing_platform import clock
from tests.register import seed

TODAY = date(2020, 6, 1)


@pytest.fixture(autouse=True)
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Moves the tests' clock to 10:00 of a day; it starts on 1 June 2020."""

    def move(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: seed.at(day))

    move(TODAY)
    return move


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits' minute does not end in the middle of a test."""
    monkeypatch.setattr(core, "time", SimpleNamespace(time=lambda: 1_590_000_000.0))
