"""Reports of the public on the desk: read by who has the province, handled once, with what was done."""

from __future__ import annotations

import pytest

from register.models import ProblemReport
from register.reports import report
from tests.rectification.pages import page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

ADDRESS = "/review/reports/"


@pytest.fixture
def kept(world: World) -> ProblemReport:
    return report(about="青禾课堂", text="退费拖延", contact="13800000000", credit_code=world.institution.credit_code)


def handle(world: World, kept: ProblemReport, status: int = 302, handling: str = "已核实并转办") -> None:
    post(world.officer, f"{ADDRESS}{kept.pk}/", status, handling=handling)


def test_it_works(world: World, kept: ProblemReport) -> None:
    text = page(world.officer, ADDRESS)
    assert kept.number in text and "退费拖延" in text and "13800000000" in text
    assert f"/review/lists/{world.institution.credit_code}/" in text
    handle(world, kept)
    kept.refresh_from_db()
    assert kept.handled_at and kept.handling == "已核实并转办"
    assert kept.handled_by == world.officer
    assert kept.number not in page(world.administrator, ADDRESS)
    after = page(world.administrator, f"{ADDRESS}?show=all")
    assert "officer" in after[after.index("已核实并转办") - 300 : after.index("已核实并转办")]
    assert "已核实并转办" in after and "Mark as handled" not in after


def test_an_inspection_begins_with_what_was_reported(world: World, kept: ProblemReport) -> None:
    assert "Open an inspection" in page(world.officer, ADDRESS)
    assert "Open an inspection" not in page(world.administrator, ADDRESS)
    address = f"/review/lists/{world.institution.credit_code}/inspection/?report={kept.number}"
    assert "退费拖延" in page(world.officer, address)


def test_handling_without_a_word_is_told_at_its_place(world: World, kept: ProblemReport) -> None:
    answer = post(world.officer, f"{ADDRESS}{kept.pk}/", 422, handling=" ")
    assert f'id="id_report-{kept.pk}_error"' in answer.content.decode()


def test_the_newest_report_comes_first(world: World, kept: ProblemReport) -> None:
    newer = report(about="青禾课堂", text="晚上上课", credit_code=world.institution.credit_code)
    text = page(world.officer, ADDRESS)
    assert text.index(newer.number) < text.index(kept.number)


def test_another_province_and_other_departments_find_nothing(world: World, kept: ProblemReport) -> None:
    assert kept.number not in page(world.officer_elsewhere, ADDRESS)
    post(world.officer_elsewhere, f"{ADDRESS}{kept.pk}/", 404, handling="x")
    page(world.departments["cyberspace"], ADDRESS, 404)
    assert ADDRESS not in page(world.departments["cyberspace"], "/review/")
    assert ADDRESS in page(world.officer, "/review/")


def test_the_observer_reads_only(world: World, kept: ProblemReport) -> None:
    text = page(world.observer, ADDRESS)
    assert kept.number in text and "Mark as handled" not in text
    post(world.observer, f"{ADDRESS}{kept.pk}/", 404, handling="x")


def test_how_to_reach_who_reported_is_told_only_to_who_handles_it(world: World, kept: ProblemReport) -> None:
    unknown = report(about="木羽速记", text="广告", contact="13900000000")
    for person in (world.officer, world.administrator):
        assert "13800000000" in page(person, ADDRESS)
    assert "13900000000" in page(world.national, ADDRESS)
    assert "13800000000" not in page(world.national, ADDRESS)
    watched = page(world.observer, ADDRESS)
    assert kept.number in watched and unknown.number in watched
    assert "13800000000" not in watched and "13900000000" not in watched


def test_a_report_of_no_known_province_is_the_national_administrators(world: World) -> None:
    unknown = report(about="木羽速记", text="广告")
    assert unknown.number not in page(world.officer, ADDRESS)
    assert "province not known" in page(world.national, ADDRESS)
    post(world.national, f"{ADDRESS}{unknown.pk}/", handling="已转网信部门")
    assert ProblemReport.objects.get().handling == "已转网信部门"


def test_a_report_is_handled_once_and_with_words(world: World, kept: ProblemReport) -> None:
    handle(world, kept, 422, handling=" ")
    assert ProblemReport.objects.get().handled_at is None
    handle(world, kept)
    handle(world, kept, 404, handling="again")
    assert ProblemReport.objects.get().handling == "已核实并转办"
