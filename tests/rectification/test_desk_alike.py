"""Like findings: the candidates of one rule are decided together with one reason, all of those chosen or none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions import events
from institutions.models import Filing
from personnel.models import Person
from rectification import deciding
from screening import alike
from screening.models import Finding
from tests.rectification import world as w
from tests.rectification.pages import client_of, page, post
from tests.rectification.world import World

pytestmark = pytest.mark.django_db
RULE = "NO-IN-SERVICE"


def with_findings(world: World, count: int = 3) -> Filing:
    """A submitted filing with so many teachers, and a candidate finding of the rule about each."""
    filing = w.draft(world)
    dossier = filing.dossiers.get()
    Person.objects.bulk_create(
        Person(
            dossier=dossier,
            name=f"李{n}",
            identity_kind="resident",
            identity_commitment=f"{n:064d}",
            role="teacher",
            subjects=["mathematics"],
            stages=["primary"],
        )
        for n in range(count)
    )
    w.submit(world, filing)
    Finding.objects.filter(dossier=dossier).delete()
    Finding.objects.bulk_create(
        Finding(
            dossier=dossier,
            rule=RULE,
            department_id="education",
            section="personnel",
            line=person.line,
            raised_at=w.clock.now(),
        )
        for person in dossier.people.filter(name__startswith="李")
    )
    return filing


def address(filing: Filing, rule: str = RULE) -> str:
    return f"/review/{filing.number}/findings/of/{rule}/"


def statuses() -> list[str]:
    return list(Finding.objects.order_by("pk").values_list("status", flat=True))


def test_it_works(world: World) -> None:
    filing = with_findings(world)
    assert address(filing) in page(world.officer, f"/review/{filing.number}/")
    text = page(world.officer, address(filing))
    assert "3 to decide" in text and "李2" in text
    first, second, third = Finding.objects.order_by("pk")
    sent = {"scope": "ticked", "findings": [first.pk, third.pk], "expected": 3}
    post(world.officer, address(filing), verdict="dismissed", reason="证明已核对，均非在职", **sent)
    assert statuses() == ["dismissed", "candidate", "dismissed"]
    first.refresh_from_db()
    assert (first.verdict_by, first.verdict_reason) == (world.officer, "证明已核对，均非在职")


def test_one_event_names_them_all_and_the_history_tells_it(world: World) -> None:
    filing = with_findings(world)
    before = filing.events.count()
    post(world.officer, address(filing), scope="all", expected=3, verdict="confirmed")
    event = filing.events.order_by("-seq").first()
    assert filing.events.count() == before + 1
    assert event and event.data["findings"] == sorted(Finding.objects.values_list("pk", flat=True))
    assert events.broken_at(filing) is None
    assert "Findings confirmed together · NO-IN-SERVICE · 3" in page(world.officer, f"/review/{filing.number}/")


def test_all_of_all_pages_are_decided_by_one_statement(world: World) -> None:
    filing = with_findings(world, 250)
    assert "All 250, on all pages" in page(world.officer, address(filing))
    client = client_of(world.officer)
    with CaptureQueriesContext(connection) as captured:
        client.post(address(filing), {"scope": "all", "expected": 250, "verdict": "confirmed"})
    assert set(statuses()) == {"confirmed"}
    assert sum("UPDATE" in query["sql"] and "screening_finding" in query["sql"] for query in captured) == 1


def test_no_more_than_a_bound_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectification.forms.desk_alike.MOST_AT_ONCE", 2)
    monkeypatch.setattr(alike, "MOST_AT_ONCE", 2)
    filing = with_findings(world)
    everyone = list(Finding.objects.values_list("pk", flat=True))
    refused = post(world.officer, address(filing), 422, scope="ticked", findings=everyone, verdict="confirmed")
    assert "At most 2 findings" in refused.content.decode()
    assert set(statuses()) == {"candidate"}
    post(world.officer, address(filing), scope="all", expected=3, verdict="confirmed")
    assert sorted(statuses()) == ["candidate", "confirmed", "confirmed"]


def test_dismissing_needs_a_reason_and_nothing_typed_or_ticked_is_lost(world: World) -> None:
    filing = with_findings(world)
    first, *_others = Finding.objects.order_by("pk")
    text = post(
        world.officer, address(filing), 422, scope="ticked", findings=[first.pk], verdict="dismissed", reason=" "
    ).content.decode()
    assert "Say why this is not a problem." in text
    assert text.count(" checked") == 1
    assert 'name="scope" value="ticked"' in text and 'type="radio"' not in text
    assert set(statuses()) == {"candidate"}


@pytest.mark.parametrize("scope", ["ticked", "all"])
def test_when_a_colleague_was_faster_nothing_is_decided(world: World, scope: str) -> None:
    filing = with_findings(world)
    everyone = list(Finding.objects.order_by("pk"))
    w.findings.dismiss(everyone[0], world.second, "已核对")
    sent = {"scope": scope, "expected": 3, "findings": [each.pk for each in everyone], "verdict": "confirmed"}
    refused = post(world.officer, address(filing), 422, **sent)
    assert "have been decided meanwhile" in refused.content.decode()
    assert statuses() == ["dismissed", "candidate", "candidate"]


def test_the_domain_function_takes_all_or_none(world: World) -> None:
    filing = with_findings(world)
    dossier = filing.dossiers.get()
    everyone = set(Finding.objects.values_list("pk", flat=True))
    with pytest.raises(alike.Conflict):
        alike.decide(dossier, world.officer, RULE, everyone | {10**9}, w.findings.FindingStatus.CONFIRMED, "")
    assert set(statuses()) == {"candidate"}


def test_nothing_chosen_is_said(world: World) -> None:
    filing = with_findings(world)
    refused = post(world.officer, address(filing), 422, scope="ticked", verdict="confirmed")
    assert "Choose at least one finding" in refused.content.decode()


def test_only_education_of_the_province_decides(world: World) -> None:
    filing = with_findings(world)
    others = [world.departments["cyberspace"], world.officer_elsewhere, world.observer, world.administrator]
    for person in others:
        page(person, address(filing), 404)
        post(person, address(filing), 404, scope="all", expected=3, verdict="confirmed")
    assert address(filing) not in page(world.observer, f"/review/{filing.number}/")
    page(world.officer, address(filing, "NO-SUCH-RULE"), 404)


def test_while_a_decision_waits_nothing_is_decided(world: World) -> None:
    filing = with_findings(world)
    w.flag(world, filing)
    filing.refresh_from_db()
    terms = {"public_reason": "拒不整改", "cannot_be_rectified": "机构书面拒绝"}
    deciding.propose("reject", filing, world.officer, filing.version, **terms)
    assert "waits for the second officer" in page(world.officer, address(filing))
    post(world.officer, address(filing), 422, scope="all", expected=3, verdict="confirmed")
    assert Finding.objects.filter(rule=RULE, status="candidate").count() == 3


def test_a_grave_finding_is_ticked_by_hand(world: World) -> None:
    filing = with_findings(world)
    assert page(world.officer, address(filing)).count(" checked") == 3
    Finding.objects.filter(pk=Finding.objects.order_by("pk")[0].pk).update(severity="grave")
    text = page(world.officer, address(filing))
    assert text.count(" checked") == 2
    assert "tag--overdue" in text
