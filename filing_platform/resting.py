"""Leaving alone for a moment a server that does not answer, so that its time-out is waited for once."""

from __future__ import annotations

import time


class Rest:
    """Some seconds, in this process, in which nobody asks again."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = float("-inf")

    @property
    def goes_on(self) -> bool:
        """Whether it has begun and is not over."""
        return time.monotonic() < self._until

    def begin(self) -> None:
        """The server has just failed to answer."""
        self._until = time.monotonic() + self._seconds

    def end(self) -> None:
        """It may be asked again."""
        self._until = float("-inf")
