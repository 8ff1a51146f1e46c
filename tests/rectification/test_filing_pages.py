"""The institution's pages that move a filing on: open, check, submit, receipt, take back, withdraw."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client

from accounts import inbox
from institutions.editing import editable_dossier
from institutions.models import Filing, State
from rectification import opening, workflow
from screening.models import Explanation
from tests.dossiers.conftest import signed_in
from tests.rectification.world import World, draft, in_state, listed, problem, screen, submit, submitted


@pytest.fixture
def filer(world: World) -> Client:
    return signed_in(world.filer)


@pytest.fixture
def stranger(world: World) -> Client:
    return signed_in(world.stranger)


def _base(filing: Filing) -> str:
    return f"/file/{filing.number}/"


def _submission(client: Client, filing: Filing, **changed: object) -> dict[str, object]:
    form = client.get(_base(filing) + "submit/").context["form"]
    return {"version": form["version"].value(), "dossier": form["dossier"].value(), "confirmed": "on"} | changed


class TestStart:
    def test_it_works(self, world: World, filer: Client):
        assert "Open the filing" in filer.get("/file/").content.decode()
        response = filer.post("/file/open/", {"kind": "initial"})
        filing = world.institution.filings.get()
        assert response["Location"] == _base(filing)
        assert "Fill in the materials" in filer.get("/file/").content.decode()

    def test_messages_on_filings_of_another_institution_are_left_out(self, world: World, filer: Client):
        filing = opening.open_filing(world.institution, "initial", world.filer)
        for key, address in (("own", _base(filing)), ("other", "/file/0000000000000/"), ("any", "/account/")):
            inbox.tell([world.filer], key, f"About {key}", {}, address, mail=False)
        shown = [message.key for message in filer.get("/file/").context["inbox"]]
        assert {"own", "any"} <= set(shown)
        assert "other" not in shown

    def test_a_second_filing_is_not_opened_and_the_open_one_is_shown(self, world: World, filer: Client):
        filing = opening.open_filing(world.institution, "initial", world.filer)
        assert filer.post("/file/open/", {"kind": "initial"})["Location"] == _base(filing)
        assert world.institution.filings.count() == 1

    @pytest.mark.parametrize("kind", ["change", "inspection", "imported", "", "x"])
    def test_only_what_can_be_opened_is(self, world: World, filer: Client, kind: str):
        assert filer.post("/file/open/", {"kind": kind}).status_code == 422
        assert not world.institution.filings.exists()

    def test_somebody_of_no_institution_registers_one(self, stranger: Client):
        assert stranger.get("/file/")["Location"] == "/file/register/"
        assert stranger.post("/file/open/", {"kind": "initial"}).status_code == 404

    def test_a_listed_institution_files_a_change(self, world: World, filer: Client):
        listed(world)
        assert "Open a change filing" in filer.get("/file/").content.decode()

    @pytest.mark.parametrize("state", State.values)
    def test_every_state_says_where_it_stands_and_what_comes_next(self, world: World, filer: Client, state: str):
        filing = in_state(world, "initial", state)
        response = filer.get(_base(filing))
        workspace = response.context["workspace"]
        assert response.status_code == 200
        assert workspace.title and workspace.lead and workspace.next_step.text
        assert len(workspace.steps) == 5
        assert workspace.next_step.text in response.content.decode()

    def test_what_is_missing_is_said_in_words(self, world: World, filer: Client):
        filing = draft(world)
        editable_dossier(filing).platforms.update(eye_care=None)
        text = filer.get(_base(filing)).content.decode()
        assert "1 of 1 platform lacks: reminds pupils to rest their eyes" in text
        assert "To fill in" in text

    def test_it_is_nobody_elses(self, world: World, stranger: Client):
        filing = draft(world)
        for page in ("", "check/", "submit/", "withdraw/", "take-back/", "receipts/1/", "versions/1/", "statement/"):
            assert stranger.get(_base(filing) + page).status_code == 404


class TestCheck:
    def test_findings_come_first_with_the_page_that_mends_them(self, world: World, filer: Client):
        filing = draft(world)
        course = editable_dossier(filing).courses.get()
        course.lessons.update(starts=time(20, 0), ends=time(21, 20))
        response = filer.get(_base(filing) + "check/")
        found = {ahead.rule.number: ahead for ahead in response.context["ahead"].shown}
        assert found["LIVE-END"].address == f"{_base(filing)}courses/{course.line}/"
        assert found["LIVE-END"].thing == course.name
        text = response.content.decode()
        assert text.index("What screening would find") < text.index("北京市海淀区")
        assert not filing.dossiers.get().findings.exists()

    def test_what_is_missing_stands_in_the_way(self, world: World, filer: Client):
        filing = draft(world)
        editable_dossier(filing).documents.filter(kind="business_licence").delete()
        text = filer.get(_base(filing) + "check/").content.decode()
        assert "1 thing is still missing" in text
        assert "business licence has not been uploaded yet" in text
        assert "Go on to submit" not in text

    def test_many_people_are_paged(self, world: World, filer: Client, django_assert_max_num_queries):
        filing = draft(world)
        dossier = editable_dossier(filing)
        person = dossier.people.get()
        model = type(person)
        model.objects.bulk_create(
            model(
                dossier=dossier,
                position=n,
                name=f"人{n}",
                identity_kind="resident",
                identity_commitment="0" * 64,
                role="teacher",
            )
            for n in range(300)
        )
        with django_assert_max_num_queries(120):
            response = filer.get(_base(filing) + "check/?personnel=2")
        group = next(group for group in response.context["groups"] if group.section.name == "personnel")
        assert (len(group.things), group.page.number) == (20, 2)

    def test_identity_numbers_are_masked(self, world: World, filer: Client):
        assert "110000********0013" in filer.get(_base(draft(world)) + "check/").content.decode()


class TestExplaining:
    """What is not mended may be explained: the officers read it beside the finding."""

    @pytest.fixture
    def late(self, world: World) -> Filing:
        filing = draft(world)
        editable_dossier(filing).courses.get().lessons.update(starts=time(20, 0), ends=time(21, 20))
        return filing

    def _explain(self, client: Client, filing: Filing, text: str, rule: str = "LIVE-END") -> HttpResponse:
        line = filing.dossiers.latest("version").courses.get().line
        place = {"rule": rule, "section": "courses", "line": line}
        return client.post(_base(filing) + "check/explain/", place | {"text": text})

    def test_it_is_read_beside_the_finding_and_stays_with_the_next_version(
        self, world: World, filer: Client, late: Filing
    ):
        answer = self._explain(filer, late, "只面向海外学生")
        assert answer["Location"].startswith(_base(late) + "check/#LIVE-END-")
        assert "只面向海外学生" in filer.get(_base(late) + "check/").content.decode()
        submit(world, late)
        officer = signed_in(world.officer)
        assert "只面向海外学生" in officer.get(f"/review/{late.number}/").content.decode()
        workflow.perform("take_back", late, world.filer, late.version)
        assert "只面向海外学生" in filer.get(_base(late) + "check/").content.decode()

    def test_without_words_it_is_taken_back(self, filer: Client, late: Filing):
        self._explain(filer, late, "只面向海外学生")
        self._explain(filer, late, " ")
        assert not Explanation.objects.exists()

    def test_only_what_the_rules_find_is_explained(self, filer: Client, late: Filing):
        assert self._explain(filer, late, "说明", rule="NO-HOMEWORK").status_code == 422
        assert not Explanation.objects.exists()

    def test_it_is_sealed_with_the_version(self, world: World, filer: Client, late: Filing):
        self._explain(filer, late, "只面向海外学生")
        submit(world, late)
        assert self._explain(filer, late, "另一种说法").status_code == 422
        with pytest.raises(DatabaseError), transaction.atomic():
            Explanation.objects.update(text="另一种说法")


class TestSubmitting:
    def test_it_works(self, world: World, filer: Client):
        filing = draft(world)
        response = filer.post(_base(filing) + "submit/", _submission(filer, filing))
        assert response["Location"] == _base(filing) + "receipts/1/"
        filing.refresh_from_db()
        text = filer.get(response["Location"]).content.decode()
        assert filing.state == State.SUBMITTED
        assert filing.dossiers.get().digest in text
        assert "What happens next" in text

    def test_a_double_click_gets_the_same_receipt(self, world: World, filer: Client):
        filing = draft(world)
        sent = _submission(filer, filing)
        answers = [filer.post(_base(filing) + "submit/", sent)["Location"] for _click in range(3)]
        assert set(answers) == {_base(filing) + "receipts/1/"}
        assert filing.events.filter(action="submit").count() == 1

    def test_it_takes_a_word(self, world: World, filer: Client):
        filing = draft(world)
        response = filer.post(_base(filing) + "submit/", _submission(filer, filing, confirmed=""))
        assert response.status_code == 422
        filing.refresh_from_db()
        assert filing.state == State.DRAFT

    def test_an_incomplete_filing_is_refused(self, world: World, filer: Client):
        filing = draft(world)
        sent = _submission(filer, filing)
        editable_dossier(filing).platforms.all().delete()
        assert filer.post(_base(filing) + "submit/", sent).status_code == 422
        filing.refresh_from_db()
        assert filing.state == State.DRAFT

    def test_nobody_else_submits(self, world: World, filer: Client, stranger: Client):
        filing = draft(world)
        sent = _submission(filer, filing)
        assert stranger.post(_base(filing) + "submit/", sent).status_code == 404
        assert signed_in(world.officer).post(_base(filing) + "submit/", sent).status_code == 404

    def test_opening_the_page_submits_nothing(self, world: World, filer: Client):
        filing = draft(world)
        filer.get(_base(filing) + "submit/?confirmed=on&version=0&dossier=1")
        filing.refresh_from_db()
        assert filing.state == State.DRAFT

    def test_a_form_of_another_site_is_refused(self, world: World, filer: Client):
        filing = draft(world)
        sent = _submission(filer, filing)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = filer.cookies
        assert strict.post(_base(filing) + "submit/", sent).status_code == 403

    def test_the_receipt_is_a_pdf_too(self, world: World, filer: Client):
        filing = submitted(world)
        response = filer.get(_base(filing) + "receipts/1/pdf/")
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")

    def test_there_is_no_receipt_before_submission(self, world: World, filer: Client):
        filing = draft(world)
        assert filer.get(_base(filing) + "receipts/1/").status_code == 404
        assert filer.get(_base(filing) + "versions/1/").status_code == 404

    def test_what_was_handed_in_can_be_read(self, world: World, filer: Client):
        text = filer.get(_base(submitted(world)) + "versions/1/").content.decode()
        assert "五年级数学思维" in text
        assert "nobody can change it" in text


class TestTakingBackAndWithdrawing:
    def _version(self, filing: Filing) -> dict[str, object]:
        filing.refresh_from_db()
        return {"version": filing.version}

    def test_it_works(self, world: World, filer: Client):
        filing = submitted(world)
        assert filer.get(_base(filing) + "take-back/").context["offer"].allowed
        filer.post(_base(filing) + "take-back/", self._version(filing))
        filing.refresh_from_db()
        assert filing.state == State.DRAFT
        assert editable_dossier(filing).version == 2

    def test_withdrawing_takes_a_reason(self, world: World, filer: Client):
        filing = draft(world)
        assert filer.post(_base(filing) + "withdraw/", self._version(filing) | {"reason": " "}).status_code == 422
        filer.post(_base(filing) + "withdraw/", self._version(filing) | {"reason": "不再开展线上培训"})
        filing.refresh_from_db()
        assert filing.outcome == "withdrawn"

    def test_what_did_not_happen_is_not_shown_as_done_and_a_new_filing_begins_with_what_was_filled_in(
        self, world: World, filer: Client
    ):
        filing = submitted(world)
        filer.post(_base(filing) + "withdraw/", self._version(filing) | {"reason": "材料有误"})
        response = filer.get(_base(filing))
        states = [step.state for step in response.context["workspace"].steps]
        assert states == ["done", "done", "", "", "done"]
        assert filing not in response.context["earlier"]
        filer.post("/file/open/", {"kind": "initial"})
        again = world.institution.filings.get(state="draft").dossiers.get()
        assert again.courses.exists() and again.people.exists() and again.platforms.exists()

    def test_nobody_withdraws_from_a_confirmed_problem(self, world: World, filer: Client):
        filing = submitted(world)
        problem(world, filing)
        assert "confirmed a problem" in filer.get(_base(filing) + "withdraw/").content.decode()
        response = filer.post(_base(filing) + "withdraw/", self._version(filing) | {"reason": "x"})
        assert response.status_code == 422
        filing.refresh_from_db()
        assert filing.state == State.SUBMITTED

    def test_a_stale_page_does_nothing(self, world: World, filer: Client):
        filing = submitted(world)
        stale = self._version(filing)
        filer.post(_base(filing) + "take-back/", stale)
        response = filer.post(_base(filing) + "withdraw/", stale | {"reason": "typed"})
        assert response.status_code == 409
        assert "typed" in response.content.decode()

    def test_what_is_not_open_says_why(self, world: World, filer: Client):
        filing = draft(world)
        assert "This is not open now" in filer.get(_base(filing) + "take-back/").content.decode()

    def test_a_taken_back_filing_shows_what_changed(self, world: World, filer: Client):
        filing = submitted(world)
        screen(filing)
        filer.post(_base(filing) + "take-back/", self._version(filing))
        filing.refresh_from_db()
        editable_dossier(filing).platforms.update(name="新名")
        tasks = {task.section.name: task.changed_rows for task in filer.get(_base(filing)).context["workspace"].tasks}
        assert (tasks["platforms"], tasks["profile"]) == (1, 0)
