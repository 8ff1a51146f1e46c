"""The report to the ministry: which list changes, by which working day, sent once, kept as it was."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from django.db import connection
from django.db.utils import Error
from django.test.utils import CaptureQueriesContext

from accounts.models import Jurisdiction
from filing_platform import clock
from institutions.models import DecisionKind
from rectification import deciding, list_acts, ministry
from rectification.models import MinistryReport
from register.models import ListChange
from tests.rectification import world as w
from tests.rectification.pages import client_of, page, post
from tests.rectification.test_desk_queue import another_institution
from tests.rectification.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/review/ministry/11/"


@pytest.fixture(autouse=True)
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Moves the clock to the morning of a day; it starts on Monday 1 June 2020."""

    def move(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 10, tzinfo=clock.SHANGHAI))

    move(date(2020, 6, 1))
    return move


def beijing() -> Jurisdiction:
    return Jurisdiction.objects.get(pk="11")


def waiting() -> list[ministry.Waiting]:
    today = clock.today()
    return ministry.with_days(ministry.waiting(beijing(), today), beijing(), today)


def send(world: World, status: int = 302, expected: int = 1, **typed: object) -> str:
    return post(world.administrator, ADDRESS, status, expected=expected, **typed).content.decode()


def test_it_works(world: World, on_day: Callable[[date], None]) -> None:
    w.rectifying(world)
    [line] = waiting()
    # Ten working days from Monday 1 June 2020.
    assert (line.change.list, line.due) == ("gray", date(2020, 6, 15))
    text = page(world.administrator, ADDRESS)
    assert world.institution.name in text and "15 June 2020" in text
    send(world, note="京教函〔2020〕12号")
    report = MinistryReport.objects.get()
    assert (report.serial, report.sent_by, report.note) == (1, world.administrator, "京教函〔2020〕12号")
    assert waiting() == []
    assert "Nothing is to be reported" in page(world.administrator, ADDRESS)


def test_holidays_and_made_up_days_are_counted_as_the_state_does(world: World, on_day: Callable[[date], None]) -> None:
    on_day(date(2020, 6, 19))
    w.rectifying(world)
    # 25 and 26 June 2020 are the Dragon Boat festival, Sunday 28 June is worked.
    assert waiting()[0].due == date(2020, 7, 6)


def test_a_programme_may_give_other_days(world: World) -> None:
    filing = w.rectifying(world)
    type(filing.programme).objects.filter(jurisdiction="11").update(report_working_days=5)
    assert waiting()[0].due == date(2020, 6, 8)


def test_a_public_notice_is_reported_when_it_has_become_a_list(world: World, on_day: Callable[[date], None]) -> None:
    w.listed(world)
    assert waiting() == []
    on_day(date(2020, 6, 8))
    [line] = waiting()
    assert (line.change.list, line.due) == ("white", date(2020, 6, 22))


def test_what_never_came_is_not_reported_and_its_end_is(world: World, on_day: Callable[[date], None]) -> None:
    w.listed(world)
    decision = list_acts.propose(DecisionKind.SUSPEND_ENTRY, world.institution, world.officer, "异议成立")
    deciding.confirm(decision, world.second)
    on_day(date(2020, 6, 20))
    assert [line.change.list for line in waiting()] == [""]


def test_the_workbook_holds_what_was_sent_and_nothing_after(world: World, on_day: Callable[[date], None]) -> None:
    w.rectifying(world)
    send(world)
    report = MinistryReport.objects.get()
    w.rectifying(another_institution(world, "91110000XTXT000204"))
    answer = client_of(world.observer).get(f"/review/ministry/reports/{report.pk}/xlsx/")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[:4] for row in rows[1:]] == [
        (world.institution.credit_code, world.institution.name, "gray list", "2020-06-01")
    ]
    assert [line.change.institution.name for line in waiting()] == ["北京星桥教育科技有限公司"]


def test_what_changed_since_the_page_was_made_is_not_reported_unread(world: World) -> None:
    w.rectifying(world)
    w.rectifying(another_institution(world, "91110000XTXT000204"))
    text = send(world, 422, expected=1, note="已发函")
    assert "others by now" in text and "已发函" in text
    send(world, expected=2)
    send(world, 422, expected=2)
    assert MinistryReport.objects.count() == 1


def test_a_sent_report_cannot_be_changed(world: World) -> None:
    w.rectifying(world)
    send(world)
    with pytest.raises(Error):
        MinistryReport.objects.update(note="另一份")


def test_only_the_provinces_administrator_sends(world: World) -> None:
    w.rectifying(world)
    for person in (world.officer, world.officer_elsewhere, world.departments["cyberspace"], world.filer):
        page(person, ADDRESS, 404)
        post(person, ADDRESS, 404, expected=1)
    for person in (world.observer, world.national):
        assert "The report has been sent" not in page(person, ADDRESS)
        post(person, ADDRESS, 404, expected=1)
    assert not MinistryReport.objects.exists()


def test_the_ministry_sees_who_is_late_and_what_it_received(world: World, on_day: Callable[[date], None]) -> None:
    w.rectifying(world)
    send(world)
    w.rectifying(another_institution(world, "91110000XTXT000204"))
    on_day(date(2020, 6, 16))
    first, *others = ministry.standings(clock.today())
    assert (first.jurisdiction.pk, first.waiting, first.late, first.due) == ("11", 1, 1, date(2020, 6, 15))
    assert first.last == MinistryReport.objects.get()
    assert len(others) == 31 and not any(each.waiting for each in others)
    text = page(world.observer, "/review/ministry/")
    assert "Reports received" in text and "No. 1" in text
    assert "/review/ministry/" in page(world.observer, "/review/")
    assert "/review/ministry/" not in page(world.officer, "/review/")


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    w.rectifying(world)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as captured:
            ministry.standings(clock.today())
            waiting()
        counts.append(len(captured))
        w.rectifying(another_institution(world, f"91110000XTXT00020{number}"))
    assert counts[0] == counts[1]
    assert ListChange.objects.count() == 3
