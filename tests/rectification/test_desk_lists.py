"""The lists on the desk: acts of two officers, inspections, figures and the programme."""

from __future__ import annotations

import pytest

from filing_platform import clock
from institutions.models import Decision, Filing
from register import publishing
from tests.rectification import world as w
from tests.rectification.pages import page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db
ENTRY = "/review/lists/91110000XTXT000105/"


def test_it_works(world: World) -> None:
    w.listed(world)
    assert ENTRY in page(world.officer, "/review/lists/")
    text = page(world.officer, ENTRY)
    assert "In public notice" in text
    assert "材料符合规定" in text
    post(world.officer, f"{ENTRY}suspend_entry/", public_reason="异议成立")
    decision = Decision.objects.get(kind="suspend_entry")
    assert "异议成立" in page(world.second, f"/review/decisions/{decision.pk}/")
    post(world.officer, f"/review/decisions/{decision.pk}/confirmation/", 422)
    post(world.second, f"/review/decisions/{decision.pk}/confirmation/")
    assert publishing.standing(world.institution).list == ""
    assert Filing.objects.filter(kind="inspection", state="flagged").exists()


def test_a_correction_names_the_list_and_the_day(world: World) -> None:
    w.listed(world)
    sent = {"public_reason": "录入有误", "list": "gray"}
    post(world.officer, f"{ENTRY}correct_entry/", 422, **sent, effective_on="2999-01-01")
    post(world.officer, f"{ENTRY}correct_entry/", **sent, effective_on=clock.today())
    decision = Decision.objects.get(kind="correct_entry")
    post(world.second, f"/review/decisions/{decision.pk}/confirmation/")
    assert publishing.standing(world.institution).list == "gray"


def test_a_second_act_waits_and_nothing_typed_is_lost(world: World) -> None:
    w.listed(world)
    post(world.officer, f"{ENTRY}end_entry/", public_reason="机构注销")
    answer = post(world.officer, f"{ENTRY}withdraw_entry/", 422, public_reason="写好的理由")
    assert "写好的理由" in answer.content.decode()


def test_only_education_of_the_province_acts(world: World) -> None:
    w.listed(world)
    for person in (world.departments["cyberspace"], world.administrator, world.observer, world.officer_elsewhere):
        page(person, f"{ENTRY}end_entry/", 404)
        post(person, f"{ENTRY}end_entry/", 404, public_reason="x")
        post(person, f"{ENTRY}inspection/", 404, cause="x")
    page(world.officer_elsewhere, ENTRY, 404)
    assert ENTRY not in page(world.officer_elsewhere, "/review/lists/")
    assert "Another officer must confirm it" not in page(world.observer, ENTRY)


def test_an_inspection_opens_with_its_cause(world: World) -> None:
    w.listed(world)
    post(world.officer, f"{ENTRY}inspection/", 422, cause="")
    answer = post(world.officer, f"{ENTRY}inspection/", cause="接到举报")
    filing = Filing.objects.get(kind="inspection")
    assert answer["Location"] == f"/review/{filing.number}/"
    assert "接到举报" in page(world.officer, answer["Location"])
    post(world.officer, f"{ENTRY}inspection/", 422, cause="再次举报")


def test_the_lists_filter_by_list_and_words(world: World) -> None:
    w.listed(world)
    assert ENTRY in page(world.officer, "/review/lists/?list=notice")
    assert ENTRY not in page(world.officer, "/review/lists/?list=black")
    for typed in ("青禾", "qinghe", "QHKT", "ICP备19012345", "91110000xtxt000105"):
        assert ENTRY in page(world.officer, f"/review/lists/?q={typed}")
    assert ENTRY not in page(world.officer, "/review/lists/?q=没有")
    page(world.officer, "/review/lists/?list=x", 400)


def test_each_figure_leads_to_its_filings(world: World) -> None:
    filing = w.submitted(world)
    text = page(world.officer, "/review/figures/")
    assert "opinion=missing%3Acyberspace" in text
    assert filing.number in page(world.officer, "/review/?view=all&opinion=missing%3Acyberspace")
    assert "Open filings by province" not in text
    assert "province=11" in page(world.observer, "/review/figures/")
    assert filing.number in page(world.observer, "/review/?view=all&province=11")


def test_the_programme_names_its_departments_and_officers(world: World) -> None:
    text = page(world.departments["cyberspace"], "/review/programme/")
    assert "Screening programme" in text
    assert "officer" in text
    assert "11 education" not in text
    assert "Shanghai" in page(world.observer, "/review/programme/?province=31")
    assert "Shanghai" not in page(world.officer, "/review/programme/?province=31")
