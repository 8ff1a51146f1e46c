"""The verbs on a job: enqueue, claim by lease, tell progress, finish, fail, sweep."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from filing_platform.errors import DomainError
from filing_platform.resting import Rest
from jobs.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
MAX_ATTEMPTS = 3
broker_away = Rest(seconds=5)

Runner = Callable[[Job], dict[str, Any]]
_runners: dict[str, Runner] = {}


def runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the domain function that does jobs of this kind; it returns the job's result."""

    def register(function: Runner) -> Runner:
        _runners[kind] = function
        return function

    return register


def enqueue(
    kind: str, subject: object, requested_by: int | None = None, arguments: dict[str, Any] | None = None
) -> Job:
    """Write the job in the caller's transaction; a worker is woken when that commits."""
    job = Job.objects.create(
        kind=kind,
        subject=str(subject),
        requested_by=requested_by,
        arguments=arguments or {},
        created_at=_clock(),
    )
    transaction.on_commit(lambda: _wake(job), robust=True)
    return job


def run(job_id: UUID | str) -> bool:
    """Claim the job and do it; False when somebody else has it or it is over."""
    job = _claim(job_id)
    if job is None:
        return False
    try:
        result = _runners[job.kind](job)
    except DomainError as error:
        _finish(job, state=JobState.FAILED, error=str(error))
    except Exception:
        log.exception("job %s (%s) broke on attempt %s", job.pk, job.kind, job.attempts)
        _put_back(job)
    else:
        _finish(job, state=JobState.SUCCEEDED, result=result)
    return True


def progress(job: Job, done: int, total: int, phase: str = "") -> None:
    """Tell how far the job is, and hold the lease on; outside any transaction of the work itself."""
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING).update(
        done=min(done, total), total=total, phase=phase, lease_until=_clock() + LEASE
    )


def sweep() -> int:
    """Put back what a dead worker or a lost wake-up left lying; how many were woken."""
    at = _clock()
    stale = Job.objects.claimable(at).filter(created_at__lt=at - timedelta(seconds=5))
    waiting = list(stale.order_by("created_at").values_list("pk", flat=True)[:200])
    for pk in waiting:
        _wake_id(str(pk))
    return len(waiting)


def _claim(job_id: UUID | str) -> Job | None:
    at = _clock()
    with transaction.atomic():
        # Work of a kind that came with a newer version waits for a worker of that version.
        known = Job.objects.claimable(at).filter(kind__in=_runners)
        job = known.select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _finish(job, state=JobState.FAILED, error="")
            return None
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=at + LEASE,
            started_at=at,
            done=0,
        )
        job.refresh_from_db()
        return job


def _finish(job: Job, *, state: str, result: dict[str, Any] | None = None, error: str = "") -> None:
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=state, result=result or {}, error=error, finished_at=_clock(), lease_until=None
    )


def _put_back(job: Job) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _finish(job, state=JobState.FAILED, error="")
        return
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(state=JobState.QUEUED, lease_until=None)


def _wake(job: Job) -> None:
    _wake_id(str(job.pk))


def _wake_id(job_id: str) -> None:
    from jobs.tasks import work

    if broker_away.goes_on:
        return
    try:
        work.apply_async((job_id,), ignore_result=True)
    except Exception as error:
        # The sweeper finds the row again; a broker that is down never fails the request, nor keeps it waiting twice.
        broker_away.begin()
        log.warning("no worker woken for job %s: %s", job_id, type(error).__name__)


def _clock() -> datetime:
    # Leases measure real time: the demo's clock may be moved while a job runs.
    return timezone.now()
