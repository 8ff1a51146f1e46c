"""How far an import is, and what is wrong, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import ngettext

from institutions.models.workbooks import WorkbookProblem
from institutions.workbooks.importing import job_of
from institutions.workbooks.wording import PHASES, Wording
from jobs.models import Job, JobState
from jobs.running import LEASE

ROWS_SHOWN = 5


@dataclass(frozen=True)
class ErrorGroup:
    """All errors of one kind in one column."""

    code: str
    column: str
    count: int
    sentence: str
    first: list[WorkbookProblem]
    # The column in words, or nothing when it is about the whole file.
    title: str

    @property
    def key(self) -> str:
        """Stands for the group in an address."""
        return f"{self.column}.{self.code}"

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, self.count - len(self.first))


class Reading:
    """One import: waiting or being read, refused, wrong, waiting to be confirmed, or done."""

    def __init__(self, workbook: Any, wording: Wording) -> None:
        self.workbook = workbook
        self._wording = wording

    @cached_property
    def job(self) -> Job | None:
        """The work on it."""
        return job_of(self.workbook)

    @property
    def is_open(self) -> bool:
        """Still to be read or put in."""
        return self.job is not None and self.job.is_open

    @property
    def is_applied(self) -> bool:
        """Its people are in the materials."""
        return self.workbook.applied_at is not None

    @property
    def broke_off(self) -> bool:
        """The worker gave up on it."""
        return self.job is None or self.job.state == JobState.FAILED

    @property
    def is_wrong(self) -> bool:
        """Something in it is to be mended."""
        return bool(self.workbook.error_count)

    @property
    def step(self) -> int:
        """1 choose, 2 reading, 3 what it says."""
        return 2 if self.is_open else 3

    @property
    def phase(self) -> str:
        """What is being done, in words."""
        return str(PHASES.get(self.job.phase, "")) if self.job else ""

    @property
    def left(self) -> str:
        """The time that is left, about."""
        job = self.job
        if not job or not job.started_at or not job.lease_until or not job.done or job.done >= job.total:
            return ""
        # The lease is renewed with each report of progress.
        spent = job.lease_until - LEASE - job.started_at
        seconds = max(1, round(spent / timedelta(seconds=1) * (job.total - job.done) / job.done))
        if seconds < 60:
            return ngettext("about %(n)s second left", "about %(n)s seconds left", seconds) % {"n": seconds}
        minutes = round(seconds / 60)
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}

    @property
    def failure(self) -> str:
        """Why nothing came of it."""
        return self._wording.said("reading_died", "", {})

    @cached_property
    def groups(self) -> list[ErrorGroup]:
        """What is wrong, worst first: the whole file, then what concerns most rows."""
        found = self.workbook.errors.values("column", "code").annotate(count=Count("pk"), top=Min("row"))
        return [self._group(**kind) for kind in found.order_by("-count", "top", "column")]

    def group(self, key: str) -> ErrorGroup | None:
        """The group that an address names."""
        return next((group for group in self.groups if group.key == key), None)

    def _group(self, column: str, code: str, count: int, top: int) -> ErrorGroup:
        first = list(self.workbook.errors.filter(column=column, code=code).order_by("row", "pk")[:ROWS_SHOWN])
        sentence = self._wording.said(code, column, first[0].params)
        return ErrorGroup(code, column, count, sentence, first if top else [], self._wording.column_label(column))
