"""Administrators: posts filled and ended, a new version of the programme; nobody else, nobody for themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Message, Post, Programme, Role, User
from accounts.posts import rights_of
from filing_platform import clock
from screening.models import RuleSetting
from tests.rectification import world as w
from tests.rectification.pages import page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def filled(**typed: object) -> dict[str, object]:
    return {
        "email": "new@example.org",
        "name": "新来的",
        "role": "education_officer",
        "jurisdiction": "11",
        "valid_from": clock.today(),
    } | typed


def version(**typed: object) -> dict[str, object]:
    return {
        "in_force_from": clock.today() + timedelta(days=1),
        "departments": ["education", "cyberspace"],
        "title": "北京方案",
        "early_until": "2019-12-31",
        "early_deadline": "2020-06-30",
        "rectification_months": 4,
        "extension_months": 1,
        "public_notice_days": 10,
        "statement_working_days": 5,
        "opinion_days": 15,
        "review_days": 60,
        "report_working_days": 10,
        "publishes_filed": "on",
    } | typed


def test_it_works(world: World) -> None:
    post(world.administrator, "/admin/", **filled())
    person = User.objects.get(email="new@example.org")
    assert rights_of(person).education == {"11"}
    assert not person.has_usable_password()
    assert Message.objects.filter(user=person).exists()
    appointed = Post.objects.get(user=person)
    post(world.administrator, f"/admin/posts/{appointed.pk}/end/")
    assert not rights_of(User.objects.get(pk=person.pk)).education


def test_a_known_person_keeps_their_account(world: World) -> None:
    known = w.user("known")
    post(world.administrator, "/admin/", **filled(email=known.email.upper(), name="known"))
    assert rights_of(User.objects.get(pk=known.pk)).education == {"11"}


def test_an_address_of_somebody_of_another_name_is_asked_about(world: World) -> None:
    known = w.user("known")
    asked = post(world.administrator, "/admin/", 422, **filled(email=known.email)).content.decode()
    assert "This address is known’s." in asked
    post(world.administrator, "/admin/", **filled(email=known.email, same_person="on"))
    assert User.objects.get(pk=known.pk).name == "known"


def test_the_same_post_is_not_given_twice(world: World) -> None:
    post(world.administrator, "/admin/", **filled())
    again = post(world.administrator, "/admin/", 422, **filled()).content.decode()
    assert "新来的 holds this post already." in again
    assert 'aria-invalid="true"' in again
    assert Post.objects.filter(user__email="new@example.org").count() == 1


def test_nobody_gives_the_opinions_of_two_departments(world: World) -> None:
    known = world.departments["cyberspace"]
    typed = filled(email=known.email, name=known.name)
    text = post(world.administrator, "/admin/", 422, **typed).content.decode()
    assert "speaks for another department" in text
    post(world.administrator, "/admin/", 422, **typed | {"role": "department_officer", "department": "publications"})
    post(world.administrator, f"/admin/posts/{known.posts.get().pk}/end/")
    post(world.administrator, "/admin/", **typed)


def test_a_post_of_another_province_must_have_ended(world: World) -> None:
    elsewhere = world.officer_elsewhere
    typed = filled(email=elsewhere.email, name=elsewhere.name)
    assert "It must have ended" in post(world.administrator, "/admin/", 422, **typed).content.decode()
    elsewhere.posts.update(valid_until=clock.today())
    post(world.administrator, "/admin/", 422, **typed)
    post(world.administrator, "/admin/", **typed | {"valid_from": clock.today() + timedelta(days=1)})


def test_who_files_in_the_province_does_not_screen_there(world: World) -> None:
    typed = filled(email=world.filer.email.upper(), name=world.filer.name)
    text = post(world.administrator, "/admin/", 422, **typed).content.decode()
    assert "files for an institution of this province" in text
    assert not world.filer.posts.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": "2020-01-01"},
        {"valid_until": "2020-01-01"},
        {"role": "department_officer"},
        {"department": "cyberspace"},
        {"is_deputy": "on"},
    ],
)
def test_what_is_wrong_is_said_at_its_field(world: World, wrong: dict[str, object]) -> None:
    text = post(world.administrator, "/admin/", 422, **filled(**wrong)).content.decode()
    assert 'class="field__error"' in text
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_message_names_the_post_and_its_day(world: World) -> None:
    post(world.administrator, "/admin/", **filled(role="department_officer", department="cyberspace"))
    told = [str(message) for message in Message.objects.filter(user__email="new@example.org").order_by("pk")]
    assert len(told) == 2
    assert "Beijing" in told[0] or "北京" in told[0]
    assert Message.objects.filter(user__email="new@example.org", address="/account/password/forgotten/").count() == 1


def test_an_ended_post_is_still_to_be_seen(world: World) -> None:
    post(world.administrator, f"/admin/posts/{world.second.posts.get().pk}/end/")
    assert world.second.email in page(world.administrator, "/admin/").partition("Ended posts")[2]
    post(world.administrator, f"/admin/posts/{world.second.posts.get().pk}/end/", 404)


def test_a_department_officer_needs_a_department(world: World) -> None:
    post(world.administrator, "/admin/", 422, **filled(role="department_officer"))
    post(world.administrator, "/admin/", **filled(role="department_officer", department="cyberspace"))
    assert Post.objects.get(user__email="new@example.org").department_id == "cyberspace"


def test_nobody_names_themselves(world: World) -> None:
    post(world.administrator, "/admin/", 422, **filled(email=world.administrator.email))


def test_nobody_fills_posts_above_or_beside_them(world: World) -> None:
    for typed in ({"role": "provincial_administrator"}, {"role": "observer"}, {"jurisdiction": "31"}):
        post(world.administrator, "/admin/", 422, **filled(**typed))
    post(world.national, "/admin/", 422, **filled())
    post(world.national, "/admin/", **filled(role="provincial_administrator", jurisdiction="31"))
    assert Post.objects.get(user__email="new@example.org").role == Role.PROVINCIAL_ADMINISTRATOR


def test_officers_and_observers_find_nothing_there(world: World) -> None:
    for person in (world.officer, world.departments["cyberspace"], world.observer, world.filer):
        page(person, "/admin/", 404)
        post(person, "/admin/", 404, **filled())


def test_another_provinces_posts_are_not_there(world: World) -> None:
    elsewhere = world.officer_elsewhere.posts.get()
    post(world.administrator, f"/admin/posts/{elsewhere.pk}/end/", 404)


def test_a_new_version_takes_over_from_its_day(world: World) -> None:
    before = Programme.objects.in_force("11", clock.today())
    assert before is not None
    limits = {"latest": "20:30"}
    RuleSetting.objects.create(rule="LIVE-END", programme=before, effective_from="2019-07-01", limits=limits)
    post(world.administrator, "/review/programme/11/new/", **version())
    assert Programme.objects.in_force("11", clock.today()) == before
    after = Programme.objects.in_force("11", clock.today() + timedelta(days=1))
    assert after is not None
    assert (after.version, after.public_notice_days) == (before.version + 1, 10)
    assert set(after.departments.values_list("department", flat=True)) == {"education", "cyberspace"}
    assert RuleSetting.objects.get(programme=after).limits == limits


def test_a_filing_keeps_the_programme_it_was_opened_under(world: World) -> None:
    filing = w.submitted(world)
    post(world.administrator, "/review/programme/11/new/", **version())
    filing.refresh_from_db()
    assert filing.programme.version < Programme.objects.filter(jurisdiction="11").order_by("-version").first().version


def test_nothing_in_force_is_changed_and_education_leads(world: World) -> None:
    post(world.administrator, "/review/programme/11/new/", 422, **version(in_force_from=clock.today()))
    post(world.administrator, "/review/programme/11/new/", 422, **version(departments=["cyberspace"]))
    post(world.administrator, "/review/programme/31/new/", 404, **version())
    post(world.officer, "/review/programme/11/new/", 404, **version())
    assert Programme.objects.filter(jurisdiction="11").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rectification_months": 0},
        {"opinion_days": 30_000},
        {"early_deadline": "2019-01-01"},
        {"in_force_from": "2020-01-01"},
    ],
)
def test_what_is_wrong_in_a_version_is_said_at_its_field(world: World, wrong: dict[str, object]) -> None:
    text = post(world.administrator, "/review/programme/11/new/", 422, **version(**wrong)).content.decode()
    assert text.count('class="field__error"') == 1
    assert Programme.objects.filter(jurisdiction="11").count() == 1


def test_everything_wrong_in_a_version_is_said_at_once(world: World) -> None:
    wrong = version(rectification_months=0, opinion_days="x", early_deadline="2019-01-01", departments=["cyberspace"])
    text = post(world.administrator, "/review/programme/11/new/", 422, **wrong).content.decode()
    assert text.count('class="field__error"') == 4


def test_one_version_a_day(world: World) -> None:
    post(world.administrator, "/review/programme/11/new/", **version())
    text = post(world.administrator, "/review/programme/11/new/", 422, **version()).content.decode()
    assert "Version 2 already comes into force on this day" in text


def test_a_version_to_come_is_shown_beside_the_one_in_force_and_can_be_cancelled(world: World) -> None:
    post(world.administrator, "/review/programme/11/new/", **version())
    shown = page(world.administrator, "/review/programme/?province=11&version=2")
    assert "What it has differently" in shown
    post(world.officer, "/review/programme/11/versions/2/cancel/", 404)
    post(world.administrator, "/review/programme/11/versions/1/cancel/", 422)
    post(world.administrator, "/review/programme/11/versions/2/cancel/")
    assert Programme.objects.filter(jurisdiction="11").count() == 1
