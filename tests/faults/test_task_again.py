"""F13: a task that comes twice, late, or from another version of the platform has no second effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts import inbox, mailing
from filing_platform import clock
from institutions.models import Filing
from jobs import running
from jobs.models import Job
from personnel import child, importing
from rectification import reminders, workflow
from screening.models import Finding, Screening
from screening.running import is_screened
from tests.faults.racing import racers
from tests.personnel.books import comma_separated, rows, upload
from tests.personnel.people import filer_with_draft
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of work that counts how often it is done, by attempt."""
    attempts: list[int] = []

    def count(job: Job) -> dict[str, Any]:
        attempts.append(job.attempts)
        return {"attempt": job.attempts}

    monkeypatch.setitem(running._runners, "counting", count)
    return attempts


def _lease_runs_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_twice_at_once_it_is_done_once(done: list[int]) -> None:
    with racers() as race:
        for _round in range(20):
            job = running.enqueue("counting", 1)
            outcomes = race(*(lambda pk=job.pk: running.run(pk) for _worker in range(2)))
            assert sorted(outcomes) == [False, True]
    assert done == [1] * 20


def test_again_when_it_is_over_nothing_is_done(done: list[int]) -> None:
    job = running.enqueue("counting", 1)
    assert [running.run(job.pk) for _task in range(3)] == [True, False, False]
    assert done == [1]


def test_a_worker_that_was_given_up_says_nothing_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    job = running.enqueue("slow", 1)

    def slow(mine: Job) -> dict[str, Any]:
        if mine.attempts == 1:
            # It hangs; its lease runs out, and another worker does the work.
            _lease_runs_out(mine)
            running.run(mine.pk)
            running.progress(mine, 1, 2)
        return {"attempt": mine.attempts}

    monkeypatch.setitem(running._runners, "slow", slow)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.lease_until) == ("succeeded", {"attempt": 2}, 0, None)


def test_an_import_finished_by_two_workers_goes_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = filer_with_draft()
    workbook = importing.start(dossier, upload(comma_separated(rows(40)), "people.csv"), None)
    read = child.read

    def late(*arguments: Any) -> Iterator[str]:
        yield from read(*arguments)
        job = Job.objects.get(pk=workbook.job_id)
        if job.attempts == 1:
            _lease_runs_out(job)
            with racers(1) as alone:
                alone(lambda: running.run(job.pk))
            assert dossier.people.count() == 40

    monkeypatch.setattr(child, "read", late)
    running.run(workbook.job_id)
    assert dossier.people.count() == 40
    assert Job.objects.get().attempts == 2


def test_screening_that_comes_late_adds_nothing_to_what_is_decided() -> None:
    world = w.build_world()
    filing = w.submitted(world)
    dossier = filing.dossiers.get()
    w.accept(world, filing)
    # Since then a rule would find something: another institution filed the same person.
    Finding.objects.filter(dossier=dossier).delete()
    before = Screening.objects.get(dossier=dossier).screened_at
    for job in [*Job.objects.filter(kind="screening"), running.enqueue("screening", dossier.pk)]:
        running.run(job.pk)
    assert Screening.objects.get(dossier=dossier).screened_at == before
    assert not dossier.findings.exists()


def test_screening_of_an_earlier_version_does_not_count_for_the_later_one() -> None:
    world = w.build_world()
    filing = w.draft(world)
    workflow.perform("submit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    workflow.perform("take_back", filing, world.filer, filing.version)
    filing.refresh_from_db()
    workflow.perform("submit", filing, world.filer, filing.version)
    first, second = filing.dossiers.order_by("version")
    running.run(Job.objects.get(kind="screening", subject=first.pk).pk)
    assert (is_screened(first), is_screened(second)) == (True, False)
    running.run(Job.objects.get(kind="screening", subject=second.pk).pk)
    assert is_screened(second)


def test_a_reminder_is_written_and_mailed_once_however_often_the_task_comes() -> None:
    world = w.build_world()
    filing = w.rectifying(world)
    Filing.objects.filter(pk=filing.pk).update(deadline=clock.today() + timedelta(days=7))
    with racers() as race:
        race(reminders.remind, reminders.remind)
    reminders.remind()
    told = world.filer.inbox.filter(key__startswith="deadline-")
    assert told.count() == 1
    for job in Job.objects.filter(kind="mail", subject=told.get().key):
        running.run(job.pk)
    assert len(mail.outbox) == 1


def test_letters_go_on_where_a_worker_died(monkeypatch: pytest.MonkeyPatch) -> None:
    world = w.build_world()
    people = [world.filer, world.officer, world.second]
    inbox.tell(people, "key", "Filing %(number)s has been accepted.", {"number": "1120200000017"}, "/file/")
    send, sent = mailing._mail, []

    def dying(message: Any) -> int:
        if len(sent) == 2:
            sent.append(None)
            raise ConnectionResetError
        sent.append(message.user_id)
        return send(message)

    monkeypatch.setattr(mailing, "_mail", dying)
    job = Job.objects.get(kind="mail")
    for _attempt in range(2):
        running.run(job.pk)
    assert sorted(address for letter in mail.outbox for address in letter.to) == sorted(p.email for p in people)


def test_work_of_a_newer_version_waits_for_a_worker_that_knows_it(done: list[int]) -> None:
    job = running.enqueue("invented in the next version", 1)
    assert not any(running.run(job.pk) for _sweep in range(5))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)
