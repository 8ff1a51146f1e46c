"""The look: tokens with contrast, components, errors as pages, reading switches, what a cache may keep."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils.translation import override
from playwright.sync_api import Browser, Route, sync_playwright
from rest_framework import serializers
from rest_framework.views import APIView

from accounts.models import User
from filing_platform import clock, urls
from filing_platform.errors import BadInput, Conflict, FieldError, NotFound, Refused
from filing_platform.templatetags import drawing, wording

pytestmark = pytest.mark.django_db

BASE = Path(django_settings.BASE_DIR)
TEMPLATES = BASE / "templates"
# Mails have no other style sheet than their own.
PAGES = [page for page in TEMPLATES.rglob("*.html") if "mail" not in page.parts]
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
KILOBYTES = 1024


class _Wrong(serializers.Serializer):
    credit_code = serializers.CharField(max_length=3)


class _Api(APIView):
    def post(self, request: HttpRequest) -> HttpResponse:
        _Wrong(data=request.data).is_valid(raise_exception=True)
        raise Conflict("stale", "Somebody was first.")


def _refuse(request: HttpRequest) -> HttpResponse:
    raise {
        "refused": Refused("late", "The deadline, %(day)s, has passed.", {"day": "30 June"}),
        "conflict": Conflict("stale", "Somebody was first."),
        "missing": NotFound("filing", "No such filing."),
        "bad": BadInput("workbook", "Not taken.", errors=[FieldError("name", "Enter a name.", row=17)]),
        "away": OperationalError("connection refused"),
    }[request.GET["how"]]


def _fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    *urls.urlpatterns,
    path("refuse/", _refuse),
    path("api/refuse/", _refuse),
    path("api/rest/", _Api.as_view()),
    path("fail/", _fail),
    path("register/probe/", _refuse),
]
handler404, handler500 = urls.handler404, urls.handler500
handler403, handler400 = urls.handler403, urls.handler400
ours = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def demo(settings) -> None:
    settings.DEMO = True


@pytest.fixture
def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


# The style guide and the components


def test_the_style_guide_shows_every_component(client: Client, demo: None) -> None:
    page = client.get("/styleguide/")
    assert page.status_code == HTTPStatus.OK
    guide = (TEMPLATES / "styleguide.html").read_text()
    elsewhere = {"icon", "messages", "typed", "copy"}  # shown by others, or by what one does
    used = guide + "".join(component.read_text() for component in COMPONENTS)
    missing = [c.stem for c in COMPONENTS if f"<c-{c.stem.replace('_', '-')}" not in used and c.stem not in elsewhere]
    assert missing == []


def test_the_style_guide_is_there_only_in_the_demo(client: Client) -> None:
    assert client.get("/styleguide/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_how_it_is_called(component: Path) -> None:
    assert component.read_text().startswith("{% comment %}")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_page_has_inline_code_or_another_host(page: Path) -> None:
    text = page.read_text()
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<[^>]+\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", text)


def test_the_frame_of_a_public_page_weighs_little(client: Client, demo: None) -> None:
    page = client.get("/no-such-page/").content
    files = [Path(finders.find(name)) for name in re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())]
    weight = len(gzip.compress(page)) + sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert len(files) >= 4
    assert weight < 20 * KILOBYTES


# Colours


def _tokens(theme: str) -> dict[str, str]:
    css = (BASE / "static/css/tokens.css").read_text()
    light = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", css.split("}", 1)[0]))
    block = css.split(':root[data-theme="dark"] {', 1)[1].split("}", 1)[0]
    return light if theme == "light" else light | dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", block))


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


READ_TOGETHER = [
    *[("ink", ground) for ground in ("page", "wash", "blue-tint", "green-tint", "gray-tint", "amber-wash", "red-tint")],
    *[("soft", ground) for ground in ("page", "wash", "blue-tint", "green-tint", "amber-wash")],
    *[("blue", ground) for ground in ("page", "wash", "blue-tint", "green-tint", "gray-tint", "amber-wash")],
    ("blue-deep", "blue-tint"),
    ("on-blue", "blue-fill"),
    ("on-blue", "blue-fill-over"),
    ("on-blue", "red-fill"),
    ("on-blue", "red-fill-over"),
    ("green", "page"),
    ("green", "green-tint"),
    ("gray", "page"),
    ("gray", "gray-tint"),
    ("on-black", "black"),
    ("amber", "page"),
    ("amber", "amber-tint"),
    ("red", "page"),
    ("red", "red-tint"),
    ("on-mark", "mark"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    tokens = _tokens(theme)
    weak = {pair: _contrast(tokens[f"--{pair[0]}"], tokens[f"--{pair[1]}"]) for pair in READ_TOGETHER}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert _contrast(tokens["--edge"], tokens["--page"]) >= 3


def test_both_ways_to_dark_are_the_same() -> None:
    css = (BASE / "static/css/tokens.css").read_text()
    switched = css.split(':root[data-theme="dark"] {', 1)[1].split("}", 1)[0]
    system = css.split(':root:not([data-theme="light"]) {', 1)[1].split("}", 1)[0]
    assert switched.split() == system.split()


# Reading: language, print, colours


def test_chinese_is_the_default_and_english_is_one_header_away(client: Client) -> None:
    assert '<html lang="zh-Hans"' in client.get("/sign-in/").content.decode()
    assert '<html lang="zh-Hans"' in client.get("/sign-in/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="en"' in client.get("/sign-in/", headers={"accept-language": "en-GB"}).content.decode()


def test_the_language_switch_stays_on_the_page_and_is_kept(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/?a=1"})
    assert answer.url == "/sign-in/?a=1"
    assert '<html lang="en"' in client.get("/sign-in/", headers={"accept-language": "zh"}).content.decode()


def test_large_print_and_colours_are_kept(client: Client) -> None:
    assert client.post("/reading/", {"print": "large", "next": "/sign-in/"}).url == "/sign-in/"
    client.post("/reading/", {"theme": "dark"})
    page = client.get("/sign-in/").content.decode()
    assert 'data-print="large"' in page
    assert 'data-theme="dark"' in page
    client.post("/reading/", {"print": "normal"})
    client.post("/reading/", {"theme": "auto"})
    page = client.get("/sign-in/").content.decode()
    assert "data-print" not in page
    assert "data-theme" not in page


@pytest.mark.parametrize("address", ["/language/", "/reading/"])
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_switch_never_leads_to_another_site(client: Client, address: str, elsewhere: str) -> None:
    assert client.post(address, {"language": "en", "print": "large", "next": elsewhere}).url == "/"


@pytest.mark.parametrize("address", ["/language/", "/reading/"])
def test_a_switch_takes_a_post(client: Client, address: str) -> None:
    assert client.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_what_no_switch_offers_is_not_kept(client: Client) -> None:
    client.post("/reading/", {"print": '"><script>', "theme": "pink"})
    assert not client.cookies


# What a cache may keep


class _Untouchable:
    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a public page asked for {name}")


def test_a_public_page_asks_for_neither_session_nor_user(demo: None) -> None:
    request = RequestFactory().get("/register/")
    request.session = request.user = request._messages = _Untouchable()
    page = engines["django"].get_template("errors/404.html").render({"message": "", "typed": []}, request)
    assert "登录" in page
    request.COOKIES["sessionid"] = "x"
    page = engines["django"].get_template("errors/404.html").render({"message": "", "typed": []}, request)
    assert "我的工作台" in page


@ours
def test_a_public_page_sets_no_cookie_and_varies_by_language_and_cookie(client: Client) -> None:
    page = client.get("/register/probe/?how=missing")
    assert {part.strip() for part in page.headers["Vary"].split(",")} == {"Accept-Language", "Cookie"}
    assert not page.cookies


def test_other_pages_are_not_kept_by_caches(client: Client) -> None:
    assert "no-store" in client.get("/sign-in/").headers["Cache-Control"]
    client.force_login(User.objects.create_user("filer", "filer@example.org", "x"))
    assert "no-store" in client.get("/account/").headers["Cache-Control"]


# Errors


@ours
@pytest.mark.parametrize(
    ("how", "status"),
    [("refused", 422), ("conflict", 409), ("missing", 404), ("bad", 400), ("away", 503)],
)
def test_what_a_view_raises_becomes_a_page_in_our_look(client: Client, how: str, status: int) -> None:
    page = client.get(f"/refuse/?how={how}")
    assert page.status_code == status
    assert page.content.decode().count("<h1>") == 1
    assert "校外线上培训机构备案平台" in page.content.decode()


@ours
def test_the_page_says_why_with_its_values(client: Client) -> None:
    assert "The deadline, 30 June, has passed." in client.get("/refuse/?how=refused").content.decode()
    assert "17" in client.get("/refuse/?how=bad").content.decode()


@ours
def test_what_was_typed_is_not_lost_but_nothing_secret_is_shown(client: Client) -> None:
    sent = {"reason": "It took me an hour <b>", "password": "river", "identity_number": "110000199001010013"}
    page = client.post("/refuse/?how=conflict", sent).content.decode()
    assert "It took me an hour &lt;b&gt;" in page
    assert "river" not in page
    assert "110000199001010013" not in page


@ours
def test_a_database_that_is_away_says_when_to_come_back(client: Client) -> None:
    assert client.get("/refuse/?how=away").headers["Retry-After"] == "30"


@ours
def test_a_failure_has_our_page_and_asks_the_database_nothing(client: Client, django_assert_num_queries) -> None:
    client.raise_request_exception = False
    client.cookies["sessionid"] = "x"
    with django_assert_num_queries(0):
        page = client.get("/fail/")
    assert page.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "平台出现故障" in page.content.decode()


def test_a_form_without_its_token_shows_what_was_typed(english: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = strict.post("/sign-in/", {"login": "filer", "password": "river"})
    assert page.status_code == HTTPStatus.FORBIDDEN
    assert "Please send the form again" in page.content.decode()
    assert "filer" in page.content.decode()
    assert "river" not in page.content.decode()


def test_an_unreadable_address_has_our_page(english: Client) -> None:
    page = english.get("/", headers={"host": "evil.example"})
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "This could not be read" in page.content.decode()


@ours
def test_the_api_answers_with_problem_details(english: Client) -> None:
    answer = english.get("/api/refuse/?how=bad")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:filing-platform:workbook",
        "title": "Bad Request",
        "status": 400,
        "detail": "Not taken.",
        "errors": [{"field": "name", "row": 17, "message": "Enter a name."}],
    }
    assert english.get("/api/nothing/").json()["status"] == HTTPStatus.NOT_FOUND


@ours
def test_rest_views_answer_with_problem_details(english: Client) -> None:
    wrong = english.post("/api/rest/", {"credit_code": "12345"}, "application/json")
    assert wrong.headers["Content-Type"] == "application/problem+json"
    assert wrong.json()["errors"][0]["field"] == "credit_code"
    stale = english.post("/api/rest/", {"credit_code": "123"}, "application/json")
    assert (stale.status_code, stale.json()["detail"]) == (HTTPStatus.CONFLICT, "Somebody was first.")
    assert english.get("/api/rest/").json()["status"] == HTTPStatus.METHOD_NOT_ALLOWED


# Wording


def test_days_are_written_as_people_write_them() -> None:
    with override("zh-hans"):
        assert wording.day(date(2020, 6, 30)) == "2020年6月30日"
        assert wording.month_day(date(2020, 6, 30)) == "6月30日"
    with override("en"):
        assert wording.day(date(2020, 6, 30)) == "30 June 2020"


def test_a_moment_is_told_in_shanghai() -> None:
    with override("zh-hans"):
        assert wording.daytime(datetime(2020, 6, 30, 16, 30, tzinfo=UTC)) == "2020年7月1日 00:30"
        assert wording.day(datetime(2020, 6, 30, 16, 30, tzinfo=UTC)) == "2020年7月1日"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (29, "还有 29 天", "29 days left"),
        (1, "还有 1 天", "1 day left"),
        (0, "今天截止", "ends today"),
        (-1, "逾期 1 天", "overdue 1 day"),
        (-3, "逾期 3 天", "overdue 3 days"),
    ],
)
def test_days_left_count_to_the_end_of_the_day(days: int, chinese: str, english: str) -> None:
    deadline = clock.today() + timedelta(days=days)
    with override("zh-hans"):
        assert wording.days_left(deadline) == chinese
    with override("en"):
        assert wording.days_left(deadline) == english
    assert wording.is_overdue(deadline) is (days < 0)


def test_numbers_and_codes_can_be_read_aloud() -> None:
    assert wording.thousands(115622) == "115,622"
    assert wording.thousands(None) == "—"
    assert wording.grouped_number("1120190003184") == "11-2019-000318-4"
    assert wording.credit_code_groups("91110000XTXT000105") == "9111 0000 XTXT 0001 05"


def test_what_matched_is_marked_and_nothing_else_gets_through() -> None:
    assert wording.highlight("北京青禾启明", "青禾") == "北京<mark>青禾</mark>启明"
    assert wording.highlight("QingHe <b>", "qinghe b") == "<mark>QingHe</mark> &lt;<mark>b</mark>&gt;"
    assert wording.highlight("a.b", ".") == "a<mark>.</mark>b"
    assert wording.highlight("<script>", "") == "&lt;script&gt;"


def test_pages_leave_some_out_and_keep_the_rest_of_the_address() -> None:
    page = Paginator(range(1000), 25).get_page(20)
    assert wording.page_numbers(page) == [1, None, 18, 19, 20, 21, 22, None, 40]
    request = RequestFactory().get("/?q=青禾&page=20")
    assert wording.page_address({"request": request}, 21) == "?q=%E9%9D%92%E7%A6%BE&page=21"
    assert wording.page_address({"request": request}, 1) == "?q=%E9%9D%92%E7%A6%BE"


def test_lessons_at_the_same_time_share_the_width_of_the_day() -> None:
    def lesson(start: int, end: int) -> SimpleNamespace:
        moment = clock.DEMO_START.replace(minute=0)
        hour = {"start": moment.replace(hour=start).time(), "end": moment.replace(hour=end).time()}
        return SimpleNamespace(weekday=6, label="语文", late=False, **hour)

    alone = drawing.week_drawing([lesson(17, 18), lesson(18, 19)])
    together = drawing.week_drawing([lesson(17, 19), lesson(18, 19)])
    assert len({box.x for box in alone.boxes}) == 1
    assert len({box.x for box in together.boxes}) == 2
    assert max(box.x + box.width for box in together.boxes) <= 1120
    assert drawing.week_drawing([]).days_with_lessons == []
    # Two at noon take nothing from the one in the evening.
    [first, second, evening] = drawing.week_drawing([lesson(12, 13), lesson(12, 13), lesson(18, 19)]).boxes
    assert evening.width > first.width + second.width - 3


def test_a_label_is_shown_whole_or_in_a_shorter_form_never_cut() -> None:
    noon = {"start": time(12, 0), "end": time(12, 40), "weekday": 6}
    full = {"label": "Chemistry G10", "shorter": ("Chemistry 10", "G10", "10"), **noon}
    for together, short in ((1, "Chemistry G10"), (2, "G10"), (5, "10"), (12, "")):
        boxes = drawing.week_drawing([full] * together).boxes
        assert {box.short for box in boxes} == {short}, together
        assert all("Chemistry G10" in box.title for box in boxes)


def test_bars_are_drawn_against_the_longest() -> None:
    rows = drawing.with_share([{"label": "北京", "value": 200}, {"label": "上海", "value": 50}])
    assert [row["share"] for row in rows] == [100.0, 25.0]
    assert drawing.with_share([{"label": "北京", "value": 0}])[0]["share"] == 0


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright keeps a loop running in this thread, which Django would take for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )


@pytest.mark.parametrize("address", ["/styleguide/", "/sign-in/", "/sign-up/", "/no-such-page/"])
@pytest.mark.parametrize(
    ("language", "cookies", "width"),
    [
        ("zh-hans", {}, 1280),
        ("en", {"theme": "dark"}, 360),
        ("zh-hans", {"print": "large", "theme": "dark"}, 768),
        ("en", {"print": "large"}, 360),
    ],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    client: Client, demo: None, browser: Browser, address: str, language: str, cookies: dict[str, str], width: int
) -> None:
    client.cookies.load(cookies)
    html = client.get(address, headers={"accept-language": language}).content
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.route("**/*", lambda route: _serve(route, address, html))
    page.goto(f"http://platform.test{address}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_an_upload_shows_the_page_that_answers_it(client: Client, demo: None, browser: Browser) -> None:
    html = client.get("/styleguide/").content
    page = browser.new_page()
    page.route("**/*", lambda route: _serve(route, "/styleguide/", html))
    answer = "<title>Not taken</title><main tabindex=-1><p class=error-summary tabindex=-1>Row 17</p></main>"
    page.route("**/styleguide/sent/", lambda route: route.fulfill(body=answer, content_type="text/html"))
    page.goto("http://platform.test/styleguide/")
    page.eval_on_selector("form[data-upload]", "form => { form.action = '/styleguide/sent/' }")
    page.set_input_files("#upload_workbook", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"name"})
    page.eval_on_selector("form[data-upload]", "form => form.requestSubmit()")
    page.get_by_text("Row 17").wait_for()
    assert page.title() == "Not taken"
    assert page.url.endswith("/styleguide/sent/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.close()


def test_the_names_behind_the_marks_show_on_focus(client: Client, demo: None, browser: Browser) -> None:
    html = client.get("/styleguide/").content
    page = browser.new_page()
    page.route("**/*", lambda route: _serve(route, "/styleguide/", html))
    page.goto("http://platform.test/styleguide/")
    name = page.locator(".marks").first.locator(".mark__name").nth(1)
    assert name.bounding_box()["width"] < 2
    page.locator(".marks").first.focus()
    assert name.bounding_box()["width"] > 100
    page.close()


def _serve(route: Route, address: str, html: bytes) -> None:
    """The page rendered before, and static files: a browser without a server."""
    asked = route.request.url.removeprefix("http://platform.test")
    if asked == address:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif found := finders.find(asked.removeprefix("/static/")):
        route.fulfill(path=found)
    else:
        route.fulfill(status=404)
