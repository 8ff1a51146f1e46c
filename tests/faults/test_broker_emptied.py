"""F9, F8: the broker loses its messages, or dies and returns: the sweeper puts the work back, and it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from filing_platform import serving
from filing_platform.celery import app as celery
from jobs import running
from jobs.models import Job
from tests.faults.servers import STARTED, OwnRedis, environment, eventually, kept_running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker_and_scheduler(own_redis: OwnRedis, tmp_path: Path) -> Iterator[None]:
    """Both as they are supervised in production: started again when they end."""
    ours = environment(REDIS_URL=own_redis.url)
    worker, scheduler = serving.programs()["worker"], serving.programs()["scheduler"]
    hurried = ["tests.faults.hurried" if each == "filing_platform" else each for each in scheduler]
    with (
        kept_running(worker, ours, tmp_path / "worker.log"),
        kept_running([*hurried, "--schedule", str(tmp_path / "schedule")], ours, tmp_path / "scheduler.log"),
    ):
        yield


def _letters(count: int) -> list[Job]:
    """Work that anybody can do, asked for now."""
    return [running.enqueue("mail", "nobody", arguments={"users": []}) for _ in range(count)]


def _age() -> None:
    """What waits has waited longer than the sweeper gives a wake-up to arrive."""
    Job.objects.filter(state="queued").update(created_at=timezone.now() - timedelta(minutes=1))


def _all_done() -> bool:
    return not Job.objects.exclude(state="succeeded").exists()


def test_the_sweeper_puts_back_what_the_broker_lost(own_redis: OwnRedis) -> None:
    _letters(5)
    assert own_redis.waiting() == 5
    own_redis.client.flushall()
    _age()
    assert running.sweep() == 5
    assert own_redis.waiting() == 5


def test_everything_is_done_once_the_broker_is_back(
    own_redis: OwnRedis, worker_and_scheduler: None, tmp_path: Path
) -> None:
    # Messages of another version of the platform (F13) are thrown away, and the worker goes on.
    celery.send_task("jobs.tasks.of_another_version", args=[1, 2])
    celery.send_task("jobs.tasks.work", kwargs={"renamed": 1})
    celery.send_task("jobs.tasks.work", args=["no job's number"])
    _letters(3)
    assert eventually(_all_done), (tmp_path / "worker.log").read_text()[-4000:]
    assert (tmp_path / "worker.log").read_text().count(STARTED) == 1

    # Emptied with the worker waiting at it, and then of messages that nobody has taken yet.
    own_redis.client.flushall()
    _letters(3)
    own_redis.client.flushall()
    _age()
    assert eventually(_all_done), (tmp_path / "scheduler.log").read_text()[-4000:]

    # Killed, and asked for work while it is away.
    own_redis.kill()
    waiting = _letters(3)
    assert Job.objects.filter(pk__in=[job.pk for job in waiting], state="queued").count() == 3
    _age()
    own_redis.start()
    assert eventually(_all_done), (tmp_path / "worker.log").read_text()[-4000:]

    # Frozen, and going on as if nothing had been.
    own_redis.freeze()
    _letters(3)
    _age()
    own_redis.thaw()
    assert eventually(_all_done), (tmp_path / "worker.log").read_text()[-4000:]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
