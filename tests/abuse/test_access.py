"""Every address × every role, from the written table in roles.py; unseen = 404."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse

from accounts.models import Department, Jurisdiction
from filing_platform import clock
from institutions.models import Blob, Decision
from rectification import deciding, measures, ministry
from rectification.models import CannedReason, MinistryReport, NoticeItem, ResponseEvidence
from rectification.urls.desk import desk_urls
from register.models import MeasureKind
from register.reports import report
from tests.abuse.roles import DESK, ROLES
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def test_every_address_of_the_desk_has_a_row() -> None:
    assert {row.name for row in DESK} == {pattern.name for pattern in desk_urls}
    assert {row.name for row in DESK} <= {name for name in get_resolver().reverse_dict if isinstance(name, str)}


@pytest.fixture
def world() -> World:
    return w.build_world()


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    """One address for each name, about one institution whose filing was rejected after a notice."""
    filing = w.rectifying(world)
    notice = filing.notices.get()
    item: NoticeItem = notice.items.get()
    w.resubmit(world, filing)
    evidence = ResponseEvidence.objects.create(response=item.response, blob=_blob(), file_name="a.pdf")
    finding = w.problem(world, filing)
    w.flag(world, filing)
    w.notify(world, filing, days=1)
    rejection = _rejected(world, filing)
    measure = measures.order(
        rejection, world.officer, MeasureKind.PAUSE_PLATFORM, Department.objects.get(pk="cyberspace"), reason="拒不整改"
    )
    dossier = filing.dossiers.get(version=2)
    of_filing, code = [filing.number], world.institution.credit_code
    arguments: dict[str, list[object]] = {
        "review": [],
        "review-export": ["csv"],
        "review-difference": [filing.number, 2],
        "review-finding": [filing.number, finding.pk],
        "review-findings-of-rule": [filing.number, "NO-IN-SERVICE"],
        "review-judge": [filing.number, item.pk],
        "review-confirm-resolution": [filing.number, 1],
        "review-decide": [w_open(world).number, "flag"],
        "review-notice": [filing.number, 1],
        "review-notice-pdf": [filing.number, 1],
        "review-document": [filing.number, 2, dossier.documents.first().line],
        "review-evidence": [filing.number, evidence.pk],
        "review-reveal": [filing.number, dossier.people.get().line],
        "review-move-measure": [measure.pk],
        "review-measures": [],
        "review-lists": [],
        "review-list-entry": [code],
        "review-inspect": [code],
        "review-list-act": [code, "end_entry"],
        "review-reports": [],
        "review-handle-report": [report(about="x", text="x", credit_code=code).pk],
        "review-ministry": [],
        "review-ministry-province": ["11"],
        "review-ministry-workbook": [_reported(world).pk],
        "review-figures": [],
        "review-programme": [],
        "review-canned": ["11"],
        "review-canned-reason": ["11", _canned().pk],
        "review-new-programme": ["11"],
        "administration": [],
        "end-post": [world.officer.posts.get().pk],
    }
    of_decision = ("review-decision", "review-confirm", "review-return", "review-retract", "review-read-statement")
    arguments |= {name: [rejection.pk] for name in of_decision}
    return {row.name: reverse(row.name, args=arguments.get(row.name, of_filing)) for row in DESK}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says(world: World, addresses: dict[str, str], role: str) -> None:
    person = world.roles().get(role)
    client = client_of(person)
    column = ROLES.index(role)
    found = {row.name: client.get(addresses[row.name]).status_code for row in DESK}
    assert found == {row.name: row.statuses[column] for row in DESK}


@pytest.mark.parametrize(
    "role", ["filer", "education officer of another province", "observer", "national administrator"]
)
def test_who_may_not_act_finds_nothing(world: World, addresses: dict[str, str], role: str) -> None:
    """Observer, administrators, another province and a filer send whatever they like: nothing is there."""
    client = client_of(world.roles()[role])
    sent = {"text": "x", "reason": "x", "why": "x", "section": "courses", "severity": "serious", "status": "taken"}
    verdicts = {"review-opinion": "no_objection", "review-judge": "rectified"}
    refused = {
        name: client.post(addresses[name], sent | {"verdict": verdicts.get(name, "confirmed")}).status_code
        for name in [row.name for row in DESK if 405 in row.statuses]
    }
    assert set(refused.values()) <= {404, 409}, refused


def w_open(world: World):  # type: ignore[no-untyped-def]
    """Another institution's submitted filing, on which something can be decided."""
    from tests.rectification.test_desk_queue import another_institution

    return w.submitted(another_institution(world, "91310000XTXT000101"))


def _rejected(world: World, filing: object) -> Decision:
    from unittest import mock

    later = clock.now() + timedelta(days=10)
    with mock.patch.object(clock, "now", lambda: later):
        filing.refresh_from_db()  # type: ignore[attr-defined]
        decision = deciding.propose("reject", filing, world.officer, filing.version, public_reason="逾期未整改")  # type: ignore
    much_later = later + timedelta(days=30)
    with mock.patch.object(clock, "now", lambda: much_later):
        deciding.confirm(decision, world.second)
    filing.refresh_from_db()  # type: ignore[attr-defined]
    return Decision.objects.get(pk=decision.pk)


def _reported(world: World) -> MinistryReport:
    beijing = Jurisdiction.objects.get(pk="11")
    return ministry.send(beijing, world.administrator, ministry.waiting(beijing, clock.today()).count())


def _canned() -> CannedReason:
    return CannedReason.objects.create(jurisdiction_id="11", purpose="dismissal", title="已核对", text="已核对原件。")


def _blob() -> Blob:
    blob = w.a_blob()
    blob.file.save("a.pdf", ContentFile(b"%PDF-1.4"))
    return blob
