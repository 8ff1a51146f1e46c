"""F14: days end at midnight in Asia/Shanghai, wherever process and database think they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from filing_platform import clock
from filing_platform.clock import SHANGHAI
from institutions.models import Filing
from rectification import deadlines, opening, querysets, reminders, workflow
from register import publishing
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)

# Ahead of Shanghai and behind it: the process in one, the database's default the other.
ZONES = (("Pacific/Kiritimati", "America/Los_Angeles"), ("America/Los_Angeles", "Pacific/Kiritimati"))
DAY = date(2026, 3, 8)
LAST = datetime(2026, 3, 8, 23, 59, 59, tzinfo=SHANGHAI)
NEXT = datetime(2026, 3, 9, 0, 0, 0, tzinfo=SHANGHAI)
At = Callable[[datetime], None]


@pytest.fixture(params=ZONES, ids="-".join, autouse=True)
def elsewhere(
    request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Neither the process nor PostgreSQL is where the days are counted."""
    process, database = request.param
    monkeypatch.setenv("TZ", process)
    time.tzset()
    name = settings.DATABASES["owner"]["NAME"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET timezone = '{database}'")
    connections.close_all()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the time."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))

    return move


def _due(at: At) -> tuple[w.World, Filing]:
    """A filing to be rectified by the end of DAY."""
    at(LAST - timedelta(days=20))
    world = w.build_world()
    filing = w.rectifying(world, days=20)
    assert filing.deadline == DAY
    return world, filing


def test_the_deadline_is_kept_until_the_day_is_over(at: At) -> None:
    world, filing = _due(at)
    at(LAST)
    assert not querysets.overdue(Filing.objects.all()).exists()
    (reject,) = (offer for offer in workflow.offers(filing, world.officer) if offer.action == "reject")
    assert not reject.allowed
    w.answer_all(world, filing)
    workflow.perform("resubmit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    assert not filing.late


def test_a_second_later_it_is_late(at: At) -> None:
    world, filing = _due(at)
    at(NEXT)
    assert querysets.overdue(Filing.objects.all()).get() == filing
    (reject,) = (offer for offer in workflow.offers(filing, world.officer) if offer.action == "reject")
    assert reject.allowed
    w.answer_all(world, filing)
    workflow.perform("resubmit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    assert filing.late


def test_reminders_come_on_their_day(at: At) -> None:
    world, filing = _due(at)
    told = world.filer.inbox.filter(key__startswith="deadline-")
    for moment, count in (
        (LAST - timedelta(days=8), 0),
        (NEXT - timedelta(days=8), 1),
        (LAST - timedelta(days=7), 1),
        (LAST - timedelta(days=1), 2),
        (LAST, 2),
        (NEXT, 3),
    ):
        at(moment)
        reminders.remind()
        assert told.count() == count, moment


def test_who_turns_white_is_told_on_that_day_once(at: At) -> None:
    at(LAST - timedelta(days=6))
    world = w.build_world()
    w.listed(world)
    told = world.filer.inbox.filter(key__startswith="white-")
    for moment, count in ((LAST, 0), (NEXT, 1), (NEXT + timedelta(hours=1), 1), (NEXT + timedelta(days=1), 1)):
        at(moment)
        reminders.tell_of_white()
        assert told.count() == count, moment


def test_a_public_notice_turns_white_at_midnight(at: At, client: Client) -> None:
    at(LAST - timedelta(days=6))
    world = w.build_world()
    w.listed(world)
    address = f"/api/v1/register/{world.institution.credit_code}/"
    at(LAST)
    assert client.get(address).json()["list"] == publishing.standing(world.institution).list == "notice"
    at(NEXT)
    assert client.get(address).json()["list"] == publishing.standing(world.institution).list == "white"


def test_what_is_recorded_in_the_last_second_belongs_to_the_day(at: At) -> None:
    at(LAST)
    world = w.build_world()
    w.listed(world)
    change = world.institution.list_changes.order_by("seq").first()
    assert (change.effective_on, change.recorded_at) == (DAY, LAST)
    at(NEXT + timedelta(days=3))
    assert publishing.standing(world.institution, DAY - timedelta(days=1)).list == ""
    assert publishing.standing(world.institution, DAY).list == "notice"


def test_a_filing_is_numbered_by_the_year_in_shanghai(at: At) -> None:
    at(datetime(2027, 1, 1, 0, 0, 0, tzinfo=SHANGHAI))
    world = w.build_world()
    filing = opening.open_filing(world.institution, "initial", world.filer)
    assert filing.number.startswith("112027")


@pytest.mark.parametrize(
    ("submitted", "latest"),
    [
        (datetime(2019, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), date(2020, 6, 30)),
        (datetime(2020, 1, 1, 0, 0, 0, tzinfo=SHANGHAI), date(2020, 7, 10)),
    ],
)
def test_who_filed_in_2019_has_until_the_end_of_june(at: At, submitted: datetime, latest: date) -> None:
    at(submitted)
    world = w.build_world()
    filing = w.draft(world)
    w.submit(world, filing)
    filing = Filing.objects.select_related("programme").get(pk=filing.pk)
    assert deadlines.latest_deadline(filing, date(2020, 1, 10)) == latest


def test_today_is_shanghais(at: At) -> None:
    at(LAST)
    assert clock.today() == DAY
    at(NEXT)
    assert clock.today() == DAY + timedelta(days=1)
