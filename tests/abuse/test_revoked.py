"""Rights that ended count at once: mid-session, while a task waits, between proposal and confirmation (A20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from accounts import appointing
from accounts.models import Jurisdiction, Post, User
from filing_platform import clock
from filing_platform.errors import DomainError
from institutions import registration
from institutions.editing import editable_dossier
from institutions.models import Decision, DecisionState, Filing, Membership
from jobs import running
from personnel import importing
from rectification import deciding, list_acts
from register.models import ListChange
from tests.personnel.books import rows, upload, xlsx
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return w.build_world()


def end_post(person: User) -> None:
    Post.objects.filter(user=person).update(valid_until=clock.today() - timedelta(days=1))


def test_an_officer_whose_post_ended_finds_nothing_in_the_session_that_goes_on(world: World) -> None:
    filing, client = w.submitted(world), client_of(world.officer)
    assert client.get(f"/review/{filing.number}/").status_code == 200
    end_post(world.officer)
    for address in (
        "/review/",
        f"/review/{filing.number}/",
        "/review/export/csv/",
        f"/review/{filing.number}/decide/flag/",
    ):
        assert client.get(address).status_code == 404, address
    before = filing.events.count()
    for address in ("opinion/", "findings/", "assign/", "decide/flag/"):
        assert client.post(f"/review/{filing.number}/{address}", {"verdict": "no_objection"}).status_code == 404, (
            address
        )
    assert filing.events.count() == before


def test_an_account_that_was_closed_is_signed_out(world: World) -> None:
    client = client_of(world.officer)
    assert client.get("/review/").status_code == 200
    User.objects.filter(pk=world.officer.pk).update(is_active=False)
    assert client.get("/review/").url.startswith("/sign-in/")


def test_who_no_longer_files_finds_nothing_in_the_session_that_goes_on(world: World) -> None:
    filing = w.draft(world)
    colleague = _colleague(world)
    client = client_of(colleague)
    assert client.get(f"/file/{filing.number}/").status_code == 200
    registration.remove(Membership.objects.get(user=colleague), world.filer)
    for address in ("", "profile/", "personnel/", "check/"):
        assert client.get(f"/file/{filing.number}/{address}").status_code == 404, address
    assert (
        client.post(f"/file/{filing.number}/submit/", {"version": "0", "dossier": "1", "confirmed": "on"}).status_code
        == 404
    )
    filing.refresh_from_db()
    assert filing.state == "draft"


@pytest.mark.parametrize("kind", ["accept", "issue_notice", "reject"])
def test_a_second_officer_whose_post_ended_confirms_nothing(world: World, kind: str) -> None:
    decision = _proposed(world, kind)
    client = client_of(world.second)
    assert client.get(f"/review/decisions/{decision.pk}/").status_code == 200
    end_post(world.second)
    before = ListChange.objects.count()
    for act in ("confirmation", "return"):
        assert client.post(f"/review/decisions/{decision.pk}/{act}/", {"reason": "x"}).status_code == 404
    decision.refresh_from_db()
    assert (decision.state, ListChange.objects.count()) == (DecisionState.PROPOSED, before)


@pytest.mark.parametrize("kind", ["accept", "issue_notice", "reject"])
def test_what_an_officer_proposed_whose_post_ended_is_confirmed_by_nobody(world: World, kind: str) -> None:
    """Else one officer alone decides: the other was none any more. It can be returned, and proposed anew."""
    decision = _proposed(world, kind)
    end_post(world.officer)
    client = client_of(world.second)
    assert client.post(f"/review/decisions/{decision.pk}/confirmation/").status_code == 422
    decision.refresh_from_db()
    assert decision.state == DecisionState.PROPOSED
    assert client.post(f"/review/decisions/{decision.pk}/return/", {"reason": "已离任"}).status_code == 302
    decision.refresh_from_db()
    assert decision.state == DecisionState.RETURNED


def test_the_same_holds_of_the_acts_on_the_lists(world: World) -> None:
    w.listed(world)
    decision = list_acts.propose("end_entry", world.institution, world.officer, "已停办")
    end_post(world.officer)
    before = ListChange.objects.count()
    assert client_of(world.second).post(f"/review/decisions/{decision.pk}/confirmation/").status_code == 422
    assert ListChange.objects.count() == before


def test_nobody_is_both_officers_by_any_way(world: World) -> None:
    """Neither with a second post, nor at the domain's own door, nor in the database."""
    decision = _proposed(world, "accept")
    w.post(world.officer, "provincial_administrator")
    assert client_of(world.officer).post(f"/review/decisions/{decision.pk}/confirmation/").status_code in (404, 422)
    with pytest.raises(DomainError):
        deciding.confirm(decision, world.officer)
    decision.refresh_from_db()
    assert decision.state == DecisionState.PROPOSED


