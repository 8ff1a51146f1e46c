"""F1, P1: the web killed between a request and its answer: all of it or nothing, and asking again ends the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from institutions.editing import editable_dossier
from institutions.models import Filing
from institutions.workbooks import strongbox
from jobs import running
from jobs.models import Job
from personnel.models import PersonnelImport
from tests.faults.browser import BrokenOffError, Browser
from tests.faults.servers import environment, web
from tests.personnel.books import comma_separated, rows, upload
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)

MOMENTS = ("reading", "committing", "committed", "answering")
# Larger than what is kept in memory.
ROWS = 8_000


@pytest.fixture
def world() -> w.World:
    return w.build_world()


@pytest.fixture
def browser(world: w.World, tmp_path: Path) -> Iterator[Browser]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    ours = environment(TMPDIR=str(scratch), REDIS_URL="redis://127.0.0.1:1/0")
    with web(ours, tmp_path / "web.log", wsgi="tests.faults.mortal_wsgi") as url:
        yield Browser(url, world.filer)


def _killed(browser: Browser, path: str, fields: dict[str, object], moment: str) -> None:
    with pytest.raises(BrokenOffError):
        browser.post(path, fields, X_Dies=moment)


def test_submitting(world: w.World, browser: Browser) -> None:
    for moment in MOMENTS:
        filing = w.draft(world)
        address = f"/file/{filing.number}/submit/"
        page = browser.get(address)
        sent = {"version": page.hidden("version"), "dossier": page.hidden("dossier"), "confirmed": "on"}
        _killed(browser, address, sent, moment)
        _is_submitted_or_untouched(filing, moment in ("committed", "answering"))
        for _click in range(2):
            assert browser.post(address, sent).location == f"/file/{filing.number}/receipts/1/"
        _is_submitted_or_untouched(filing, True)
        receipt = browser.get(f"/file/{filing.number}/receipts/1/")
        assert filing.dossiers.get().digest in receipt.text
        _over(world, filing)


def _is_submitted_or_untouched(filing: Filing, submitted: bool) -> None:
    filing.refresh_from_db()
    assert filing.state == ("submitted" if submitted else "draft")
    assert filing.dossiers.filter(sealed_at__isnull=False).count() == submitted
    assert filing.events.filter(action="submit").count() == submitted
    assert Job.objects.filter(kind="screening", subject=filing.dossiers.get().pk).count() == submitted


def _over(world: w.World, filing: Filing) -> None:
    w.workflow.perform("withdraw", filing, world.filer, filing.version, reason="不再开展")


def test_uploading_a_workbook(world: w.World, browser: Browser, tmp_path: Path) -> None:
    filing = w.draft(world)
    dossier = editable_dossier(filing)
    dossier.people.all().delete()
    address = f"/file/{filing.number}/personnel/workbook/"
    content = comma_separated(rows(ROWS))
    assert len(content) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    for moment in MOMENTS:
        before = PersonnelImport.objects.first()
        _killed(browser, address, {"workbook": upload(content, "people.csv")}, moment)
        _one_whole_job_or_none(content, PersonnelImport.objects.first(), before)
    assert _becomes_empty(tmp_path / "scratch"), "nothing that was uploaded is left lying"
    answer = browser.post(address, {"workbook": upload(content, "people.csv")})
    workbook = PersonnelImport.objects.get()
    assert answer.location == f"{address}?workbook={workbook.pk}"
    for job in Job.objects.filter(kind="personnel_import"):
        running.run(job.pk)
    assert dossier.people.count() == ROWS


def _becomes_empty(scratch: Path) -> bool:
    """Soon: a web process that starts again makes a file there, and takes its name away at once."""
    deadline = time.monotonic() + 20
    while any(scratch.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(scratch.iterdir())


def _one_whole_job_or_none(content: bytes, found: PersonnelImport | None, before: PersonnelImport | None) -> None:
    if found is None:
        assert before is None
        return
    assert PersonnelImport.objects.count() == 1
    assert Job.objects.get(pk=found.job_id).state == "queued"
    with found.file.open("rb") as kept:
        assert b"".join(strongbox.opened(kept)) == content
