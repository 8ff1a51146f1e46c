"""The public API, version 1: contract.md."""

from __future__ import annotations

import json
from datetime import date

import pytest

from register import publishing
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db

CODE = "91110000XTXT000105"
ENTRY = {
    "credit_code",
    "name",
    "brand",
    "province",
    "province_name",
    "list",
    "listed_on",
    "until",
    "reasons",
    "platforms",
    "subjects",
    "grades",
    "personnel_count",
    "course_count",
    "url",
}


@pytest.fixture
def qinghe(db):
    seeded = seed.institution(code=CODE)
    publishing.start_public_notice(seed.decision(seeded), seeded.institution, seeded.dossier, "材料符合规定", 7)
    return seeded


def match(client, queries):
    return client.post("/api/v1/register/match/", json.dumps({"queries": queries}), content_type="application/json")


def test_entry_has_exactly_the_fields_of_the_contract(client, qinghe):
    answer = client.get("/api/v1/register/?q=青禾").json()
    assert set(answer) == {"count", "next", "previous", "results"}
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    entry = answer["results"][0]
    assert set(entry) == ENTRY
    assert (entry["list"], entry["listed_on"], entry["until"]) == ("notice", "2020-06-01", "2020-06-07")
    assert entry["platforms"] == [
        {
            "kind": "website",
            "name": "青禾课堂",
            "address": "https://www.qinghe.example/",
            "icp_number": "京ICP备19012345号-1",
        }
    ]


def test_list_turns_white_on_its_day(client, qinghe, on_day):
    on_day(date(2020, 6, 8))
    entry = client.get(f"/api/v1/register/{CODE}/").json()
    assert (entry["list"], entry["listed_on"], entry["until"]) == ("white", "2020-06-08", None)


def test_institution_has_its_history_and_measures(client, qinghe):
    publishing.show_measure(
        measure_id=1,
        institution=qinghe.institution,
        kind="economic_penalty",
        status="ordered",
        department="education",
        ordered_on=TODAY,
        status_on=TODAY,
        amount=50000,
    )
    answer = client.get(f"/api/v1/register/{CODE}/").json()
    assert [row["list"] for row in answer["history"]] == ["white", "notice"]
    assert answer["measures"][0]["amount"] == "50000.00"
    assert answer["courses_url"].endswith(f"/register/{CODE}/courses/")
    assert answer["personnel_url"].endswith(f"/register/{CODE}/personnel/")


def test_ended_entry_is_on_no_list(client, qinghe):
    type(qinghe.filing).objects.filter(pk=qinghe.filing.pk).update(state="closed", outcome="accepted", version=9)
    white = qinghe.institution.list_changes.get(list="white")
    publishing.record(
        seed.decision(qinghe, "end_entry"),
        qinghe.institution,
        list="",
        effective_on=TODAY,
        dossier=qinghe.dossier,
        reason="停止办学",
        supersedes=white,
    )
    assert client.get(f"/api/v1/register/{CODE}/").json()["list"] is None


def test_match_answers_each_query_with_a_score_and_what_matched(client, qinghe):
    results = match(client, ["https://m.qinghe.example/a", "青禾课堂", "青木课堂", "nobody"]).json()["results"]
    best = [(row["matches"] or [{"score": 0, "matched": ""}])[0] for row in results]
    assert [each["matched"] for each in best] == ["address", "brand", "similar", ""]
    assert [each["score"] for each in best] == sorted((each["score"] for each in best), reverse=True)
    assert best[0]["score"] == 1


@pytest.mark.parametrize("queries", [[], ["x"] * 101, ["x" * 501], "青禾", None, [["a"]], ["\x00"]])
def test_match_of_too_much_or_of_something_else_is_refused(client, queries):
    answer = match(client, queries)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"].startswith("queries")


def test_match_is_limited(client, qinghe):
    assert [match(client, ["青禾"]).status_code for _ in range(31)][-1] == 429


def test_changes_since_a_day(client, qinghe, on_day):
    on_day(date(2020, 6, 9))
    rows = client.get("/api/v1/changes/?since=2020-06-02").json()["results"]
    assert [(row["list"], row["effective_on"], row["credit_code"]) for row in rows] == [("white", "2020-06-08", CODE)]
    assert len(client.get("/api/v1/changes/").json()["results"]) == 2
    assert client.get("/api/v1/changes/?since=soon").status_code == 400
    assert client.get("/api/v1/changes/?since=2020-13-01").status_code == 400


def test_what_is_still_to_come_is_no_change_yet(client, qinghe):
    assert [row["list"] for row in client.get("/api/v1/changes/").json()["results"]] == ["notice"]


def test_figures_are_counted(client, qinghe):
    seed.institution("另一家", "上海另一家有限公司", jurisdiction="31", people=3, courses=1)
    seed.institution("草稿", "上海草稿有限公司", jurisdiction="31", submitted=None)
    answer = client.get("/api/v1/figures/").json()
    assert (answer["institutions"], answer["personnel"], answer["courses"]) == (2, 5, 3)
    assert answer["lists"]["notice"] == 1
    shanghai = next(each for each in answer["provinces"] if each["province"] == "31")
    assert (shanghai["institutions"], shanghai["personnel"], shanghai["courses"]) == (1, 3, 1)
    assert len(answer["provinces"]) == 32


def test_errors_are_problem_details_in_the_language_asked_for(client):
    for language, word in (("en", "parameters"), ("zh-hans", "查询条件")):
        answer = client.get("/api/v1/register/?list=pink", headers={"Accept-Language": language})
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == 400
        assert answer.json()["errors"][0]["field"] == "list"
        assert word in answer.json()["type"] + answer.json()["detail"]
    assert client.get("/api/v1/register/91110000XTXT999999/").json()["status"] == 404


def test_nothing_is_written_through_the_register(client, qinghe):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(f"/api/v1/register/{CODE}/").status_code == 405


def test_schema_names_every_call_once(client):
    schema = client.get("/api/schema/?format=json").json()
    public = [
        path for path in schema["paths"] if path.startswith(("/api/v1/register", "/api/v1/changes", "/api/v1/fig"))
    ]
    assert len(public) == 5
    names = [call["operationId"] for path in schema["paths"].values() for call in path.values()]
    assert len(names) == len(set(names))


def test_look_ups_go_on_when_the_counter_is_away(client, qinghe, settings):
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"},
    }
    assert [match(client, ["青禾"]).status_code for _ in range(31)][-1] == 200
    assert client.get("/register/personnel/?q=林老师0").status_code == 200
