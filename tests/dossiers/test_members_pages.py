"""Registering an institution, choosing one, inviting and letting go."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from institutions import registration
from institutions.models import Institution, Invitation, Membership
from jobs import running
from jobs.models import Job
from tests.dossiers.conftest import signed_in
from tests.rectification.world import World, user

NEW = {"credit_code": "9133 0000 XTXT 0001 0T", "name": "杭州青禾数智科技有限公司", "jurisdiction": "33"}


def test_it_works(world: World, stranger: Client):
    assert stranger.get("/file/")["Location"] == "/file/register/"
    response = stranger.post("/file/register/", NEW)
    assert response["Location"] == "/file/"
    institution = Institution.objects.get(credit_code="91330000XTXT00010T")
    assert institution.memberships.get().user == world.stranger
    assert institution.name in stranger.get("/file/").content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("credit_code", "91330000XTXT00010X"),
        ("credit_code", "9133"),
        ("credit_code", "91330000XTXT0001OT"),
        ("name", ""),
        ("jurisdiction", "99"),
        ("jurisdiction", ""),
    ],
)
def test_wrong_values_are_told_and_nothing_typed_is_lost(stranger: Client, field: str, typed: str):
    response = stranger.post("/file/register/", NEW | {field: typed})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert Institution.objects.count() == 1


def test_an_institution_that_has_an_administrator_is_refused_with_a_way_on(world: World, stranger: Client):
    response = stranger.post(
        "/file/register/", NEW | {"credit_code": world.institution.credit_code, "jurisdiction": "11"}
    )
    assert response.status_code == 422
    assert "Ask your colleague to invite you" in response.content.decode()
    assert not Membership.objects.filter(user=world.stranger).exists()


def test_an_institution_known_without_people_can_be_taken_up(world: World, stranger: Client):
    world.institution.memberships.all().delete()
    stranger.post("/file/register/", NEW | {"credit_code": world.institution.credit_code, "jurisdiction": "11"})
    assert world.institution.memberships.get().user == world.stranger


def test_a_code_of_another_province_is_asked_about_first(stranger: Client):
    response = stranger.post("/file/register/", NEW | {"jurisdiction": "11"})
    assert response.status_code == 422
    assert "another province" in response.content.decode() and 'name="sure"' in response.content.decode()
    assert not Institution.objects.filter(credit_code="91330000XTXT00010T").exists()
    stranger.post("/file/register/", NEW | {"jurisdiction": "11", "sure": "on"})
    assert Institution.objects.filter(credit_code="91330000XTXT00010T").exists()


def test_two_institutions_are_chosen_at_the_top(world: World, filer: Client):
    filer.post("/file/register/", NEW)
    assert filer.get("/file/").context["institution"].jurisdiction_id == "33"
    filer.post("/file/institution/", {"institution": world.institution.pk})
    assert filer.get("/file/").context["institution"] == world.institution


def test_an_institution_of_others_cannot_be_chosen(world: World, stranger: Client):
    assert stranger.post("/file/institution/", {"institution": world.institution.pk}).status_code == 404


class TestInviting:
    def _invite(self, client: Client, email: str = "New.Colleague@test.invalid", role: str = "filer") -> str:
        """Invites and returns the path of the link that was mailed."""
        assert client.post("/file/members/", {"email": email, "role": role}).status_code == 302
        running.run(Job.objects.filter(kind="invitation").latest("created_at").pk)
        found = re.search(r"http://\S+?(/file/join/\S+)", mail.outbox[-1].body)
        assert found
        return found[1]

    def test_it_works(self, world: World, filer: Client):
        link = self._invite(filer)
        colleague = signed_in(user("new.colleague"))
        assert colleague.get(link).status_code == 200
        assert colleague.post(link)["Location"] == "/file/"
        assert world.institution.memberships.get(user__username="new.colleague").role == "filer"
        assert mail.outbox[-1].to == ["new.colleague@test.invalid"]

    def test_who_has_no_account_is_told_whom_it_is_for(self, world: World, filer: Client):
        link = self._invite(filer)
        for address in (f"/sign-in/?next={link}", f"/sign-up/?next={link}&email=new.colleague@test.invalid"):
            text = Client().get(address).content.decode()
            assert world.institution.name in text and "new.colleague@test.invalid" in text
        assert 'value="new.colleague@test.invalid"' in text
        forged = Client().get(f"/sign-in/?next={link[:-3]}x/").content.decode()
        assert world.institution.name not in forged

    def test_opening_the_link_alone_changes_nothing(self, world: World, filer: Client):
        link = self._invite(filer)
        signed_in(user("new.colleague")).get(link)
        assert world.institution.memberships.count() == 1

    def test_the_link_works_once(self, world: World, filer: Client):
        link = self._invite(filer)
        colleague = signed_in(user("new.colleague"))
        colleague.post(link)
        world.institution.memberships.filter(user__username="new.colleague").delete()
        assert colleague.post(link).status_code == 404

    def test_the_link_is_for_its_address_only(self, world: World, filer: Client, stranger: Client):
        response = stranger.post(self._invite(filer))
        assert response.status_code == 422
        assert not Membership.objects.filter(user=world.stranger).exists()

    def test_a_withdrawn_invitation_is_gone(self, filer: Client):
        link = self._invite(filer)
        filer.post(f"/file/invitations/{Invitation.objects.get().pk}/withdraw/")
        assert signed_in(user("new.colleague")).get(link).status_code == 404

    def test_an_old_invitation_is_gone(self, filer: Client):
        link = self._invite(filer)
        invitation = Invitation.objects.get()
        invitation.sent_at -= registration.INVITATION_LASTS
        invitation.save()
        assert signed_in(user("new.colleague")).get(link).status_code == 404

    def test_a_forged_link_is_nothing(self, filer: Client):
        assert filer.get("/file/join/1:forged/").status_code == 404

    def test_a_filer_who_is_no_administrator_cannot_invite(self, world: World, filer: Client):
        link = self._invite(filer)
        colleague = signed_in(user("new.colleague"))
        colleague.post(link)
        assert colleague.post("/file/members/", {"email": "x@test.invalid", "role": "administrator"}).status_code == 422
        assert colleague.post(f"/file/members/{_membership(world.filer).pk}/remove/").status_code == 422
        assert Membership.objects.filter(user=world.filer).exists()

    def test_a_member_is_not_invited_again(self, world: World, filer: Client):
        response = filer.post("/file/members/", {"email": world.filer.email, "role": "filer"})
        assert response.status_code == 422

    def test_the_last_administrator_stays(self, world: World, filer: Client):
        assert filer.post(f"/file/members/{_membership(world.filer).pk}/remove/").status_code == 422
        assert Membership.objects.filter(user=world.filer).exists()

    def test_one_who_was_let_go_sees_nothing_more(self, world: World, filer: Client):
        link = self._invite(filer)
        colleague = signed_in(user("new.colleague"))
        colleague.post(link)
        assert colleague.get("/file/members/").status_code == 200
        person = User.objects.get(username="new.colleague")
        filer.post(f"/file/members/{_membership(person).pk}/remove/")
        assert colleague.get("/file/members/").status_code == 404

    def test_members_of_another_institution_cannot_be_removed(self, world: World, stranger: Client):
        stranger.post("/file/register/", NEW)
        stranger.post(f"/file/members/{_membership(world.filer).pk}/remove/")
        assert Membership.objects.filter(user=world.filer).exists()


def _membership(person: User) -> Membership:
    return Membership.objects.get(user=person)
