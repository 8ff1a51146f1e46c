"""F4, P1: PostgreSQL killed again and again amid decisions and an import: what was acknowledged is there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings

from institutions import events
from institutions.models import Decision, Filing
from institutions.workbooks.importing import job_of
from jobs.models import JobState
from personnel import importing
from personnel.models import Identity, PersonnelImport
from register import auditing
from register.models import ListChange
from tests.faults.cluster import Cluster, copied
from tests.faults.servers import eventually
from tests.personnel.books import comma_separated, rows, upload
from tests.personnel.people import filer_with_draft
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 4
ROWS = 3_000
# A job whose worker died is taken again when its lease is over; here at once.
WORKER = """
import sys, time, django; django.setup()
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from jobs import running
from jobs.models import Job
while True:
    try:
        running.run(sys.argv[1])
        if Job.objects.get(pk=sys.argv[1]).state == "succeeded":
            break
        Job.objects.filter(pk=sys.argv[1]).update(lease_until=timezone.now() - timedelta(seconds=1), attempts=0)
    except Exception as error:
        print(type(error).__name__, flush=True)
        connection.close()
        time.sleep(0.05)
"""


@contextmanager
def program(*arguments: str, cluster: Cluster) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=cluster.environment(REDIS_URL="redis://127.0.0.1:1/0"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_decisions() -> None:
    world = w.build_world()
    filing = w.flagged(world)
    chance = random.Random(20200601)
    with copied() as cluster, program("-m", "tests.faults.clerk", str(filing.pk), cluster=cluster) as clerk:
        assert clerk.stdout
        told = [clerk.stdout.readline()]
        for _kill in range(KILLS):
            # Somewhere in the next acts, wherever they are just now.
            told += [clerk.stdout.readline() for _act in range(chance.randint(2, 8))]
            time.sleep(chance.uniform(0, 0.05))
            cluster.kill()
        told += [clerk.stdout.readline() for _act in range(4)]
        rest, _ = clerk.communicate(timeout=60)
        assert clerk.returncode == 0
        acknowledged = [line.split() for line in "".join(told + [rest]).splitlines()]
        with cluster.in_this_process():
            _nothing_is_lost_or_half_done(Filing.objects.get(pk=filing.pk), acknowledged)


def _nothing_is_lost_or_half_done(filing: Filing, acknowledged: list[list[str]]) -> None:
    history = list(filing.events.order_by("seq"))
    versions = [int(version) for version, _event in acknowledged]
    assert len(set(versions)) == len(versions) > KILLS * 2, "no act was acknowledged twice"
    # Each act counts the version and leaves one event.
    before = len(history) - filing.version
    for version, event in acknowledged:
        assert history[before + int(version) - 1].action == event
    # One more may have been committed at each kill whose answer was lost with the server.
    assert max(versions) - min(versions) + 1 <= len(versions) + KILLS
    assert filing.version == versions[-1]
    assert filing.state == history[-1].to_state
    assert events.broken_at(filing) is None
    confirmed = Decision.objects.filter(filing=filing, state="confirmed").count()
    assert filing.events.filter(action__in=("issue_notice", "rescind")).count() == confirmed
    assert ListChange.objects.count() == confirmed
    assert filing.notices.count() == filing.events.filter(action="issue_notice").count()
    assert auditing.audit().changes == confirmed


def test_an_import() -> None:
    workbook = importing.PEOPLE.start(filer_with_draft(), upload(comma_separated(rows(ROWS)), "people.csv"), None)
    chance = random.Random(20200601)
    with copied() as cluster, program("-c", WORKER, str(workbook.job_id), cluster=cluster) as worker:
        for _kill in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.5))
            cluster.kill()
            assert eventually(cluster.answers)
            with cluster.in_this_process():
                assert workbook.dossier.people.count() in (0, ROWS)
        assert worker.wait(timeout=120) == 0
        with cluster.in_this_process():
            workbook = PersonnelImport.objects.get(pk=workbook.pk)
            assert job_of(workbook).state == JobState.SUCCEEDED
            assert workbook.applied_at
            assert (workbook.dossier.people.count(), Identity.objects.count()) == (ROWS, ROWS)
