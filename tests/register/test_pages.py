"""Every public page, read through the public connection: what it shows, what it never shows."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from register import checkpoints, publishing
from register.models import ProblemReport
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db

CODE = "91110000XTXT000105"
CERTIFICATE = "20151100310000000"
SECRETS = ("秘密联系人", "13800138000", "secret@demo.invalid", "110000********001X", "不公开的学习经历", CERTIFICATE)
ADDRESSES = [
    "/",
    "/figures/",
    "/register/",
    "/register/?q=青禾",
    "/register/?q=nobody-at-all",
    "/register/?list=white&province=11&subject=mathematics&grade=5",
    "/register/?as_of=2020-06-01",
    "/register/?as_of=2019-01-01&q=青禾",
    f"/register/{CODE}/",
    f"/register/{CODE.lower()}/",
    f"/register/{CODE}/courses/",
    f"/register/{CODE}/personnel/",
    "/register/personnel/",
    "/register/personnel/?q=林老师0",
    "/register/personnel/?q=20151100310000000",
    "/register/changes/",
    "/register/changes.atom",
    "/register/changes.json",
    "/register/report/",
    "/register/download/",
    "/register/download/register.csv",
    "/register/download/register.json",
    "/register/download/register.xlsx",
    "/register/download/log.jsonl",
    "/register/download/leaves",
    "/register/download/checkpoint",
    "/register/download/public-key",
    "/api/v1/register/",
    "/api/v1/register/?q=青禾",
    f"/api/v1/register/{CODE}/",
    "/api/v1/changes/?since=2020-01-01",
    "/api/v1/figures/",
    "/api/schema/",
    "/api/docs/",
]


def put(seeded, name, reason=""):
    return publishing.record(
        seed.decision(seeded), seeded.institution, list=name, effective_on=TODAY, dossier=seeded.dossier, reason=reason
    )


@pytest.fixture
def qinghe(db):
    seeded = seed.institution(code=CODE)
    put(seeded, "white", "六部门会审无异议")
    return seeded


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.django_db(transaction=True)
def test_every_page_answers_the_public_role_and_tells_no_secret(language):
    seeded = seed.institution(code=CODE)
    change = put(seeded, "white", "六部门会审无异议")
    checkpoints.publish()
    filed = seed.institution("待审网校", "北京待审网校有限公司")
    publishing.refresh([filed.institution.pk])
    client = Client(headers={"Accept-Language": language})
    addresses = [*ADDRESSES, f"/register/changes/{change.seq}/", f"/register/{filed.institution.credit_code}/"]
    for address in addresses:
        with CaptureQueriesContext(connections["default"]) as asked:
            response = client.get(address)
        # What the primary database is not asked, a public page can do without.
        assert not asked.captured_queries, address
        assert response.status_code == 200, (address, response.status_code)
        text = body(response)
        # What was typed into the search stands in its own box and in the switches that lead back here.
        typed = text.replace(f'value="{CERTIFICATE}"', "").replace(f"?q={CERTIFICATE}", "")
        assert not [secret for secret in SECRETS if secret in typed], address
        assert "sessionid" not in response.cookies, address


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_look_pulls_little_and_only_from_here(client, qinghe, address):
    response = client.get(address)
    if not response["Content-Type"].startswith("text/html"):
        return
    text = body(response)
    pulled = re.findall(
        r'<(?:link rel="(?:stylesheet|icon|preload)"[^>]*|script[^>]*|img[^>]*)(?:href|src)="([^"]+)"', text
    )
    assert len(pulled) >= 4
    assert all(file.startswith("/static/") for file in pulled)
    files = [Path(finders.find(file.removeprefix("/static/"))) for file in pulled]
    assert "@font-face" not in "".join(file.read_text() for file in files if file.suffix == ".css")
    weight = len(gzip.compress(text.encode(), 1)) + sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert weight <= 40 * 1024


def test_home_counts_what_is_there(client, qinghe):
    text = body(client.get("/"))
    assert "青禾课堂" in text
    assert "六部门会审无异议" in text


def test_the_figures_add_up_for_a_reader(client, qinghe):
    ended = seed.institution("停办学堂", "北京停办学堂有限公司")
    type(ended.filing).objects.filter(pk=ended.filing.pk).update(state="closed", outcome="accepted", version=9)
    put(ended, "white")
    put(ended, "")
    screened = seed.institution("待审网校", "北京待审网校有限公司")
    publishing.refresh([screened.institution.pk])
    seed.institution("草稿", "北京草稿有限公司", submitted=None)
    hidden = seed.institution("未公开", "上海未公开有限公司", jurisdiction="31")
    type(hidden.filing.programme).objects.filter(pk=hidden.filing.programme_id).update(publishes_filed=False)
    publishing.refresh([hidden.institution.pk])
    context = client.get("/figures/").context
    total = context["sum"]
    assert (total.listed, total.screened, total.on_none, total.unseen, total.moved_in) == (1, 1, 1, 1, 0)
    assert total.filed == context["filed"].institutions == 4
    beijing = next(each for each in context["by_province"] if each.jurisdiction.code == "11")
    assert beijing.filed.institutions == sum(beijing.on_list.values()) + beijing.on_none == 3


def test_what_was_moved_in_is_on_the_lists_and_not_among_the_filed(client, qinghe):
    moved = seed.institution("迁入学堂", "北京迁入学堂有限公司", submitted=None)
    put(moved, "white")
    total = client.get("/figures/").context["sum"]
    assert (total.listed, total.moved_in, total.filed) == (2, 1, 1)


def test_exact_hit_goes_straight_to_the_institution_with_a_way_back(client, qinghe):
    response = client.get("/register/", {"q": "https://m.qinghe.example/x"})
    assert response.status_code == 302
    assert response.url.startswith(f"/register/{CODE}/?from=")
    assert "all=1" in body(client.get(response.url))
    assert client.get("/register/", {"q": "https://m.qinghe.example/x", "all": 1}).status_code == 200


def test_nothing_found_explains_and_suggests(client, qinghe):
    text = body(client.get("/register/", {"q": "青木课堂"}))
    assert "青禾课堂" in text
    assert "/register/report/?about=" in text


def test_black_listed_page_warns_and_folds_the_courses_away(client):
    seeded = seed.institution(code=CODE)
    put(seeded, "black", "逾期未完成整改")
    text = body(client.get(f"/register/{CODE}/"))
    assert text.count("逾期未完成整改") >= 2
    assert 'id="paid"' in text
    assert text.index("<details") < text.index("五年级数学思维 0")
    assert "timetable__drawing" not in text
    courses = body(client.get(f"/register/{CODE}/courses/"))
    assert f'href="/register/{CODE}/#paid"' in courses
    for page in (text, courses):
        assert "未上课时全额退还" not in page


def test_filed_institution_shows_no_courses_and_no_approval(client):
    seeded = seed.institution("待审网校", code=CODE)
    publishing.refresh([seeded.institution.pk])
    text = body(client.get(f"/register/{CODE}/"))
    assert "待审网校" in text
    assert "五年级数学思维" not in text


def test_past_lists_are_those_of_the_day(client, on_day, qinghe):
    on_day(date(2020, 6, 10))
    publishing.record(
        seed.decision(qinghe),
        qinghe.institution,
        list="gray",
        effective_on=date(2020, 6, 10),
        dossier=qinghe.dossier,
        reason="",
    )
    assert client.get("/register/?as_of=2020-06-09&list=white").context["past"].counts == {"white": 1}
    assert client.get("/register/?as_of=2020-06-10&list=gray").context["past"].rows[0].brand == "青禾课堂"
    assert client.get("/register/?as_of=2020-05-31").context["past"].count == 0


@pytest.mark.parametrize(
    "query",
    [
        "as_of=2020-06-02",
        "as_of=yesterday",
        "as_of=2020-06-01&list=filed",
        "list=pink",
        "province=99",
        "grade=13",
        "page=51",
        "page=-1",
        "q=" + "x" * 501,
        "q=%00",
        "subject=' OR 1=1",
    ],
)
def test_an_address_that_cannot_be_answered_says_so(client, query):
    assert client.get(f"/register/?{query}").status_code == 400
    answer = client.get(f"/api/v1/register/?{query}")
    assert answer.status_code == 400 or query.startswith("as_of")
    assert client.get(f"/register/changes/?before={query}").status_code == 400


def test_a_page_past_the_last_shows_the_first(client, qinghe):
    assert client.get("/register/?page=40").context["results"].page == 1


def test_unknown_institution_is_not_found(client, qinghe):
    assert client.get("/register/91110000XTXT999999/").status_code == 404
    assert client.get("/register/changes/999999/").status_code == 404


def test_person_is_found_by_the_whole_name_or_number_only(client, qinghe):
    for whole in ("林老师0", " 林老师0 ", "20151100310000000", "2015 1100 3100 00000"):
        assert client.get("/register/personnel/", {"q": whole}).context["found"], whole
    for part in ("林老师", "林老", "2015110031000000", "%%", "林老师_"):
        assert not client.get("/register/personnel/", {"q": part}).context["found"], part


@pytest.mark.parametrize("typed", ["john mcdonald", "JOHN MCDONALD", "John McDonald", " john  McDonald "])
def test_a_latin_name_is_found_whatever_its_capitals(client, typed):
    seeded = seed.institution(code=CODE, people=0)
    put(seeded, "white")
    newer = seed.another_version(seeded, "青禾课堂", people=("John McDonald", "Jane Doe"))
    publishing.record(
        seed.decision(seeded), seeded.institution, list="white", effective_on=TODAY, dossier=newer, reason=""
    )
    found = client.get("/register/personnel/", {"q": typed}).context["found"]
    assert [each.person.name for each in found] == ["John McDonald"]
    assert not client.get("/register/personnel/", {"q": "john"}).context["found"]


def test_person_of_a_dossier_that_is_no_longer_shown_is_not_found(client, qinghe):
    newer = seed.another_version(qinghe, "青禾课堂")
    newer.people.count()
    publishing.record(
        seed.decision(qinghe), qinghe.institution, list="white", effective_on=TODAY, dossier=newer, reason=""
    )
    found = client.get("/register/personnel/", {"q": "林老师0"}).context["found"]
    assert [each.person.dossier_id for each in found] == [newer.pk]


def test_person_look_ups_are_limited_whatever_the_client_claims(client, qinghe):
    answers = [
        client.get(
            "/register/personnel/", {"q": "林老师0"}, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        ).status_code
        for number in range(45)
    ]
    assert answers[0] == 200
    # The minute may turn while they are sent.
    assert 429 in answers


def test_one_ipv6_household_is_one_client(client, qinghe):
    answers = [
        client.get("/register/personnel/", {"q": "林老师0"}, REMOTE_ADDR=f"2001:db8::{number:x}").status_code
        for number in range(25)
    ]
    assert answers[-1] == 429
    assert client.get("/register/personnel/", {"q": "林老师0"}, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def test_a_large_staff_is_not_listed_to_the_end(client, qinghe, monkeypatch):
    monkeypatch.setattr("register.institutions.PEOPLE_SHOWN", 1)
    monkeypatch.setattr("register.institutions.PAGE_SIZE", 1)
    page = client.get(f"/register/{CODE}/personnel/?page=9")
    assert [person.name for person in page.context["people"]] == ["林老师0"]
    assert "林老师1" not in body(page)


def test_report_is_kept_under_a_number(client, qinghe):
    assert client.get(f"/register/report/?institution={CODE}&about=青禾").status_code == 200
    response = client.post(
        "/register/report/", {"about": "青禾课堂", "text": "不退费", "contact": "me@example", "institution": CODE}
    )
    kept = ProblemReport.objects.get()
    assert kept.number in body(response)
    assert (kept.institution, kept.jurisdiction_id) == (qinghe.institution, "11")


def test_report_without_words_keeps_what_was_typed(client):
    response = client.post("/register/report/", {"about": "某机构", "text": ""})
    assert response.status_code == 422
    assert 'value="某机构"' in body(response)
    assert not ProblemReport.objects.exists()


def test_report_of_a_program_is_thanked_and_forgotten(client):
    response = client.post("/register/report/", {"about": "a", "text": "b", "website": "http://spam"})
    assert response.status_code == 200
    assert not ProblemReport.objects.exists()


def test_public_pages_may_be_kept_by_a_cache_for_a_moment(client, qinghe):
    response = client.get("/register/?q=青禾&all=1")
    assert "public" in response["Cache-Control"]
    assert {"accept-language", "cookie"} <= {each.strip().lower() for each in response["Vary"].split(",")}
    assert client.get("/register/?q=青禾&all=1", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert "no-store" in client.get("/register/personnel/?q=林老师0")["Cache-Control"]


def test_public_pages_ask_for_neither_session_nor_user(client, qinghe, django_assert_max_num_queries):
    client.cookies["sessionid"] = "x" * 32
    with django_assert_max_num_queries(12) as asked:
        client.get(f"/register/{CODE}/")
    assert not [query for query in asked.captured_queries if "django_session" in query["sql"]]


def test_results_need_the_same_queries_for_one_hit_and_for_twenty(client, qinghe, django_assert_num_queries):
    client.get("/register/?q=青禾&all=1")
    with django_assert_num_queries(3):
        client.get("/register/?q=青禾&all=1")
    for number in range(25):
        put(seed.institution(f"青禾{number}", people=0, courses=0, platforms=()), "white")
    with django_assert_num_queries(3):
        client.get("/register/?q=青禾&all=1")


def test_crawlers_read_the_register_and_nothing_that_is_somebodys(client):
    response = client.get("/robots.txt")
    lines = body(response).splitlines()
    assert response["Content-Type"].startswith("text/plain")
    for closed in ("/file/", "/review/", "/admin/", "/account/", "/register/personnel/"):
        assert f"Disallow: {closed}" in lines
    assert "Disallow: /register/" not in lines


def test_the_mark_is_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert "platform" in response["Location"] and response["Location"].endswith(".svg")
    assert "public" in response["Cache-Control"]


def test_script_in_a_name_never_runs(client):
    seeded = seed.institution("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', code=CODE)
    seq = put(seeded, "black", "<b>理由</b>").seq
    for address in ("", "register/?q=script", f"register/{CODE}/", "register/changes/", f"register/changes/{seq}/"):
        text = body(client.get(f"/{address}"))
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>理由" not in text


def test_no_cell_of_a_file_is_a_formula(client):
    for number, name in enumerate(["=1+1", "＝cmd", "@x", "+1", "-1", "\t=2"]):
        put(seed.institution(name, f"公司{number}", people=0, courses=0, platforms=()), "white", f"={name}")
    lines = body(client.get("/register/download/register.csv")).splitlines()
    assert len(lines) == 7
    cells = [cell for line in lines[1:] for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "＝", "@", "+", "-", "\t"))]


def test_past_lists_are_filtered_by_what_was_filed_then(client, on_day, qinghe):
    other = seed.institution("青禾英文", "广州青禾英文有限公司", jurisdiction="44", courses=0)
    put(other, "gray")
    on_day(date(2020, 6, 10))
    for query, brands in (
        ("subject=english", ["青禾课堂"]),
        ("grade=5&province=11", ["青禾课堂"]),
        ("grade=9", []),
        ("q=青禾&list=gray", ["青禾英文"]),
        ("q=https://www.qinghe.example/", ["青禾课堂"]),
    ):
        rows = client.get(f"/register/?as_of=2020-06-09&{query}").context["past"].rows
        assert [row.brand for row in rows if row.brand in ("青禾课堂", "青禾英文")][: len(brands)] == brands, query
