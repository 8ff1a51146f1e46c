"""/file/<number>/platforms/: list, add, change, remove."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from institutions.editing import editable_dossier
from institutions.models import Filing, Platform


@pytest.fixture
def platform(filing: Filing) -> Platform:
    return editable_dossier(filing).platforms.get()


def _page(filing: Filing, line: object) -> str:
    return f"/file/{filing.number}/platforms/{line}/"


def _payload(client: Client, page: str, **changed: str) -> dict[str, str]:
    form = client.get(page).context["form"]
    sent = {field.html_name: field.value() for field in form} | changed
    return {name: "" if value is None else str(value) for name, value in sent.items()}


def test_it_works(filer: Client, filing: Filing, platform: Platform):
    page = _page(filing, platform.line)
    response = filer.post(
        page, _payload(filer, page, name="青禾网校", icp_number="京icp備 19012345 號－1", eye_care="False")
    )
    assert response["Location"] == f"/file/{filing.number}/platforms/"
    platform.refresh_from_db()
    assert (platform.name, platform.icp_number, platform.eye_care) == ("青禾网校", "京ICP备19012345号-1", False)


def test_one_is_added_once_however_often_it_is_clicked(filer: Client, filing: Filing):
    new = filer.get(f"/file/{filing.number}/platforms/").context["new_line"]
    sent = {"kind": "app", "name": "青禾App"}
    assert [filer.post(_page(filing, new), sent).status_code for _click in range(2)] == [302, 302]
    assert list(editable_dossier(filing).platforms.values_list("name", flat=True)) == ["青禾课堂", "青禾App"]


def test_kind_and_name_are_the_least(filer: Client, filing: Filing):
    response = filer.post(_page(filing, uuid.uuid4()), {"server_location": "北京"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"kind", "name"}
    assert 'value="北京"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("icp_number", "京ICP备"),
        ("icp_number", "X ICP备19012345号"),
        ("telecom_licence", "B2-1"),
        ("mlps_number", "123"),
        ("mlps_level", "6"),
        ("address", "not a link"),
        ("fees_url", "javascript:alert(1)"),
        ("complaint_url", "data:text/html,x"),
        ("content_months", "-1"),
        ("users", "99999999999"),
        ("name", "x" * 61),
        ("name", "a\0b"),
    ],
)
def test_wrong_formats_are_told_at_the_field(filer: Client, filing: Filing, platform: Platform, field: str, typed: str):
    page = _page(filing, platform.line)
    response = filer.post(page, _payload(filer, page, **{field: typed}))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}


def test_an_account_may_give_its_id(filer: Client, filing: Filing):
    line = uuid.uuid4()
    sent = {"kind": "wechat_account", "name": "青禾公众号", "address": "gh_0123456789ab"}
    assert filer.post(_page(filing, line), sent).status_code == 302
    wrong = {"kind": "wechat_account", "name": "青禾公众号", "address": "gh_1"}
    assert filer.post(_page(filing, uuid.uuid4()), wrong).status_code == 422


def test_one_is_removed_and_its_courses_stay(filer: Client, filing: Filing, platform: Platform):
    page = _page(filing, platform.line) + "remove/"
    assert "1 course is given on it" in filer.get(page).content.decode()
    assert filer.post(page).status_code == 302
    dossier = editable_dossier(filing)
    assert not dossier.platforms.exists()
    assert dossier.courses.get().platform is None
    assert filer.post(page).status_code == 302


def test_one_that_was_removed_elsewhere_is_told(filer: Client, filing: Filing, platform: Platform):
    page = _page(filing, platform.line)
    payload = _payload(filer, page, name="typed here")
    platform.delete()
    response = filer.post(page, payload)
    assert response.status_code == 409
    assert 'value="typed here"' in response.content.decode()


def test_it_is_nobody_elses(stranger: Client, filing: Filing, platform: Platform):
    for page in ("", f"{platform.line}/", f"{platform.line}/remove/"):
        address = f"/file/{filing.number}/platforms/{page}"
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code == 404
    assert Platform.objects.filter(pk=platform.pk).exists()
