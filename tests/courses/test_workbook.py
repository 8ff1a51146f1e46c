"""Courses by workbook: all rows or none, told by row and column, seen before it is done, read back unchanged."""

from __future__ import annotations

import io
from datetime import date, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from courses import cells, columns, filled_workbook
from courses.columns import COLUMNS
from courses.importing import COURSES
from courses.models import ChargeMode, Course, CourseImport, Homework, Lesson, Mode
from institutions.models import Dossier, Platform
from institutions.workbooks.cells import Fault
from jobs import running
from personnel.models import Person
from tests.dossiers.conftest import signed_in
from tests.rectification.world import World, build_world, draft

pytestmark = pytest.mark.django_db

CERTIFICATE = "20151100141000123"


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def dossier(world: World) -> Dossier:
    """A draft without courses, of two platforms and three people, two of one name."""
    dossier = draft(world).dossiers.get()
    dossier.courses.all().delete()
    dossier.platforms.all().delete()
    for kind, name in (("website", "青禾"), ("app", "青禾"), ("app", "青禾直播")):
        Platform.objects.create(dossier=dossier, kind=kind, name=name, address=f"{kind} {name}")
    dossier.people.all().delete()
    for name, number in (("王芳", CERTIFICATE), ("李明", ""), ("李明", "20151100141000124"), ("Ann Lee", "")):
        Person.objects.create(
            dossier=dossier, name=name, certificate_number=number, role="teacher", identity_kind="passport"
        )
    return dossier


def row(**changed: Any) -> list[Any]:
    """One right row; `changed` by English heading."""
    right: dict[str, Any] = dict.fromkeys((column.name for column in COLUMNS), "") | {
        "name": "七年级数学 秋季班",
        "subject": "数学",
        "stage": "初中",
        "grades": "七年级、8",
        "mode": "直播",
        "platform": "青禾直播",
        "starts_on": "2019年9月7日",
        "ends_on": "2020-01-12",
        "lesson_count": "36",
        "lesson_minutes": "40",
        "monday": "周一 19:00-19:40",
        "saturday": "9:00-10:30(40+10), 14:00—14:40",
        "teachers": f"{CERTIFICATE}、Ann Lee",
        "class_size": "30",
        "pupils_abroad_only": "否",
        "homework": "无",
        "charge_mode": "按课时收费",
        "price": 99.9,
        "hours_per_payment": "40",
        "refund_rule": "未上课时全额退还",
        "is_imported": "否",
    }
    return list((right | changed).values())


def rows(count: int) -> list[list[Any]]:
    return [row(name=f"课程 {number}") for number in range(count)]


