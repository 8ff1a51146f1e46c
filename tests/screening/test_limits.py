"""Limits in force, and who may change them from a day on."""

from datetime import date, time

import pytest
from django.utils.translation import override

from accounts.models import Programme, User
from filing_platform.errors import BadInput, NotFound
from screening import limits, running
from screening.models import RuleSetting
from screening.rules import RULES
from tests import factories
from tests.screening.situations import late

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 1)


@pytest.fixture
def programme() -> Programme:
    return Programme.objects.get(jurisdiction="11")


@pytest.fixture
def administrator() -> User:
    return factories.PostFactory(role="provincial_administrator", jurisdiction_id="11", department_id=None).user


def limits_of(programme: Programme, rule: str, day: date | None = None) -> dict[str, object]:
    (found,) = [entry for entry in limits.in_force(programme, day) if entry.rule.number == rule]
    return found.limits


def test_it_works(programme: Programme, administrator: User):
    limits.change("LIVE-END", programme, administrator, TODAY, {"latest": "20:30"})
    assert limits_of(programme, "LIVE-END") == {"latest": "20:30"}
    assert limits_of(Programme.objects.get(jurisdiction="31"), "LIVE-END") == {"latest": "21:00"}
    dossier = factories.whole_dossier()
    dossier.lessons.update(starts=time(20, 1), ends=time(20, 31))
    assert [candidate.evidence["limit"] for candidate in running.preview(dossier)] == ["20:30"]


def test_every_rule_is_listed_by_one_query(programme: Programme, django_assert_num_queries):
    with django_assert_num_queries(1):
        listed = limits.in_force(programme)
    assert [entry.rule for entry in listed] == list(RULES)
    assert all(entry.enabled for entry in listed)


def test_a_later_day_has_later_limits(programme: Programme):
    assert limits_of(programme, "LESSON-LENGTH") == {"minutes": 40}
    assert limits_of(programme, "LESSON-LENGTH", date(2021, 7, 24)) == {"minutes": 30}


def test_the_same_day_is_changed_in_place(programme: Programme, administrator: User):
    limits.change("RETENTION", programme, administrator, TODAY, {"logs": 24})
    limits.change("RETENTION", programme, administrator, TODAY, {"logs": 18})
    assert RuleSetting.objects.filter(programme=programme).count() == 1
    assert limits_of(programme, "RETENTION") == {"content": 12, "logs": 18, "live": 6}


def test_words_are_kept_once_and_trimmed(programme: Programme, administrator: User):
    setting = limits.change("BANNED-CONTENT", programme, administrator, TODAY, {}, [" 奥数", "奥数", ""])
    assert setting.words == ["奥数"]


def test_a_rule_is_switched_off(programme: Programme, administrator: User):
    limits.change("LIVE-END", programme, administrator, TODAY, {}, enabled=False)
    assert running.preview(late()) == []


def test_the_nations_limits_are_the_national_administrators():
    national = factories.PostFactory(role="national_administrator", jurisdiction_id=None, department_id=None).user
    limits.change("PREPAY-HOURS", None, national, TODAY, {"hours": 40})
    assert limits_of(Programme.objects.get(jurisdiction="65"), "PREPAY-HOURS") == {"hours": 40}


@pytest.mark.parametrize(
    "who",
    [
        factories.officer,
        factories.UserFactory,
        lambda: factories.PostFactory(role="provincial_administrator", jurisdiction_id="31", department_id=None).user,
        lambda: factories.PostFactory(role="national_administrator", jurisdiction_id=None, department_id=None).user,
    ],
    ids=["education officer", "no officer", "another province's administrator", "national administrator"],
)
def test_a_programme_is_its_own_administrators(programme: Programme, who):
    with pytest.raises(NotFound):
        limits.change("LIVE-END", programme, who(), TODAY, {"latest": "20:30"})


def test_the_nation_is_no_provinces(administrator: User):
    with pytest.raises(NotFound):
        limits.change("LIVE-END", None, administrator, TODAY, {"latest": "20:30"})


def test_the_past_is_not_changed(programme: Programme, administrator: User):
    with pytest.raises(BadInput):
        limits.change("LIVE-END", programme, administrator, date(2020, 5, 31), {"latest": "20:30"})


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("LIVE-END", {"latest": "25:00"}),
        ("LIVE-END", {"latest": "9pm"}),
        ("LIVE-END", {"latest": 21}),
        ("LIVE-END", {"earliest": "08:00"}),
        ("PREPAY-HOURS", {"hours": "60"}),
        ("PREPAY-HOURS", {"hours": -1}),
        ("PREPAY-HOURS", {"hours": True}),
        ("ICP", {"kinds": "website"}),
    ],
)
def test_a_limit_has_its_name_and_form(programme: Programme, administrator: User, rule: str, values: dict[str, object]):
    with pytest.raises(BadInput) as error, override("en"):
        limits.change(rule, programme, administrator, TODAY, values)
    assert error.value.params == {"name": next(iter(values))}
    assert not RuleSetting.objects.filter(programme=programme).exists()
