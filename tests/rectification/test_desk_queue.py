"""/review/: whose turn it is, what the columns say, filters in the address, a constant number of queries."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from unittest import mock

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Jurisdiction, Message
from filing_platform import clock
from institutions.models import Institution, Membership
from rectification import deciding, exporting, querysets
from rectification.counting import BOUND, Count
from rectification.models import Notice
from register import publishing
from tests.rectification import world as w
from tests.rectification.pages import client_of, page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def another_institution(world: World, credit_code: str) -> World:
    """The same people, filing for another institution of Beijing."""
    institution = Institution.objects.create(
        credit_code=credit_code,
        jurisdiction=Jurisdiction.objects.get(pk="11"),
        name="北京星桥教育科技有限公司",
        created_at=clock.now(),
    )
    Membership.objects.create(user=world.filer, institution=institution, role="filer", since=clock.now())
    return replace(world, institution=institution)


def test_it_works(world: World) -> None:
    filing = w.submitted(world)
    text = page(world.officer, "/review/")
    assert f"/review/{filing.number}/" in text
    assert "青禾课堂" in text
    assert "Waiting for me" in text
    assert "1 filing" in text


def test_who_is_no_officer_finds_nothing(world: World) -> None:
    page(world.filer, "/review/", 404)
    page(None, "/review/", 302)


def test_another_province_sees_none_of_it(world: World) -> None:
    filing = w.submitted(world)
    assert filing.number not in page(world.officer_elsewhere, "/review/?view=all")


def test_a_draft_is_on_nobodys_desk(world: World) -> None:
    filing = w.draft(world)
    for officer in (world.officer, world.observer, world.departments["cyberspace"]):
        assert filing.number not in page(officer, "/review/?view=all")


def test_waiting_for_me_is_another_thing_for_each_role(world: World) -> None:
    filing = w.submitted(world)
    department = world.departments["cyberspace"]
    assert _waits(world, world.officer) == _waits(world, department) == [filing.number]
    assert _waits(world, world.administrator) == _waits(world, world.observer) == []
    w.opinions.give(filing.dossiers.get(), department, "no_objection", "")
    assert _waits(world, department) == []
    assert _waits(world, world.departments["publications"]) == [filing.number]


def test_what_waits_for_a_second_officer_waits_for_the_other_one(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    deciding.propose("accept", filing, world.officer, filing.version)
    assert _waits(world, world.officer) == []
    assert _waits(world, world.second) == [filing.number]
    assert filing.number in page(world.officer, "/review/?view=second")


def test_what_a_colleague_works_on_does_not_wait_for_me(world: World) -> None:
    filing = w.submitted(world)
    post(world.officer, f"/review/{filing.number}/assign/", take="1")
    assert _waits(world, world.second) == []
    assert _waits(world, world.officer) == [filing.number]
    post(world.officer, f"/review/{filing.number}/assign/", release="1")
    assert _waits(world, world.second) == [filing.number]


def test_a_filing_is_handed_to_a_colleague_who_is_told_and_so_is_who_had_it(world: World) -> None:
    third = w.post(w.user("third"), w.Role.EDUCATION_OFFICER, department="education")
    filing = w.submitted(world)
    where = f"/review/{filing.number}/assign/"
    post(world.officer, where, to=world.second.pk)
    filing.refresh_from_db()
    assert filing.assigned_to == world.second
    assert "officer has assigned filing" in str(Message.objects.get(user=world.second, key__startswith="assigned"))
    post(world.officer, where, to=third.pk)
    assert "passed filing" in str(Message.objects.get(user=world.second, key__startswith="unassigned"))
    assert "Handed over · from second · to third" in page(world.officer, f"/review/{filing.number}/")
    post(world.second, where, take="1")
    assert "taken over filing" in str(Message.objects.get(user=third, key__startswith="unassigned"))


def test_a_filing_goes_to_officers_of_the_province_only(world: World) -> None:
    filing = w.submitted(world)
    where = f"/review/{filing.number}/assign/"
    for to in ("", "x", str(world.officer_elsewhere.pk), str(world.filer.pk), str(world.departments["cyberspace"].pk)):
        answer = post(world.officer, where, 422, to=to).content.decode()
        assert 'id="id_assign_error"' in answer
    filing.refresh_from_db()
    assert filing.assigned_to is None


def test_who_watches_over_the_province_is_shown_what_stands_still(world: World) -> None:
    filing = w.rectifying(world, days=5)
    later = clock.now() + timedelta(days=6)
    with mock.patch.object(clock, "now", lambda: later):
        assert _waits(world, world.administrator) == [filing.number]
        assert filing.number in page(world.observer, "/review/?view=overdue")


def test_overdue_is_what_the_rows_show_as_overdue(world: World) -> None:
    """The view, the filter and the red tag mean the same; an opinion that is late makes no filing overdue."""
    filing = w.submitted(world)
    days = filing.programme.review_days
    for passed, found in ((filing.programme.opinion_days + 1, False), (days, False), (days + 1, True)):
        later = clock.now() + timedelta(days=passed)
        with mock.patch.object(clock, "now", lambda later=later: later):
            assert (filing.number in page(world.officer, "/review/?view=overdue")) is found
            assert (filing.number in page(world.officer, "/review/?view=all&deadline=overdue")) is found
            assert ("tag--overdue" in page(world.officer, "/review/?view=all")) is found


def test_the_queue_says_what_is_to_be_confirmed(world: World) -> None:
    filing = w.submitted(world)
    w.hear_everybody(world, filing)
    assert "acceptance to confirm" not in page(world.second, "/review/")
    deciding.propose("accept", filing, world.officer, filing.version)
    assert "acceptance to confirm" in page(world.second, "/review/")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("?view=all&state=submitted", True),
        ("?view=all&state=flagged", False),
        ("?view=all&kind=initial", True),
        ("?view=all&kind=change", False),
        ("?view=all&opinion=missing:cyberspace", True),
        ("?view=all&opinion=problems:cyberspace", False),
        ("?view=all&rule=LIVE-END", False),
        ("?view=all&deadline=none", True),
        ("?view=all&deadline=overdue", False),
        ("?view=all&assigned=nobody", True),
        ("?view=all&assigned=me", False),
        ("?view=all&q=青禾", True),
        ("?view=all&q=91110000xtxt000105", True),
        ("?view=all&q=没有这家", False),
        ("?view=all&q=qinghe", True),
        ("?view=all&q=QHKT", True),
        ("?view=all&q=青禾課堂", True),
        ("?view=all&q=https://www.qinghe.example/login", True),
        ("?view=all&q=19012345", True),
        ("?view=all&q=19012346", False),
        ("?view=all&q=ICP备19012345", True),
        ("?view=all&q=xingqiao", False),
    ],
)
def test_filters_are_in_the_address(world: World, address: str, found: bool) -> None:
    filing = w.submitted(world)
    assert (f"/review/{filing.number}/" in page(world.officer, f"/review/{address}")) is found


@pytest.mark.parametrize("typed", ["qinghe", "QHQM", "青禾"])
def test_pinyin_finds_what_the_public_is_not_shown_yet(world: World, typed: str) -> None:
    filing = w.submitted(world)
    type(filing.programme).objects.filter(pk=filing.programme_id).update(publishes_filed=False)
    publishing.refresh([world.institution.pk])
    assert f"/review/{filing.number}/" in page(world.officer, f"/review/?view=all&q={typed}")
    assert f"/review/{filing.number}/" not in page(world.officer_elsewhere, f"/review/?view=all&q={typed}")


def test_a_number_finds_its_filing_however_it_is_typed(world: World) -> None:
    number = w.submitted(world).number
    grouped = f"{number[:2]}-{number[2:6]}-{number[6:12]}-{number[12:]}"
    assert f"/review/{number}/" in page(world.officer, f"/review/?view=all&q={grouped}")


@pytest.mark.parametrize(
    "address",
    ["?view=nothing", "?state=draft", "?rule=1;drop", "?sort=password", "?q=%00", f"?q={'x' * 10_000}", "?assigned=0x"],
)
def test_what_cannot_be_read_is_refused(world: World, address: str) -> None:
    page(world.officer, f"/review/{address}", 400)


def test_a_filing_leads_on_in_the_queue_that_one_came_from(world: World) -> None:
    numbers = [w.submitted(another_institution(world, f"91110000XTXT00020{n}")).number for n in range(1, 4)]
    client = client_of(world.officer)
    client.get("/review/?view=submitted&sort=-number")
    text = client.get(f"/review/{numbers[1]}/").content.decode()
    assert "2 of 3" in text
    assert 'href="/review/?view=submitted&amp;sort=-number"' in text
    assert re.search(rf'<a href="/review/{numbers[2]}/" rel="prev"', text)
    assert re.search(rf'<a href="/review/{numbers[0]}/" rel="next"', text)
    # What is no longer in it leads to its first.
    client.get("/review/?view=rectifying")
    assert 'rel="next"' not in client.get(f"/review/{numbers[1]}/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_filings(world: World) -> None:
    w.submitted(world)
    one = _queries(world, "/review/?view=all")
    for number in range(1, 6):
        w.submitted(another_institution(world, f"91110000XTXT00020{number}"))
    assert _queries(world, "/review/?view=all") == one


def test_counts_stop_at_a_bound() -> None:
    assert (Count(5).shown, Count(5).more) == (5, False)
    assert (Count(BOUND + 1).shown, Count(BOUND + 1).more) == (BOUND, True)


def test_the_export_is_what_is_on_the_screen(world: World) -> None:
    filing = w.submitted(world)
    client = client_of(world.officer)
    grouped = f"{filing.number[:2]}-{filing.number[2:6]}-{filing.number[6:12]}-{filing.number[12:]}"
    rows = list(csv.reader(io.StringIO(client.get("/review/export/csv/?view=all").content.decode("utf-8-sig"))))
    assert rows[1][:3] == [grouped, "青禾课堂", world.institution.name]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/review/export/xlsx/?view=all").content))
    assert book.active["A2"].value == grouped
    assert json.loads(client.get("/review/export/json/?view=all").content)[0]["Number"] == grouped
    assert len(json.loads(client.get("/review/export/json/?view=all&state=flagged").content)) == 0
    page(world.officer, "/review/export/exe/", 404)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    assert exporting.safe(f"{start}1+1") == f"'{start}1+1"


def test_a_name_that_would_be_a_formula_leaves_as_text(world: World) -> None:
    w.submitted(world)
    # Once it has filed, it is called as it filed.
    Institution.objects.update(name="=HYPERLINK(1)")
    text = client_of(world.officer).get("/review/export/csv/?view=all").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_an_opinion_on_an_older_version_is_marked(world: World) -> None:
    filing = w.submitted(world)
    w.opinions.give(filing.dossiers.get(), world.departments["cyberspace"], "no_objection", "")
    w.flag(world, filing)
    w.notify(world, filing)
    w.resubmit(world, filing)
    text = page(world.officer, "/review/?view=all")
    assert "materials have changed since" in text
    assert Notice.objects.count() == 1


def _waits(world: World, person: object) -> list[str]:
    from accounts.models import User
    from institutions.models import Filing

    fresh = User.objects.get(pk=person.pk)  # type: ignore[attr-defined]
    filings = querysets.with_current(Filing.objects.visible_to(fresh))
    return list(querysets.waiting_for(filings, fresh).values_list("number", flat=True))


def _queries(world: World, address: str) -> int:
    client = client_of(world.officer)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