def xlsx(body: list[list[Any]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("课程")
        for place, values in enumerate([[column.heading for column in COLUMNS], *body]):
            sheet.write_row(place, 0, values)
    return content.getvalue()


def hand_in(dossier: Dossier, content: bytes) -> CourseImport:
    workbook = COURSES.start(dossier, SimpleUploadedFile("courses.xlsx", content), None)
    return worked(workbook)


def worked(workbook: CourseImport) -> CourseImport:
    workbook.refresh_from_db()
    running.run(workbook.job_id)
    workbook.refresh_from_db()
    return workbook


def confirm(workbook: CourseImport, *, keep_missing: bool = False) -> CourseImport:
    COURSES.confirm(workbook, None, keep_missing=keep_missing)
    return worked(workbook)


def errors(workbook: CourseImport) -> list[tuple[int, str, str]]:
    return list(workbook.errors.order_by("row", "column").values_list("row", "column", "code"))


def counts(workbook: CourseImport) -> tuple[int, int, int, int]:
    return workbook.new, workbook.changed, workbook.removed, workbook.unchanged


def test_it_works(dossier):
    workbook = hand_in(dossier, xlsx([row()]))
    assert (errors(workbook), counts(workbook)) == ([], (1, 0, 0, 0))
    assert workbook.applied_at is not None
    course = dossier.courses.get()
    assert (course.name, course.subject, course.stage, course.grades) == (
        "七年级数学 秋季班",
        "mathematics",
        "junior",
        [7, 8],
    )
    assert (course.starts_on, course.ends_on) == (date(2019, 9, 7), date(2020, 1, 12))
    assert (course.price, course.charge_mode, course.homework) == (Decimal("99.90"), "by_hour", "none")
    assert course.platform.name == "青禾直播"
    assert {teacher.person.name for teacher in course.teachers.all()} == {"王芳", "Ann Lee"}
    lessons = course.lessons.values_list("weekday", "starts", "ends", "lesson_minutes", "break_minutes")
    assert list(lessons.order_by("weekday", "starts")) == [
        (1, time(19), time(19, 40), 40, 10),
        (6, time(9), time(10, 30), 40, 10),
        (6, time(14), time(14, 40), 40, 10),
    ]


WRONG = [
    ({"name": ""}, "name", "required"),
    ({"subject": "体育"}, "subject", "not_in_list"),
    ({"mode": ""}, "mode", "required"),
    ({"grades": "13"}, "grades", "grades_form"),
    ({"grades": "9-7"}, "grades", "grades_form"),
    ({"monday": "晚上七点"}, "monday", "slot_form"),
    ({"sunday": "25:00-26:00"}, "sunday", "slot_form"),
    ({"monday": "20:00-19:00"}, "monday", "slot_order"),
    ({"ends_on": "2019-01-01"}, "ends_on", "ends_before_starts"),
    ({"starts_on": "soon"}, "starts_on", "date_form"),
    ({"lesson_count": "0"}, "lesson_count", "out_of_range"),
    ({"lesson_count": "3.5"}, "lesson_count", "whole_number"),
    ({"lesson_minutes": "四十"}, "lesson_minutes", "number_form"),
    ({"price": "-1"}, "price", "out_of_range"),
    ({"price": "1.005"}, "price", "too_many_places"),
    ({"price": "1e999999"}, "price", "out_of_range"),
    ({"price": "nan"}, "price", "number_form"),
    ({"textbook": "字" * 201}, "textbook", "too_long"),
    ({"teachers": 20151100141000123}, "teachers", "digits_lost"),
    ({"teachers": "没有此人"}, "teachers", "teacher_unknown"),
    ({"teachers": "李明"}, "teachers", "teacher_ambiguous"),
    ({"platform": "青禾"}, "platform", "not_in_list"),
]


@pytest.mark.parametrize(("changed", "column", "code"), WRONG)
def test_one_wrong_cell_keeps_everything_out(dossier, changed, column, code):
    workbook = hand_in(dossier, xlsx([row(name="甲"), row(**{"name": "乙"} | changed), row(name="丙")]))
    assert errors(workbook) == [(3, column, code)]
    assert not dossier.courses.exists()
    for language in ("zh-hans", "en"):
        with override(language):
            assert "%(" not in COURSES.wording.said_of(workbook.errors.get())


def test_a_name_twice_is_an_error_that_says_where(dossier):
    workbook = hand_in(dossier, xlsx([row(), row()]))
    assert errors(workbook) == [(3, "name", "repeated")]
    assert workbook.errors.get().params == {"first": 2}


def test_what_only_the_materials_know_is_told_together_with_the_rest(dossier):
    body = [row(name="甲", subject="体育"), row(name="乙", teachers="没有此人", platform="无")]
    with override("en"):
        workbook = hand_in(dossier, xlsx(body))
    assert errors(workbook) == [
        (2, "subject", "not_in_list"),
        (3, "platform", "not_in_list"),
        (3, "teachers", "teacher_unknown"),
    ]
    assert workbook.errors.get(column="platform").params == {"allowed": "青禾 (website), 青禾 (app), 青禾直播"}


def test_platforms_of_one_name_are_told_apart_by_kind_or_address(dossier):
    hand_in(dossier, xlsx([row(name="甲", platform="青禾（网站）"), row(name="乙", platform="app 青禾")]))
    assert [course.platform.kind for course in dossier.courses.order_by("position")] == ["website", "app"]


def test_what_would_change_is_seen_before_it_is_done(dossier):
    hand_in(dossier, xlsx(rows(3)))
    body = [row(name="课程 0"), row(name="课程 1", price="80", monday="20:00-20:40"), row(name="课程 3")]
    lines = dict(dossier.courses.values_list("name", "line"))
    workbook = hand_in(dossier, xlsx(body))
    assert (counts(workbook), workbook.removed_names) == ((1, 1, 1, 1), ["课程 2"])
    assert workbook.applied_at is None
    assert dossier.courses.get(name="课程 1").price == Decimal("99.90")
    confirm(workbook)
    assert [course.name for course in dossier.courses.order_by("position")] == ["课程 0", "课程 1", "课程 3"]
    changed = dossier.courses.get(name="课程 1")
    assert (changed.price, changed.line) == (Decimal(80), lines["课程 1"])
    assert (1, time(20)) in changed.lessons.values_list("weekday", "starts")
    assert changed.lessons.count() == 3


def test_those_it_does_not_name_can_stay(dossier):
    hand_in(dossier, xlsx(rows(2)))
    confirm(hand_in(dossier, xlsx([row(name="课程 9")])), keep_missing=True)
    assert [course.name for course in dossier.courses.order_by("position")] == ["课程 0", "课程 1", "课程 9"]


def test_a_lesson_that_stays_keeps_its_line(dossier):
    hand_in(dossier, xlsx([row()]))
    before = set(Lesson.objects.filter(dossier=dossier, weekday=6).values_list("line", flat=True))
    confirm(hand_in(dossier, xlsx([row(monday="")])))
    assert set(Lesson.objects.filter(dossier=dossier).values_list("line", flat=True)) == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_downloaded_and_handed_in_again_changes_nothing(dossier, language):
    body = [
        row(name="甲", platform="青禾（网站）"),
        row(name="乙", mode="录播", monday="", saturday="", lesson_minutes="35", platform="青禾（APP）", teachers=""),
        row(name="丙", lesson_minutes="", monday="19:00-20:30(40+15)", charge_mode="免费", price="", refund_rule=""),
        row(name="=丁", introduction="两\n行", is_imported="是", months_per_payment="1.5"),
    ]
    assert hand_in(dossier, xlsx(body)).applied_at
    Course.objects.filter(dossier=dossier, name="甲").update(introduction="两\r\n行 ")
    with override(language):
        content = filled_workbook.write(dossier).getvalue()
    assert counts(hand_in(dossier, content)) == (0, 0, 0, 4)


def test_three_hundred_courses_are_handed_in_changed_and_handed_in_again(dossier, django_assert_max_num_queries):
    assert hand_in(dossier, xlsx(rows(300))).applied_at
    book = openpyxl.load_workbook(filled_workbook.write(dossier))
    place = [column.name for column in COLUMNS].index("price") + 1
    for line in range(2, 302):
        book.worksheets[0].cell(line, place).value = "120"
    mended = io.BytesIO()
    book.save(mended)
    workbook = hand_in(dossier, mended.getvalue())
    assert counts(workbook) == (0, 300, 0, 0)
    with django_assert_max_num_queries(60):
        confirm(workbook)
    assert set(dossier.courses.values_list("price", flat=True)) == {Decimal(120)}
    assert Lesson.objects.filter(dossier=dossier).count() == 900


def test_the_words_are_the_models():
    for closed, choices in ((columns.MODE, Mode), (columns.HOMEWORK, Homework), (columns.CHARGE_MODE, ChargeMode)):
        assert list(closed) == choices.values
    parsers = cells.parsers()
    for language in ("zh-hans", "en"):
        with override(language):
            for name, choices in filled_workbook.CHOICES.items():
                assert [parsers[name](str(label)) for label in choices.labels] == choices.values


@pytest.mark.parametrize(
    ("written", "grades"),
    [
        ("七至九年级", [7, 8, 9]),
        ("初一、高三", [7, 12]),
        ("G1-G3", [1, 2, 3]),
        ("Grade 10", [10]),
        ("小学六年级", [6]),
        (7.0, [7]),
        ("", []),
    ],
)
def test_grades_are_read_as_people_write_them(written, grades):
    assert cells.parse_grades(written) == grades


@pytest.mark.parametrize(
    "cell", ["0-0", "７", 1e308, float("nan"), True, date(2020, 7, 9), "一" * 500, "\x00", "-", "(((", "::"]
)
def test_no_cell_breaks_a_parser(cell):
    for name, parse in cells.parsers().items():
        assert parse(cell) is None or isinstance(parse(cell), (str, int, bool, list, Fault)), name


class TestPages:
    @pytest.fixture
    def browser(self, world: World) -> Client:
        return signed_in(world.filer)

    def test_the_steps(self, dossier, browser: Client):
        address = f"/file/{dossier.filing.number}/courses/workbook/"
        for body in ([row(name="甲", mode="x")], [row(name="甲")], [row(name="乙")]):
            sent = {"workbook": SimpleUploadedFile("课程.xlsx", xlsx(body))}
            assert browser.post(address, sent).status_code == 302
            running.run(COURSES.newest(dossier).job_id)
            page = browser.get(address)
            assert page.status_code == 200
            if COURSES.newest(dossier).error_count:
                assert [group.title for group in page.context["reading"].groups] == ["Mode"]
                marked = b"".join(browser.get(f"{address}annotated/").streaming_content)
                assert openpyxl.load_workbook(io.BytesIO(marked)).active.cell(2, 1).value.startswith("Mode: Not one")
                assert browser.get(f"{address}errors/", {"kind": "mode.not_in_list"}).status_code == 200
        assert "甲" in page.content.decode()
        assert browser.post(f"{address}confirm/").status_code == 422
        assert browser.post(f"{address}confirm/", {"missing": "remove"}).status_code == 302
        running.run(COURSES.newest(dossier).job_id)
        assert "1 course of “课程.xlsx” is in the materials" in browser.get(address).content.decode()
        assert dossier.courses.get().name == "乙"

    def test_the_template_offers_what_can_be_chosen(self, dossier, browser: Client):
        answer = browser.get(f"/file/{dossier.filing.number}/courses/workbook/template/")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        offered = [each.type for each in book.worksheets[0].data_validations.dataValidation]
        assert offered.count("list") == 8
        assert [cell.value for cell in book["Platforms"]["A"]][1:] == ["青禾 (website)", "青禾 (app)", "青禾直播"]

    def test_nobody_else_sees_them(self, dossier, world: World):
        for person in (world.stranger, world.officer):
            address = f"/file/{dossier.filing.number}/courses/workbook/"
            for page in ("", "errors/", "annotated/", "template/"):
                assert signed_in(person).get(address + page).status_code == 404
