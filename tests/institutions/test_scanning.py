"""Files looked at for harm: by a job, with the filer told, officers kept safe; without a clamd nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filing_platform import clock
from filing_platform.errors import BadInput, Refused
from institutions import documents, scanning
from institutions.models import Blob, Filing, ScanState
from jobs import running
from jobs.models import Job, JobState
from rectification import workflow
from tests.dossiers.conftest import signed_in
from tests.institutions.clamd import HARM, clamd
from tests.institutions.files import pdf
from tests.rectification.world import World, build_world, draft, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings) -> Iterator[None]:
    with clamd() as address:
        settings.CLAMD_ADDRESS = address
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def store(content: bytes = b"") -> Blob:
    return documents.store(SimpleUploadedFile("scan.pdf", pdf() + content + b"\n%%EOF"))


def look() -> None:
    for job in Job.objects.filter(kind=scanning.KIND, state=JobState.QUEUED):
        running.run(job.pk)


def state(blob: Blob) -> str:
    blob.refresh_from_db()
    return blob.scan_state


def spoil(filing: Filing) -> Blob:
    """One of the filing's documents turns out harmful."""
    blob = store(HARM)
    look()
    filing.dossiers.get().documents.filter(kind="business_licence").update(blob=blob)
    return blob


def test_without_a_scanner_files_are_unchecked_and_handed_out():
    blob = store(HARM)
    assert state(blob) == ScanState.UNCHECKED
    assert not Job.objects.filter(kind=scanning.KIND).exists()
    assert documents.attachment(blob, "scan.pdf").status_code == 200


def test_a_new_file_is_looked_at_and_handed_out_when_clean(scanner):
    blob = store()
    assert state(blob) == ScanState.PENDING
    with pytest.raises(Refused) as refusal:
        documents.attachment(blob, "scan.pdf")
    assert refusal.value.code == "file_being_checked"
    look()
    assert state(blob) == ScanState.CLEAN
    assert documents.attachment(blob, "scan.pdf").status_code == 200


def test_a_harmful_file_is_handed_to_nobody_and_not_taken_twice(scanner):
    blob = store(HARM)
    look()
    assert state(blob) == ScanState.INFECTED
    with pytest.raises(Refused) as refusal:
        documents.attachment(blob, "scan.pdf")
    assert refusal.value.code == "file_harmful"
    with pytest.raises(BadInput):
        store(HARM)


def test_a_file_from_before_the_scanner_is_looked_at_when_it_comes_again(settings):
    blob = store(HARM)
    with clamd() as settings.CLAMD_ADDRESS:
        store(HARM)
        look()
    assert state(blob) == ScanState.INFECTED


def test_a_scanner_that_is_away_is_asked_again_later(scanner, settings):
    blob, there = store(HARM), settings.CLAMD_ADDRESS
    settings.CLAMD_ADDRESS = "/nowhere/clamd"
    for _attempt in range(running.MAX_ATTEMPTS):
        look()
    assert (state(blob), Job.objects.get(kind=scanning.KIND).state) == (ScanState.PENDING, JobState.FAILED)
    settings.CLAMD_ADDRESS = there
    assert scanning.ask_again() == 0
    Blob.objects.update(created_at=clock.now() - timedelta(hours=1))
    assert [scanning.ask_again(), scanning.ask_again()] == [1, 0]
    look()
    assert state(blob) == ScanState.INFECTED


def test_the_filer_sees_what_is_harmful_and_cannot_submit_with_it(scanner, world: World):
    filing = draft(world)
    spoil(filing)
    page = signed_in(world.filer).get(f"/file/{filing.number}/documents/").content.decode()
    assert "Harmful" in page
    assert "is harmful (a virus was found). Replace the file or remove it." in page
    with pytest.raises(Refused):
        workflow.perform("submit", filing, world.filer, filing.version)


def test_an_officer_is_never_served_a_harmful_file(scanner, world: World):
    filing, blob = draft(world), store()
    look()
    filing.dossiers.get().documents.filter(kind="business_licence").update(blob=blob)
    submit(world, filing)
    line = filing.dossiers.get().documents.get(kind="business_licence").line
    address = f"/file/{filing.number}/versions/1/documents/{line}/"
    officer: Client = signed_in(world.officer)
    assert officer.get(address).status_code == 200
    Blob.objects.filter(pk=blob.pk).update(scan_state=ScanState.INFECTED)
    assert officer.get(address).status_code == 422
