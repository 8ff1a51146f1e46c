"""F6: a form that is older than what it changes answers 409, says who was first, and gives back all that was typed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse

from filing_platform import clock
from institutions.editing import editable_dossier
from institutions.models import Action, Decision, Filing
from rectification import deciding, workflow
from screening.models import Finding
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db
WORDS = "写了很久的一段话，换行\n还有第二行"
TEXTS = ("reason", "public_reason", "internal_note", "text", "cannot_be_rectified")

# In which state the act is open, and what the other officer does first: what it leads to does not take the act.
OPEN: dict[str, tuple[Callable[[World], Filing], Callable[[World, Filing], object]]] = {
    Action.FLAG: (w.submitted, lambda world, filing: w.flag(world, filing)),
    Action.ACCEPT: (w.submitted, lambda world, filing: w.flag(world, filing)),
    Action.CLEAR: (w.flagged, lambda world, filing: w.notify(world, filing)),
    Action.ISSUE_NOTICE: (w.flagged, lambda world, filing: w.notify(world, filing)),
    Action.REJECT: (w.flagged, lambda world, filing: w.notify(world, filing)),
    Action.EXTEND: (w.rectifying, lambda world, filing: w.decide(world, filing, "rescind", public_reason="发出有误")),
    Action.RESCIND: (w.rectifying, lambda world, filing: w.resubmit(world, filing)),
}


@pytest.fixture
def world(db: None) -> World:
    return w.build_world()


def _sent(filing: Filing, **more: object) -> dict[str, object]:
    """What the act's page would send: words in every text field, and the version that the page was made from."""
    deadline = (clock.today() + timedelta(days=20)).isoformat()
    return dict.fromkeys(TEXTS, WORDS) | {"version": filing.version, "deadline": deadline} | more


def _gives_back(answer: HttpResponse, words: str = WORDS) -> bool:
    page = answer.content.decode()
    return answer.status_code == 409 and all(line in page for line in words.splitlines())


@pytest.mark.parametrize("action", OPEN)
def test_an_act_of_an_officer(world: World, action: str) -> None:
    prepare, first = OPEN[action]
    filing = prepare(world)
    sent = _sent(filing)
    first(world, filing)
    before = filing.events.count()
    answer = client_of(world.officer).post(f"/review/{filing.number}/decide/{action}/", sent)
    assert _gives_back(answer), (answer.status_code, answer.content.decode()[:3000])
    last = filing.events.order_by("-seq").first()
    assert f"{last.actor} was first" in answer.content.decode()
    assert filing.events.count() == before


def test_an_act_whose_form_is_not_even_complete(world: World) -> None:
    filing = w.flagged(world)
    sent = _sent(filing, deadline="")
    w.notify(world, filing)
    answer = client_of(world.officer).post(f"/review/{filing.number}/decide/issue_notice/", sent)
    assert _gives_back(answer)
    elsewhere = client_of(world.officer_elsewhere).post(f"/review/{filing.number}/decide/issue_notice/", sent)
    assert elsewhere.status_code == 404


def test_returning_a_proposal_that_another_officer_confirmed(world: World) -> None:
    filing = w.flagged(world)
    deadline = clock.today() + timedelta(days=20)
    proposal = deciding.propose(
        "issue_notice", filing, world.officer, filing.version, public_reason="直播超时", deadline=deadline
    )
    deciding.confirm(Decision.objects.get(pk=proposal.pk), world.second)
    answer = client_of(world.second).post(f"/review/decisions/{proposal.pk}/return/", {"reason": WORDS})
    assert _gives_back(answer)


@pytest.mark.parametrize("verdict", ["confirmed", "dismissed"])
def test_a_verdict_on_a_finding_that_another_officer_gave_meanwhile(world: World, verdict: str) -> None:
    filing = w.submitted(world)
    line = _platform_line(filing)
    cyberspace = client_of(world.departments["cyberspace"])
    sent = {"section": "platforms", "line": line, "text": "没有投诉入口", "severity": "serious"}
    cyberspace.post(f"/review/{filing.number}/findings/", sent)
    finding = Finding.objects.get()
    address = f"/review/{filing.number}/findings/{finding.pk}/"
    assert (
        f'name="seen" value="{finding.status}"'
        in client_of(world.officer).get(f"/review/{filing.number}/?group=platforms").content.decode()
    )
    other = "dismissed" if verdict == "confirmed" else "confirmed"
    first = {"verdict": other, "reason": "首页已有入口", "seen": finding.status}
    assert client_of(world.second).post(address, first).status_code == 302
    answer = client_of(world.officer).post(address, {"verdict": verdict, "reason": WORDS, "seen": finding.status})
    assert _gives_back(answer)
    assert "second was first" in answer.content.decode()
    finding.refresh_from_db()
    assert finding.status == other
    again = {"verdict": verdict, "reason": WORDS, "seen": finding.status}
    assert client_of(world.officer).post(address, again).status_code == 302


def test_withdrawing_what_was_flagged_meanwhile(world: World) -> None:
    filing = w.submitted(world)
    sent = {"version": filing.version, "reason": WORDS}
    w.flag(world, filing)
    assert _gives_back(client_of(world.filer).post(f"/file/{filing.number}/withdraw/", sent))


@pytest.mark.parametrize("group", ["profile", "platforms", "courses"])
def test_a_page_of_the_draft_that_a_colleague_saved_meanwhile(world: World, group: str) -> None:
    filing = w.draft(world)
    row = editable_dossier(filing).profile if group == "profile" else getattr(editable_dossier(filing), group).get()
    address = f"/file/{filing.number}/{group}/" + ("" if group == "profile" else f"{row.line}/")
    browser = client_of(world.filer)
    field = {"profile": "registered_address", "platforms": "server_location", "courses": "introduction"}[group]
    mine, theirs = _filled_in(browser, address, field, "我写的"), _filled_in(browser, address, field, "同事写的")
    assert browser.post(address, theirs).status_code == 302
    answer = browser.post(address, mine)
    assert _gives_back(answer, "我写的")
    assert "同事写的" in answer.content.decode()
    row.refresh_from_db()
    assert getattr(row, field) == "同事写的"


@pytest.mark.parametrize("group", ["profile", "platforms", "courses"])
def test_a_page_of_a_draft_that_a_colleague_submitted_meanwhile(world: World, group: str) -> None:
    filing = w.draft(world)
    line = "" if group == "profile" else f"{getattr(editable_dossier(filing), group).get().line}/"
    address = f"/file/{filing.number}/{group}/{line}"
    browser = client_of(world.filer)
    field = {"profile": "registered_address", "platforms": "server_location", "courses": "introduction"}[group]
    mine = _filled_in(browser, address, field, "我写的")
    workflow.perform("submit", filing, world.filer, filing.version)
    answer = browser.post(address, mine)
    assert 400 <= answer.status_code < 500
    assert "我写的" in answer.content.decode()


def _filled_in(browser: object, address: str, field: str, words: str) -> dict[str, object]:
    """What the page sends once `words` are typed into one field; a course's page has its lessons too."""
    form = browser.get(address).context["form"]  # type: ignore[attr-defined]
    if hasattr(form, "course"):
        fields = [*form.course, *form.lessons.management_form, *(each for lesson in form.lessons for each in lesson)]
    else:
        fields = list(form)
    sent = {each.html_name: each.value() for each in fields} | {field: words}
    return {name: "" if value is None else value for name, value in sent.items()}


def _platform_line(filing: Filing) -> uuid.UUID:
    line: uuid.UUID = filing.dossiers.get().platforms.get().line
    return line
