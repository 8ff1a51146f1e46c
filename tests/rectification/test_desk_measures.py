"""Measures on the desk: ordered by education on a confirmed rejection, reported on by their department."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest

from accounts.models import Message
from filing_platform import clock
from institutions.models import Decision, Filing
from rectification import deciding
from rectification.models import Measure
from register.models import PublicMeasure
from tests.rectification import world as w
from tests.rectification.pages import client_of, page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def rejected(world: World) -> Filing:
    filing = w.flagged(world)
    terms = {"public_reason": "拒不整改", "cannot_be_rectified": "机构书面拒绝"}
    decision = deciding.propose("reject", filing, world.officer, filing.version, **terms)
    late = clock.now() + timedelta(days=20)
    with mock.patch.object(clock, "now", lambda: late):
        deciding.confirm(decision, world.second)
    filing.refresh_from_db()
    return filing


def order(world: World, filing: Filing, status: int = 302, **typed: object) -> None:
    sent = {"kind": "pause_platform", "department": "telecommunications", "reason": "拒不整改"} | typed
    post(world.officer, f"/review/{filing.number}/measures/", status, **sent)


def test_it_works(world: World, rejected: Filing) -> None:
    assert "Order a measure" in page(world.officer, f"/review/{rejected.number}/")
    order(world, rejected)
    measure = Measure.objects.get()
    telecom = world.departments["telecommunications"]
    assert world.institution.name in page(telecom, "/review/measures/")
    post(telecom, f"/review/measures/{measure.pk}/", status="taken")
    post(telecom, f"/review/measures/{measure.pk}/", status="carried_out", reason="已暂停")
    assert PublicMeasure.objects.get().status == "carried_out"


def test_the_institution_is_told_of_what_concerns_it(world: World, rejected: Filing) -> None:
    order(world, rejected)
    measure = Measure.objects.get()
    telecom = world.departments["telecommunications"]
    post(telecom, f"/review/measures/{measure.pk}/", status="taken")
    post(telecom, f"/review/measures/{measure.pk}/", status="carried_out", reason="已暂停")
    told = Message.objects.filter(user=world.filer, key__startswith=f"measure-{measure.pk}-").order_by("pk")
    assert [message.key.rpartition("-")[2] for message in told] == ["ordered", "carried_out"]
    text = page(world.filer, "/account/messages/")
    assert "pause platform operation" in text and "Communications administration" in text
    assert "拒不整改" in text
    in_chinese = client_of(world.filer, "zh-hans").get("/account/messages/").content.decode()
    assert "暂停" in in_chinese and "通信管理局" in in_chinese


def test_an_economic_penalty_has_an_amount_and_nothing_typed_is_lost(world: World, rejected: Filing) -> None:
    order(world, rejected, 422, kind="economic_penalty")
    order(world, rejected, 422, amount="100")
    order(world, rejected, 422, kind="")
    order(world, rejected, 422, department="")
    assert not Measure.objects.exists()
    order(world, rejected, kind="economic_penalty", amount="100000")
    assert Measure.objects.get().amount == 100000


def test_a_department_sees_what_waits_for_it(world: World, rejected: Filing) -> None:
    order(world, rejected)
    telecom, cyberspace = world.departments["telecommunications"], world.departments["cyberspace"]
    own = "/review/measures/?status=mine"
    assert world.institution.name in page(telecom, own)
    assert world.institution.name not in page(cyberspace, own)
    post(telecom, f"/review/measures/{Measure.objects.get().pk}/", status="carried_out", reason="已暂停")
    assert world.institution.name not in page(telecom, own)


def test_declining_needs_a_reason(world: World, rejected: Filing) -> None:
    order(world, rejected)
    measure = Measure.objects.get()
    telecom = world.departments["telecommunications"]
    answer = post(telecom, f"/review/measures/{measure.pk}/", 422, status="declined")
    assert f'id="id_measure-{measure.pk}_error"' in answer.content.decode()
    post(telecom, f"/review/measures/{measure.pk}/", status="declined", reason="不属本局职责")
    measure.refresh_from_db()
    assert measure.status == "declined"


def test_a_withdrawn_measure_accuses_nobody_any_more(world: World, rejected: Filing) -> None:
    order(world, rejected, reason="误下的措施")
    public = f"/register/{world.institution.credit_code}/"
    assert "误下的措施" in page(None, public)
    post(world.officer, f"/review/measures/{Measure.objects.get().pk}/", status="withdrawn", reason="对象有误")
    assert "withdrawn" in page(world.officer, "/review/measures/")
    assert "误下的措施" not in page(None, public)


def test_another_department_and_an_observer_cannot_report(world: World, rejected: Filing) -> None:
    order(world, rejected)
    measure = Measure.objects.get()
    for person in (world.departments["cyberspace"], world.observer, world.administrator, world.officer_elsewhere):
        post(person, f"/review/measures/{measure.pk}/", 404, status="taken")
        assert f"/review/measures/{measure.pk}/" not in page(person, "/review/measures/")


def test_a_step_that_does_not_follow_is_refused(world: World, rejected: Filing) -> None:
    order(world, rejected)
    measure = Measure.objects.get()
    post(world.officer, f"/review/measures/{measure.pk}/", 422, status="lifted", reason="x")
    post(world.officer, f"/review/measures/{measure.pk}/", 422, status="unheard of")


def test_without_a_confirmed_rejection_there_is_nothing_to_order(world: World) -> None:
    filing = w.submitted(world)
    page(world.officer, f"/review/{filing.number}/measures/", 404)
    assert not Decision.objects.exists()


def test_the_status_filters_and_another_is_refused(world: World, rejected: Filing) -> None:
    order(world, rejected)
    assert world.institution.name in page(world.officer, "/review/measures/?status=ordered")
    assert world.institution.name not in page(world.officer, "/review/measures/?status=lifted")
    page(world.officer, "/review/measures/?status=x", 400)
