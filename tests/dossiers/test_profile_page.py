"""/file/<number>/profile/ and /commitment/: saved as drafts, never over another's change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from filing_platform import clock
from institutions.editing import editable_dossier
from institutions.models import Filing, Profile
from rectification import opening, workflow
from tests.dossiers.conftest import signed_in
from tests.rectification.world import World, screen


@pytest.fixture
def empty(world: World) -> Filing:
    """A draft in which nothing has been filled in."""
    return opening.open_filing(world.institution, "initial", world.filer)


def _page(filing: Filing) -> str:
    return f"/file/{filing.number}/profile/"


def _payload(client: Client, filing: Filing, **changed: str) -> dict[str, str]:
    """What the page would send, with what matters overridden."""
    form = client.get(_page(filing)).context["form"]
    sent = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else str(value) for name, value in (sent | changed).items()}


def test_it_works(filer: Client, filing: Filing):
    response = filer.post(_page(filing), _payload(filer, filing, brand="青禾新课堂"), follow=True)
    assert response.redirect_chain == [(f"/file/{filing.number}/platforms/", 302)]
    assert "Saved at" in response.content.decode()
    assert editable_dossier(filing).profile.brand == "青禾新课堂"


def test_a_draft_is_saved_though_incomplete(filer: Client, empty: Filing):
    response = filer.post(_page(empty), {"brand": "青禾", "then": "stay"})
    assert response["Location"] == _page(empty)
    profile = editable_dossier(empty).profile
    assert (profile.brand, profile.legal_representative) == ("青禾", "")
    assert profile.credit_code == empty.institution.credit_code
    assert "Legal representative" in str(
        [field.label for field in filer.get(_page(empty)).context["form"].still_missing]
    )


def test_a_wrong_format_loses_nothing_typed(filer: Client, filing: Filing):
    payload = _payload(filer, filing, contact_phone="12", brand="新名", capital="a lot", established_on="soon")
    response = filer.post(_page(filing), payload)
    text = response.content.decode()
    assert response.status_code == 422
    assert all(typed in text for typed in ('value="12"', 'value="新名"', 'value="a lot"', 'value="soon"'))
    assert set(response.context["form"].errors) == {"contact_phone", "capital", "established_on"}
    assert editable_dossier(filing).profile.brand == "青禾课堂"


def test_what_cannot_be_is_not_taken(filer: Client, filing: Filing):
    tomorrow = clock.today() + timedelta(days=1)
    response = filer.post(_page(filing), _payload(filer, filing, capital="-5", established_on=str(tomorrow)))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"capital", "established_on"}
    assert "today at the latest" in response.content.decode()
    assert "without the minus sign" in response.content.decode()


def test_a_commitment_is_not_signed_on_a_day_to_come(filer: Client, filing: Filing):
    page = f"/file/{filing.number}/commitment/"
    signed = {"responsible": "own", "signatory": "陈晨", "signed_on": str(clock.today() + timedelta(days=1))}
    assert set(filer.post(page, signed).context["form"].errors) == {"signed_on"}
    assert filer.post(page, signed | {"signed_on": str(clock.today()), "seen": "old"}).status_code != 422


def test_what_people_type_is_understood(filer: Client, filing: Filing):
    filer.post(
        _page(filing),
        _payload(
            filer, filing, contact_phone="１３８ ００１３ ８０００", established_on="2015年5月1日", capital="1,000"
        ),
    )
    profile = editable_dossier(filing).profile
    assert (profile.contact_phone, str(profile.established_on), profile.capital) == ("13800138000", "2015-05-01", 1000)


def test_a_stale_page_is_told_and_nothing_typed_is_lost(filer: Client, filing: Filing):
    mine, theirs = _payload(filer, filing, brand="甲"), _payload(filer, filing, brand="乙")
    filer.post(_page(filing), theirs)
    response = filer.post(_page(filing), mine)
    assert response.status_code == 409
    assert [fact.value for fact in response.context["form"].stored_otherwise] == ["乙"]
    assert 'value="甲"' in response.content.decode()
    assert editable_dossier(filing).profile.brand == "乙"


def test_saving_the_stale_page_again_replaces_what_is_stored(filer: Client, filing: Filing):
    mine, theirs = _payload(filer, filing, brand="甲"), _payload(filer, filing, brand="乙")
    filer.post(_page(filing), theirs)
    seen = filer.post(_page(filing), mine).context["form"]["seen"].value()
    assert filer.post(_page(filing), mine | {"seen": seen}).status_code == 302
    assert editable_dossier(filing).profile.brand == "甲"


def test_a_double_click_is_no_conflict(filer: Client, filing: Filing):
    payload = _payload(filer, filing, brand="甲")
    assert [filer.post(_page(filing), payload).status_code for _click in range(2)] == [302, 302]


def test_sealed_materials_are_refused_and_what_was_typed_is_shown(world: World, filer: Client, filing: Filing):
    payload = _payload(filer, filing, brand="too late")
    workflow.perform("submit", filing, world.filer, filing.version)
    response = filer.post(_page(filing), payload)
    assert response.status_code == 422
    assert ("Brand parents know", "too late") in response.context["typed"]
    # Nothing of the form's own machinery, and a way on that is open.
    assert all(label[0].isupper() for label, _value in response.context["typed"])
    assert filer.get(response.context["onward"]).status_code == 200
    assert f'href="/file/{filing.number}/"' in response.content.decode()
    assert Profile.objects.get(dossier__filing=filing).brand == "青禾课堂"


def test_a_taken_back_filing_is_edited_in_its_new_version(world: World, filer: Client, filing: Filing):
    payload = _payload(filer, filing, brand="改正")
    workflow.perform("submit", filing, world.filer, filing.version)
    screen(filing)
    filing.refresh_from_db()
    workflow.perform("take_back", filing, world.filer, filing.version)
    assert filer.post(_page(filing), payload).status_code == 302
    filing.refresh_from_db()
    assert editable_dossier(filing).profile.brand == "改正"
    assert filing.dossiers.get(version=1).profile.brand == "青禾课堂"


def test_nobody_else_sees_it(world: World, stranger: Client, filing: Filing):
    assert stranger.get(_page(filing)).status_code == 404
    assert stranger.post(_page(filing), {"brand": "x"}).status_code == 404
    assert signed_in(world.officer).get(_page(filing)).status_code == 404


def test_signing_in_comes_first(filing: Filing):
    response = Client().get(_page(filing))
    assert response["Location"].startswith("/sign-in/")


def test_columns_that_are_not_on_the_page_are_never_set(filer: Client, filing: Filing):
    filer.post(_page(filing), _payload(filer, filing, credit_code="91330000XTXT00010T", dossier="1", line="x"))
    assert editable_dossier(filing).profile.credit_code == "91110000XTXT000105"


def test_a_name_with_markup_runs_nowhere(filer: Client, filing: Filing):
    filer.post(_page(filing), _payload(filer, filing, brand="<script>alert(1)</script>"))
    for page in ("", "profile/", "check/"):
        assert "<script>alert" not in filer.get(f"/file/{filing.number}/{page}").content.decode()


def test_the_commitment_is_saved(filer: Client, filing: Filing):
    page = f"/file/{filing.number}/commitment/"
    seen = filer.get(page).context["form"]["seen"].value()
    response = filer.post(page, {"seen": seen, "responsible": "own", "signatory": "王和"})
    assert response["Location"] == f"/file/{filing.number}/check/"
    commitment = editable_dossier(filing).commitment
    assert (commitment.signatory, commitment.materials_true) == ("王和", False)
