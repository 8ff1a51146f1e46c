"""The inbox of somebody who files for two institutions: whose each message is, and where it leads."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import inbox
from accounts.models import Message
from filing_platform import clock
from institutions.models import Filing, Institution, Membership
from rectification import opening
from tests.dossiers.conftest import signed_in
from tests.rectification.world import World, build_world, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def filings(world: World) -> tuple[Filing, Filing]:
    """A filing of each of two institutions that the person files for, and a message on each."""
    other = Institution.objects.create(
        credit_code="91330000XTXT00010T",
        jurisdiction=world.institution.jurisdiction,
        name="杭州远山教育科技有限公司",
        created_at=clock.now(),
    )
    Membership.objects.create(user=world.filer, institution=other, role="filer", since=clock.now())
    made = (draft(world), opening.open_filing(other, "initial", world.filer))
    for filing in made:
        inbox.tell(
            [world.filer], f"test {filing}", "%(number)s", {"number": filing.number}, f"/file/{filing}/notice/1/"
        )
    inbox.tell([world.filer], "test", "of nobody", {}, "/account/")
    return made


def messages(page) -> dict[str, str]:
    return {message.address: getattr(message, "institution", "") for message in page.context["inbox"]}


def test_each_message_says_whose_it_is(world: World, filings):
    page = signed_in(world.filer).get("/account/messages/")
    said = messages(page)
    assert [said[f"/file/{filing}/notice/1/"] for filing in filings] == [f.institution.name for f in filings]
    assert said["/account/"] == ""
    assert "杭州远山教育科技有限公司 · " in page.content.decode()


def test_somebody_of_one_institution_is_not_told_its_name_again(world: World, filings):
    Membership.objects.filter(institution=filings[1].institution).delete()
    assert set(messages(signed_in(world.filer).get("/account/messages/")).values()) == {""}


def test_a_message_leads_to_its_institution(world: World, filings):
    browser: Client = signed_in(world.filer)
    for filing in filings:
        Message.objects.filter(address=f"/file/{filing}/notice/1/").update(address=f"/file/{filing}/")
        message = Message.objects.get(address=f"/file/{filing}/")
        browser.post(f"/account/messages/{message.pk}/", follow=True)
        assert browser.get("/file/").context["institution"] == filing.institution


def test_the_start_page_has_those_of_the_chosen_institution_and_of_none(world: World, filings):
    browser = signed_in(world.filer)
    browser.post("/file/institution/", {"institution": filings[1].institution_id})
    assert set(messages(browser.get("/file/"))) == {f"/file/{filings[1]}/notice/1/", "/account/"}
