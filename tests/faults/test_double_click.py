"""F7: two clicks at once, a form sent again, the back button: one institution, one filing, one submission."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from institutions.editing import editable_dossier
from institutions.models import Filing, Institution, Membership
from jobs import running
from jobs.models import Job
from personnel import importing
from personnel.models import PersonnelImport
from rectification import workflow
from screening.models import Screening
from tests.faults.racing import racers
from tests.personnel.books import comma_separated, rows, upload
from tests.rectification import world as w
from tests.rectification.pages import client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> w.World:
    return w.build_world()


def _twice_at_once(browser: Client, address: str, sent: Callable[[], dict[str, object]]) -> list[HttpResponse]:
    with racers() as race:
        return race(lambda: browser.post(address, sent()), lambda: browser.post(address, sent()))


def _submission(browser: Client, filing: Filing) -> dict[str, object]:
    form = browser.get(f"/file/{filing.number}/submit/").context["form"]
    return {"version": form["version"].value(), "dossier": form["dossier"].value(), "confirmed": "on"}


def test_registering_an_institution(world: w.World) -> None:
    browser = client_of(world.stranger)
    sent = {"credit_code": "52310000XTXT00010K", "name": "上海示例教育", "jurisdiction": "31"}
    answers = _twice_at_once(browser, "/file/register/", lambda: sent)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Institution.objects.filter(credit_code=sent["credit_code"]).count() == 1
    assert Membership.objects.filter(user=world.stranger).count() == 1


def test_opening_a_filing(world: w.World) -> None:
    browser = client_of(world.filer)
    answers = _twice_at_once(browser, "/file/open/", lambda: {"kind": "initial"})
    filing = world.institution.filings.get()
    assert {answer["Location"] for answer in answers} == {f"/file/{filing.number}/"}
    assert filing.dossiers.count() == 1
    assert browser.post("/file/open/", {"kind": "initial"})["Location"] == f"/file/{filing.number}/"


def test_submitting(world: w.World) -> None:
    filing = w.draft(world)
    browser = client_of(world.filer)
    sent = _submission(browser, filing)
    answers = _twice_at_once(browser, f"/file/{filing.number}/submit/", lambda: sent)
    receipt = f"/file/{filing.number}/receipts/1/"
    assert {answer["Location"] for answer in answers} == {receipt}
    replayed = browser.post(f"/file/{filing.number}/submit/", sent)
    assert replayed["Location"] == receipt
    assert filing.dossiers.get().digest in browser.get(receipt).content.decode()
    assert filing.events.filter(action="submit").count() == 1
    assert Job.objects.filter(kind="screening").count() == 1


def test_the_back_button_after_submitting(world: w.World) -> None:
    filing = w.draft(world)
    browser = client_of(world.filer)
    sent = _submission(browser, filing)
    browser.post(f"/file/{filing.number}/submit/", sent)
    # The page before is asked for anew, or shown as it was and sent again.
    assert browser.get(f"/file/{filing.number}/profile/").status_code in (302, 422)
    assert browser.get(f"/file/{filing.number}/submit/").status_code in (200, 302, 422)
    profile = browser.post(f"/file/{filing.number}/profile/", {"brand": "另一个名字"})
    assert profile.status_code == 422
    assert "另一个名字" in profile.content.decode()
    assert filing.dossiers.get().profile.brand == "青禾课堂"


def test_a_submission_from_before_it_was_taken_back_submits_nothing(world: w.World) -> None:
    filing = w.draft(world)
    browser = client_of(world.filer)
    sent = _submission(browser, filing)
    browser.post(f"/file/{filing.number}/submit/", sent)
    filing.refresh_from_db()
    workflow.perform("take_back", filing, world.filer, filing.version)
    browser.post(f"/file/{filing.number}/submit/", sent)
    filing.refresh_from_db()
    assert filing.state == "draft"
    assert filing.dossiers.filter(sealed_at=None).count() == 1
    assert filing.events.filter(action="submit").count() == 1


def test_an_institution_has_one_open_filing_whoever_opens_it(world: w.World) -> None:
    colleague = w.user("colleague")
    Membership.objects.create(
        user=colleague, institution=world.institution, role="filer", since=world.institution.created_at
    )
    browsers = [client_of(person) for person in (world.filer, colleague)]
    with racers() as race:
        answers = race(*(_opening(browser) for browser in browsers))
    filing = world.institution.filings.get()
    assert {answer["Location"] for answer in answers} == {f"/file/{filing.number}/"}


def _opening(browser: Client) -> Callable[[], HttpResponse]:
    return lambda: browser.post("/file/open/", {"kind": "initial"})


def test_uploading_a_workbook(world: w.World) -> None:
    filing = w.draft(world)
    editable_dossier(filing).people.all().delete()
    browser = client_of(world.filer)
    content = comma_separated(rows(50))
    answers = _twice_at_once(
        browser, f"/file/{filing.number}/personnel/workbook/", lambda: {"workbook": upload(content, "people.csv")}
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    assert PersonnelImport.objects.count() == 1
    for job in Job.objects.filter(kind=importing.KIND):
        running.run(job.pk)
    assert editable_dossier(filing).people.count() == 50


def test_screening_that_was_asked_for_twice(world: w.World) -> None:
    filing = w.submitted(world)
    dossier = filing.dossiers.get()
    found = dossier.findings.count()
    jobs = [running.enqueue("screening", dossier.pk) for _click in range(2)]
    with racers() as race:
        race(*(lambda job=job: running.run(job.pk) for job in jobs))
    assert set(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("state", flat=True)) == {"succeeded"}
    assert dossier.findings.count() == found
    assert Screening.objects.filter(dossier=dossier).count() == 1
