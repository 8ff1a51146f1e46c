"""The screening tests happen on 1 June 2020, under the limits of 2019."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from filing_platform import clock


@pytest.fixture(autouse=True)
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets the day; 1 June 2020 until it is called."""

    def set_day(day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=clock.SHANGHAI)
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_day(date(2020, 6, 1))
    return set_day
