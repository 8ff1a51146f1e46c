"""The limits of the rules: a province's over the nation's, each set by its own administrator, from a day on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Programme
from filing_platform import clock
from screening import limits
from screening.models import RuleSetting
from tests.rectification.pages import page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

PREPAID = "/review/programme/11/rules/PREPAY-HOURS/"
NATION = "/review/programme/nation/rules/PREPAY-HOURS/"


def typed(**changed: object) -> dict[str, object]:
    return {"effective_from": clock.today(), "enabled": "on", "hours": 60} | changed


def hours() -> int:
    programme = Programme.objects.in_force("11", clock.today())
    assert programme is not None
    return next(each.limits["hours"] for each in limits.in_force(programme) if each.rule.number == "PREPAY-HOURS")


def test_it_works(world: World) -> None:
    assert "Class hours in one payment, at most <strong>60</strong>" in page(world.administrator, "/review/programme/")
    post(world.administrator, PREPAID, **typed(hours=50))
    assert hours() == 50
    shown = page(world.administrator, "/review/programme/")
    assert "Class hours in one payment, at most <strong>50</strong>" in shown
    assert "set by the province from" in shown


def test_only_what_differs_from_the_nation_is_the_provinces(world: World) -> None:
    post(world.administrator, PREPAID, **typed())
    assert RuleSetting.objects.get(rule="PREPAY-HOURS", programme__jurisdiction="11").limits == {}
    post(world.national, NATION, **typed(hours=55))
    assert hours() == 55


def test_what_is_not_typed_stays_as_it_is(world: World) -> None:
    programme = Programme.objects.in_force("11", clock.today())
    holidays = [["07-01", "08-31"]]
    limits.change("SCHOOL-HOURS", programme, world.administrator, clock.today(), {"holidays": holidays})
    sent = {"effective_from": clock.today(), "enabled": "on", "begins": "8：30", "ends": "16:30", "looser": "on"}
    post(world.administrator, "/review/programme/11/rules/SCHOOL-HOURS/", **sent)
    assert RuleSetting.objects.get(rule="SCHOOL-HOURS", programme=programme).limits == {
        "begins": "08:30",
        "holidays": holidays,
    }


def test_a_later_day_is_announced(world: World) -> None:
    post(world.national, NATION, **typed(hours=50, effective_from=clock.today() + timedelta(days=30)))
    assert hours() == 60
    assert "changes on" in page(world.national, "/review/programme/")


def test_words_are_one_a_line(world: World) -> None:
    sent = {"effective_from": clock.today(), "enabled": "on", "words": "奥数\n\n 抢跑 "}
    post(world.administrator, "/review/programme/11/rules/BANNED-CONTENT/", **sent)
    assert RuleSetting.objects.get(rule="BANNED-CONTENT", programme__jurisdiction="11").words == ["奥数", "抢跑"]


def test_the_nations_words_do_not_become_the_provinces(world: World) -> None:
    limits.change("BANNED-CONTENT", None, world.national, clock.today(), {}, ["赌博"])
    address = "/review/programme/11/rules/BANNED-CONTENT/"
    assert "赌博" not in page(world.administrator, address)
    post(world.administrator, address, effective_from=clock.today(), enabled="on", words="奥数")
    assert "赌博" not in page(world.administrator, address)
    assert "奥数" in page(world.administrator, address)


@pytest.mark.parametrize(
    "wrong", [{"hours": ""}, {"hours": -1}, {"hours": 0}, {"hours": 99999}, {"effective_from": "2020-01-01"}]
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(world: World, wrong: dict[str, object]) -> None:
    text = post(world.administrator, PREPAID, 422, **typed(**wrong)).content.decode()
    assert "There is a problem" in text
    assert not RuleSetting.objects.filter(programme__jurisdiction="11").exists()


@pytest.mark.parametrize("address", [PREPAID, NATION, "/review/programme/31/rules/PREPAY-HOURS/"])
def test_an_officer_sets_none(world: World, address: str) -> None:
    post(world.officer, address, 404, **typed(hours=1))


def test_a_province_does_not_set_the_nations_nor_the_nation_a_provinces(world: World) -> None:
    post(world.administrator, NATION, 404, **typed(hours=1))
    post(world.national, PREPAID, 404, **typed(hours=1))


def test_a_rule_that_is_none_is_not_there(world: World) -> None:
    page(world.administrator, "/review/programme/11/rules/NO-SUCH/", 404)


def test_what_is_looser_than_the_nation_wants_a_tick(world: World) -> None:
    asked = post(world.administrator, PREPAID, 422, **typed(hours=70)).content.decode()
    assert "Looser than the national limit (Class hours in one payment, at most 60)" in asked
    assert hours() == 60
    post(world.administrator, PREPAID, **typed(hours=70, looser="on"))
    assert hours() == 70


def test_switching_off_what_the_nation_applies_wants_a_tick(world: World) -> None:
    sent = {"effective_from": clock.today()}
    address = "/review/programme/11/rules/EYE-CARE/"
    post(world.administrator, address, 422, **sent)
    post(world.administrator, address, **sent, looser="on")


def test_school_ends_after_it_begins(world: World) -> None:
    sent = {"effective_from": clock.today(), "enabled": "on", "begins": "17:00", "ends": "08:00", "looser": "on"}
    text = post(world.administrator, "/review/programme/11/rules/SCHOOL-HOURS/", 422, **sent).content.decode()
    assert "School ends after it begins." in text


def test_a_change_to_come_is_shown_with_its_value_and_can_be_cancelled(world: World) -> None:
    day = clock.today() + timedelta(days=30)
    post(world.administrator, PREPAID, **typed(hours=50, effective_from=day))
    shown = page(world.administrator, PREPAID)
    assert "Class hours in one payment, at most <strong>50</strong>" in shown
    setting = RuleSetting.objects.get(effective_from=day)
    post(world.officer, f"{PREPAID}{setting.pk}/cancel/", 404)
    post(world.administrator, f"{PREPAID}{setting.pk}/cancel/")
    assert not RuleSetting.objects.filter(effective_from=day).exists()


def test_limits_in_force_are_not_cancelled(world: World) -> None:
    post(world.administrator, PREPAID, **typed(hours=50))
    setting = RuleSetting.objects.get(rule="PREPAY-HOURS", programme__jurisdiction="11")
    post(world.administrator, f"{PREPAID}{setting.pk}/cancel/", 422)
    assert hours() == 50


def test_the_nation_is_asked_when_it_asks_less_than_the_regulation(world: World) -> None:
    asked = post(world.national, NATION, 422, **typed(hours=70)).content.decode()
    assert "Looser than the limit of the regulation (Class hours in one payment, at most 60)" in asked
