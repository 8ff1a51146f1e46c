"""F12: no room for what is uploaded: a clear word, no half file, no row of it; and it goes on once there is room."""

from __future__ import annotations

import resource
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from institutions.editing import editable_dossier
from institutions.models import Blob
from jobs import running
from personnel.models import PersonnelImport
from tests.faults.browser import Answer, Browser
from tests.faults.servers import environment, web
from tests.institutions.files import pdf
from tests.personnel.books import comma_separated, rows, upload
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)

ROOM = 200_000
KEPT_IN_MEMORY, ON_DISK = 4_000, 9_000
Limit = Callable[[int], None]


@pytest.fixture
def world() -> w.World:
    return w.build_world()


@pytest.fixture
def site(world: w.World, tmp_path: Path) -> Iterator[tuple[Browser, Limit]]:
    """A filer, and what sets how much each process of the web may write to one file."""
    with web(environment(), tmp_path / "web.log") as url:

        def limit(room: int) -> None:
            for process in _processes_of(url):
                process.rlimit(psutil.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

        yield Browser(url, world.filer), limit


def _processes_of(url: str) -> list[psutil.Process]:
    bound = url.removeprefix("http://")
    found = [each for each in psutil.Process().children(recursive=True) if bound in " ".join(each.cmdline())]
    assert len(found) >= 3, "the master and its workers"
    return found


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _large_pdf() -> bytes:
    return pdf().replace(b"%%EOF", b"%" + b"x" * 2 * ROOM + b"\n%%EOF")


def test_uploads(world: w.World, site: tuple[Browser, Limit]) -> None:
    browser, limit = site
    filing = w.draft(world)
    dossier = editable_dossier(filing)
    dossier.people.all().delete()

    def send_workbook(count: int) -> Answer:
        address = f"/file/{filing.number}/personnel/workbook/"
        return browser.post(address, {"workbook": upload(comma_separated(rows(count)), "people.csv")})

    def send_document() -> Answer:
        fields = {"kind": "other", "title": "补充材料", "file": upload(_large_pdf(), "补充.pdf")}
        return browser.post(f"/file/{filing.number}/documents/{uuid.uuid4()}/", fields)

    assert len(comma_separated(rows(KEPT_IN_MEMORY))) < settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert len(comma_separated(rows(ON_DISK))) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert send_workbook(10).status == 302
    before, blobs, kept = PersonnelImport.objects.get(), Blob.objects.count(), _files()

    limit(ROOM)
    for refused, status in (
        (send_workbook(KEPT_IN_MEMORY), 422),
        (send_workbook(ON_DISK), 503),
        (send_document(), 422),
    ):
        assert refused.status == status
        assert "could not be kept" in refused.text
    assert (_files(), Blob.objects.count(), PersonnelImport.objects.get()) == (kept, blobs, before)
    assert not dossier.documents.filter(title="补充材料").exists()
    assert browser.get(f"/file/{filing.number}/").status == 200
    running.run(before.job_id)
    assert dossier.people.count() == 10, "what was handed in before is still there"

    limit(resource.RLIM_INFINITY)
    assert send_document().status == 302
    assert send_workbook(ON_DISK).status == 302
    assert dossier.documents.filter(title="补充材料").exists()
    assert len(_files()) == len(kept) + 1, "the first workbook went when it was applied"
