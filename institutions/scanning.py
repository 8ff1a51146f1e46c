"""Looking for harm in uploaded files: each new one is shown to a clamd by a job; without a clamd nothing is asked."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, BinaryIO, cast

from clamav_client.scanner import ClamdScanner
from django.conf import settings

from filing_platform import clock
from institutions.models import Blob, ScanState
from jobs import running
from jobs.models import Job, JobState

log = logging.getLogger(__name__)

KIND = "scan"
# Seconds; shorter than a job's lease.
PATIENCE = 30
# A file that is still unchecked then has lost its job: the clamd was away for longer than a job is tried.
LOST_AFTER = timedelta(minutes=5)
MOST_AGAIN = 200


def is_set_up() -> bool:
    """There is a clamd to ask."""
    return bool(settings.CLAMD_ADDRESS)


def first_state() -> ScanState:
    """What a file is that nobody has looked at yet."""
    return ScanState.PENDING if is_set_up() else ScanState.UNCHECKED


def ask_for(blob: Blob) -> None:
    """Have the file looked at, when there is a clamd and it was not looked at before."""
    if not is_set_up() or blob.scan_state not in (ScanState.PENDING, ScanState.UNCHECKED):
        return
    Blob.objects.filter(pk=blob.pk).update(scan_state=ScanState.PENDING)
    blob.scan_state = ScanState.PENDING
    running.enqueue(KIND, blob.pk)


def ask_again() -> int:
    """Queue the files whose look was lost, when there is a clamd; how many."""
    if not is_set_up():
        return 0
    waiting = Blob.objects.filter(scan_state=ScanState.PENDING, created_at__lt=clock.now() - LOST_AFTER)
    asked = Job.objects.filter(kind=KIND, state__in=[JobState.QUEUED, JobState.RUNNING])
    under_way = {int(subject) for subject in asked.values_list("subject", flat=True)}
    lost = list(waiting.exclude(pk__in=under_way).order_by("pk")[:MOST_AGAIN])
    for blob in lost:
        running.enqueue(KIND, blob.pk)
    return len(lost)


@running.runner(KIND)
def scan(job: Job) -> dict[str, Any]:
    """Show one file to the clamd and keep what it says. A clamd that does not answer is asked again later."""
    blob = Blob.objects.filter(pk=job.subject, scan_state=ScanState.PENDING).first()
    if blob is None or not is_set_up():
        return {}
    scanner = ClamdScanner({"backend": "clamd", "address": settings.CLAMD_ADDRESS, "timeout": PATIENCE})
    with blob.file.open("rb") as content:
        verdict, name = scanner.client.instream(cast(BinaryIO, content))["stream"]
    if verdict not in ("OK", "FOUND"):
        raise RuntimeError(f"clamd answers {verdict}: {name}")
    state = ScanState.INFECTED if verdict == "FOUND" else ScanState.CLEAN
    Blob.objects.filter(pk=blob.pk).update(scan_state=state)
    if verdict == "FOUND":
        log.warning("blob %s is harmful: %s", blob.pk, name)
    return {"verdict": verdict, "name": name or ""}
