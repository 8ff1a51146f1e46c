"""An import that dies on the way is done again, as a whole, once (F2, F3)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import psutil
import pytest
from django.conf import settings
from django.utils import timezone

from institutions.workbooks.importing import job_of
from jobs import running
from jobs.models import Job, JobState
from personnel import importing
from personnel.models import Identity, PersonnelImport
from tests import database
from tests.personnel.books import comma_separated, rows, upload
from tests.personnel.people import filer_with_draft

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 6_000
WORKER = "import sys, django; django.setup(); from jobs import running; running.run(sys.argv[1])"
# Dies with everything read and nothing stored.
DYING_WORKER = """
import os, sys, django; django.setup()
from jobs import running
from institutions.workbooks import importing
importing._note_reading = lambda *_: os.kill(os.getpid(), 9)
running.run(sys.argv[1])
"""


@pytest.fixture
def workbook(monkeypatch: pytest.MonkeyPatch) -> PersonnelImport:
    monkeypatch.setattr(running, "_wake_id", lambda _job_id: None)
    return importing.PEOPLE.start(filer_with_draft(), upload(comma_separated(rows(ROWS)), "people.csv"), None)


def _worker(job_id: object, script: str = WORKER) -> subprocess.Popen[bytes]:
    environment = database.environment() | {"MEDIA_ROOT": settings.MEDIA_ROOT, "PII_KEY": settings.PII_KEY}
    return subprocess.Popen(
        [sys.executable, "-c", script, str(job_id)],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "filing_platform.settings"},
    )


def test_a_worker_killed_anywhere_leaves_nothing_half_done(workbook):
    chance = random.Random(20200601)
    people = workbook.dossier.people
    for _kill in range(4):
        worker = _worker(workbook.job_id)
        time.sleep(chance.uniform(0.8, 4))
        worker.kill()
        worker.wait()
        assert people.count() in (0, ROWS)
        # As after the lease ran out; how often is the sweeper's own test.
        Job.objects.filter(pk=workbook.job_id, state=JobState.RUNNING).update(
            lease_until=timezone.now() - timedelta(seconds=1), attempts=0
        )
    assert _worker(workbook.job_id).wait(timeout=120) == 0
    workbook.refresh_from_db()
    assert job_of(workbook).state == JobState.SUCCEEDED
    assert (people.count(), Identity.objects.count()) == (ROWS, ROWS)
    assert workbook.applied_at


def test_what_a_killed_worker_held_is_taken_up_within_a_minute(workbook, monkeypatch: pytest.MonkeyPatch):
    assert _worker(workbook.job_id, DYING_WORKER).wait(timeout=120) == -signal.SIGKILL
    assert job_of(workbook).state == JobState.RUNNING
    assert running.run(workbook.job_id) is False, "until its lease is over it is that worker's"
    woken: list[str] = []
    monkeypatch.setattr(running, "_wake_id", woken.append)
    interval = settings.CELERY_BEAT_SCHEDULE["sweep-jobs"]["schedule"]
    a_minute_later = timezone.now() + timedelta(seconds=60) - timedelta(seconds=interval)
    monkeypatch.setattr(running, "_clock", lambda: a_minute_later)
    running.sweep()
    assert woken == [str(workbook.job_id)]
    assert running.run(workbook.job_id)
    assert workbook.dossier.people.count() == ROWS


def test_two_workers_on_one_import_put_it_in_once(workbook):
    workers = [_worker(workbook.job_id) for _ in range(2)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    assert workbook.dossier.people.count() == ROWS


def test_a_reading_process_that_is_killed_is_started_again(workbook):
    killed = threading.Event()

    def kill() -> None:
        while not killed.is_set():
            for process in psutil.Process().children():
                if "personnel.reading" in process.cmdline():
                    process.kill()
                    killed.set()

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    running.run(workbook.job_id)
    killer.join(timeout=60)
    assert job_of(workbook).state == JobState.QUEUED
    assert not workbook.dossier.people.exists()
    running.run(workbook.job_id)
    assert workbook.dossier.people.count() == ROWS