def test_an_administrator_whose_post_ended_names_nobody(world: World) -> None:
    end_post(world.administrator)
    with pytest.raises(DomainError):
        appointing.appoint(
            world.administrator,
            email="new@test.invalid",
            name="新人",
            role="education_officer",
            jurisdiction=Jurisdiction.objects.get(pk="11"),
            valid_from=clock.today(),
        )
    assert not User.objects.filter(email="new@test.invalid").exists()


def test_a_workbook_of_somebody_who_no_longer_files_is_not_put_in(world: World) -> None:
    """It waited in the queue while its sender was let go."""
    dossier = editable_dossier(w.draft(world))
    colleague = _colleague(world)
    before = set(dossier.people.values_list("pk", flat=True))
    workbook = importing.start(dossier, upload(xlsx(rows(2))), colleague)
    registration.remove(Membership.objects.get(user=colleague), world.filer)
    assert running.run(workbook.job_id)
    workbook.refresh_from_db()
    assert workbook.applied_at is None
    assert workbook.errors.get().code == "no_longer_files"
    assert set(dossier.people.values_list("pk", flat=True)) == before
    page = client_of(world.filer).get(f"/file/{dossier.filing.number}/personnel/workbook/").content.decode()
    assert "no longer files for this institution" in page


def test_an_invitation_goes_with_who_sent_it(world: World) -> None:
    colleague = _colleague(world, role="administrator")
    invitation = registration.invite(world.institution, colleague, "friend@test.invalid", "administrator")
    friend, token = w.user("friend"), registration.token_of(invitation)
    registration.remove(Membership.objects.get(user=colleague), world.filer)
    assert client_of(friend).post(f"/file/join/{token}/").status_code == 404
    assert not friend.memberships.exists()


def test_an_invitation_that_was_withdrawn_while_its_mail_waited_is_not_sent(world: World) -> None:
    invitation = registration.invite(world.institution, world.filer, "friend@test.invalid", "filer")
    registration.withdraw_invitation(invitation, world.filer)
    for job in _jobs("invitation"):
        running.run(job)
    assert mail.outbox == []


def test_a_mail_that_waited_does_not_reach_a_closed_account(world: World) -> None:
    w.rectifying(world)
    User.objects.filter(pk=world.filer.pk).update(is_active=False)
    for job in _jobs("mail"):
        running.run(job)
    assert world.filer.email not in {to for each in mail.outbox for to in each.to}


def _colleague(world: World, role: str = "filer") -> User:
    colleague = w.user("colleague")
    Membership.objects.create(user=colleague, institution=world.institution, role=role, since=clock.now())
    return colleague


def _proposed(world: World, kind: str) -> Decision:
    filing: Filing = w.submitted(world)
    terms: dict[str, object] = {}
    if kind == "accept":
        w.hear_everybody(world, filing)
    else:
        w.flag(world, filing)
    if kind == "issue_notice":
        terms = {"deadline": clock.today() + timedelta(days=20)}
    if kind == "reject":
        terms = {"cannot_be_rectified": "无法整改"}
    filing.refresh_from_db()
    return deciding.propose(kind, filing, world.officer, filing.version, public_reason="理由", **terms)


def _jobs(kind: str) -> list[str]:
    return [str(pk) for pk in running.Job.objects.filter(kind=kind).values_list("pk", flat=True)]
