"""The lists on the desk: acts of two officers, inspections, figures and the programme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from filing_platform import clock
from institutions.models import Decision, Filing
from rectification import deciding, workflow
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
    sent = {"public_reason": "录入有误", "list": "black"}
    post(world.officer, f"{ENTRY}correct_entry/", 422, **sent, effective_on="2999-01-01")
    post(world.officer, f"{ENTRY}correct_entry/", **sent, effective_on=clock.today())
    decision = Decision.objects.get(kind="correct_entry")
    post(world.second, f"/review/decisions/{decision.pk}/confirmation/")
    assert publishing.standing(world.institution).list == "black"


def test_a_correction_names_no_list_without_what_belongs_to_it(world: World) -> None:
    """Gray without a rectification, a public notice without an end."""
    w.listed(world)
    with _days_later(30):
        for name in ("gray", "notice"):
            sent = {"public_reason": "录入有误", "list": name, "effective_on": clock.today()}
            post(world.officer, f"{ENTRY}correct_entry/", 422, **sent)


@pytest.mark.parametrize("number", ["110000199001010013", "13800138000", "１３８ 0013-8000"])
def test_no_number_of_a_person_is_published(world: World, number: str) -> None:
    w.listed(world)
    answer = post(world.officer, f"{ENTRY}end_entry/", 422, public_reason=f"负责人{number}已注销")
    assert "looks like the number of a person" in answer.content.decode()
    assert not Decision.objects.filter(kind="end_entry").exists()
    # Its own numbers are no person's.
    post(
        world.officer, f"{ENTRY}end_entry/", public_reason="91110000XTXT000105 于 2020-06-01 注销，京ICP备19012345号-1"
    )


def _days_later(days: int) -> Any:
    later = clock.now() + timedelta(days=days)
    return mock.patch.object(clock, "now", lambda: later)


def test_a_correction_does_not_reach_behind_the_entry_before(world: World) -> None:
    """Dated before the public notice, the white list would never have come, and the notice would run on."""
    w.listed(world)
    noticed = clock.today()
    with _days_later(30):
        sent = {"public_reason": "日期有误", "list": "white"}
        early = post(world.officer, f"{ENTRY}correct_entry/", 422, **sent, effective_on=noticed - timedelta(days=1))
        assert 'id="id_effective_on_error"' in early.content.decode()
        post(world.officer, f"{ENTRY}correct_entry/", **sent, effective_on=noticed + timedelta(days=10))
        post(world.second, f"/review/decisions/{Decision.objects.get(kind='correct_entry').pk}/confirmation/")
        standing = publishing.standing(world.institution)
        assert (standing.list, standing.since) == ("white", noticed + timedelta(days=10))


def test_an_entry_ended_by_mistake_is_put_back(world: World) -> None:
    w.listed(world)
    with _days_later(30):
        since = publishing.standing(world.institution).since
        post(world.officer, f"{ENTRY}end_entry/", public_reason="机构注销")
        assert "end the list entry" in page(world.second, "/review/")
        assert "end the list entry" not in page(world.officer, "/review/")
        assert "end the list entry" in page(world.officer, "/review/?view=second")
        post(world.second, f"/review/decisions/{Decision.objects.get(kind='end_entry').pk}/confirmation/")
        assert publishing.standing(world.institution).list == ""
        assert "Correct the list entry" in page(world.officer, ENTRY)
        sent = {"list": "white", "effective_on": clock.today(), "public_reason": "注销的是另一家机构"}
        post(world.officer, f"{ENTRY}correct_entry/", **sent)
        post(world.second, f"/review/decisions/{Decision.objects.get(kind='correct_entry').pk}/confirmation/")
        standing = publishing.standing(world.institution)
        # As if it had never ended.
        assert (standing.list, standing.since) == ("white", since)


def test_a_public_notice_ended_by_mistake_goes_on_and_turns_white(world: World) -> None:
    w.listed(world)
    post(world.officer, f"{ENTRY}withdraw_entry/", public_reason="误操作")
    post(world.second, f"/review/decisions/{Decision.objects.get(kind='withdraw_entry').pk}/confirmation/")
    sent = {"list": "notice", "effective_on": clock.today(), "public_reason": "撤回有误"}
    post(world.officer, f"{ENTRY}correct_entry/", **sent)
    post(world.second, f"/review/decisions/{Decision.objects.get(kind='correct_entry').pk}/confirmation/")
    assert publishing.standing(world.institution).list == "notice"
    with _days_later(30):
        assert publishing.standing(world.institution).list == "white"


def test_a_suspended_notice_runs_anew_when_its_inspection_is_accepted(world: World) -> None:
    """Nobody is white who was not in public notice for the whole time."""
    w.listed(world)
    post(world.officer, f"{ENTRY}suspend_entry/", public_reason="异议成立")
    post(world.second, f"/review/decisions/{Decision.objects.get(kind='suspend_entry').pk}/confirmation/")
    inspection = Filing.objects.get(kind="inspection")
    w.screen(inspection)
    workflow.perform("clear", inspection, world.officer, inspection.version, reason="异议不成立")
    inspection.refresh_from_db()
    w.hear_everybody(world, inspection)
    proposed = deciding.propose("accept", inspection, world.officer, inspection.version, public_reason="异议不成立")
    assert "Public notice for 7 days" in page(world.second, f"/review/decisions/{proposed.pk}/")
    deciding.confirm(proposed, world.second)
    assert publishing.standing(world.institution).list == "notice"
    with _days_later(7):
        assert publishing.standing(world.institution).list == "white"


def test_a_suspended_notice_is_left_to_its_inspection(world: World) -> None:
    w.listed(world)
    post(world.officer, f"{ENTRY}suspend_entry/", public_reason="异议成立")
    post(world.second, f"/review/decisions/{Decision.objects.get(kind='suspend_entry').pk}/confirmation/")
    text = page(world.officer, ENTRY)
    assert "Correct the list entry" not in text
    # One is open already.
    assert "Open an inspection" not in text
    sent = {"list": "notice", "effective_on": clock.today(), "public_reason": "撤回有误"}
    post(world.officer, f"{ENTRY}correct_entry/", 422, **sent)


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
