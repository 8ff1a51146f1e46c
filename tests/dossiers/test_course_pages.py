"""/file/<number>/courses/: list, timetable, teachers, copy, remove."""

from __future__ import annotations

import uuid
from datetime import time

import pytest
from django.test import Client

from courses.models import Course
from institutions.editing import editable_dossier
from institutions.models import Filing
from personnel.models import Person


@pytest.fixture
def course(filing: Filing) -> Course:
    return editable_dossier(filing).courses.get()


def _base(filing: Filing) -> str:
    return f"/file/{filing.number}/courses/"


def _payload(client: Client, page: str, **changed: object) -> dict[str, object]:
    """What the page of a course sends, its timetable included."""
    shown = client.get(page).context["form"]
    fields = [*shown.course, *shown.lessons.management_form, *(field for form in shown.lessons for field in form)]
    sent = {field.html_name: field.value() for field in fields} | changed
    return {name: "" if value is None else value for name, value in sent.items()}


def _lessons(course: Course) -> list[tuple[int, time, time]]:
    return list(course.lessons.values_list("weekday", "starts", "ends"))


def test_it_works(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    response = filer.post(page, _payload(filer, page, name="六年级数学", grades=["6"], price="９９.5"))
    assert response["Location"] == _base(filing)
    course.refresh_from_db()
    assert (course.name, course.grades, str(course.price)) == ("六年级数学", [6], "99.50")
    assert course.teachers.count() == 1


def test_a_new_course_goes_on_to_its_teachers(filer: Client, filing: Filing):
    line = uuid.uuid4()
    sent = {"name": "语文", "subject": "chinese", "stage": "primary", "mode": "recorded"}
    sent |= {"lessons-TOTAL_FORMS": "0", "lessons-INITIAL_FORMS": "0"}
    response = filer.post(f"{_base(filing)}{line}/", sent)
    assert response["Location"] == f"{_base(filing)}{line}/teachers/"


def test_a_lesson_is_added_without_script(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    changed = {
        "lessons-1-weekday": "3",
        "lessons-1-starts": "1930",
        "lessons-1-ends": "20：10",
        "lessons-1-lesson_minutes": "40",
        "lessons-1-break_minutes": "10",
        "then": "lessons",
    }
    before = course.lessons.get().line
    response = filer.post(page, _payload(filer, page, **changed))
    assert response["Location"] == f"{page}#lessons"
    assert (3, time(19, 30), time(20, 10)) in _lessons(course)
    assert course.lessons.filter(line=before).exists()
    assert len(filer.get(page).context["form"].lessons.forms) == 5


def test_an_emptied_row_removes_its_lesson(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    emptied = {f"lessons-0-{name}": "" for name in ("weekday", "starts", "ends", "lesson_minutes")}
    assert filer.post(page, _payload(filer, page, **emptied)).status_code == 302
    assert _lessons(course) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("lessons-0-ends", "18:00"),
        ("lessons-0-starts", "25:00"),
        ("lessons-0-weekday", "8"),
        ("lessons-0-lesson_minutes", "0"),
        ("ends_on", "2020-01-01"),
        ("price", "free"),
        ("price", "-1"),
        ("grades", ["13"]),
        ("platform", "999999"),
        ("subject", "astrology"),
    ],
)
def test_wrong_values_are_told_at_the_field(filer: Client, filing: Filing, course: Course, field: str, typed: object):
    page = f"{_base(filing)}{course.line}/"
    response = filer.post(page, _payload(filer, page, **{field: typed}))
    assert response.status_code == 422
    assert [error.field for error in response.context["form"].errors] == [field]
    assert f'href="#id_{field}' in response.content.decode()


def test_the_summary_names_the_field(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    wrong = _payload(filer, page, **{"class_size": "many", "lessons-0-lesson_minutes": "long"})
    errors = {error.field: error.message for error in filer.post(page, wrong).context["form"].errors}
    assert errors["class_size"].startswith("Pupils a class, at most: ")
    assert errors["lessons-0-lesson_minutes"].startswith("Minutes a lesson: ")


def test_a_platform_of_another_filing_cannot_be_chosen(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    assert [p.dossier for p in filer.get(page).context["form"].course.fields["platform"].queryset] == [course.dossier]


def test_a_timetable_changed_elsewhere_is_a_conflict(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    mine = _payload(filer, page, **{"lessons-0-ends": "20:30"})
    filer.post(page, _payload(filer, page, **{"lessons-0-ends": "20:00"}))
    response = filer.post(page, mine)
    assert response.status_code == 409
    assert 'value="20:30"' in response.content.decode()
    assert _lessons(course) == [(6, time(19, 0), time(20, 0))]
    again = _payload(filer, page) | mine | {"lessons_seen": response.context["form"].course["lessons_seen"].value()}
    assert filer.post(page, again).status_code == 302
    assert _lessons(course) == [(6, time(19, 0), time(20, 30))]


def test_a_copy_has_the_same_lessons_and_teachers(filer: Client, filing: Filing, course: Course):
    line = filer.get(_base(filing)).context["courses"][0].copy_line
    for _click in range(2):
        response = filer.post(f"{_base(filing)}{course.line}/copy/", {"copy": str(line)})
        assert response["Location"] == f"{_base(filing)}{line}/"
    copy = editable_dossier(filing).courses.get(line=line)
    assert copy.name == "五年级数学思维 (copy)"
    assert _lessons(copy) == _lessons(course)
    assert copy.teachers.get().person == course.teachers.get().person
    assert Course.objects.filter(dossier=course.dossier).count() == 2


def test_one_is_removed(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/remove/"
    assert filer.get(page).status_code == 200
    filer.post(page)
    assert not editable_dossier(filing).courses.exists()


def test_teachers_are_found_by_name_and_added(filer: Client, filing: Filing, course: Course):
    teacher = course.teachers.get().person
    other = Person.objects.get(pk=teacher.pk)
    other.pk, other.line, other.name = None, uuid.uuid4(), "刘小敏"
    other.save()
    page = f"{_base(filing)}{course.line}/teachers/?q=刘"
    assert [person.name for person in filer.get(page).context["found"]] == ["刘小敏"]
    for _click in range(2):
        assert filer.post(page, {"person": str(other.line), "act": "add"}).status_code == 302
    assert course.teachers.count() == 2
    filer.post(page, {"person": str(teacher.line), "act": "remove"})
    assert course.teachers.get().person == other


@pytest.mark.parametrize("person", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_who_is_not_there_is_added(filer: Client, filing: Filing, course: Course, person: str):
    response = filer.post(f"{_base(filing)}{course.line}/teachers/", {"person": person, "act": "add"})
    assert response.status_code == 404


def test_the_list_asks_as_often_for_many_courses_as_for_one(
    filer: Client, filing: Filing, course: Course, django_assert_max_num_queries
):
    Course.objects.bulk_create(
        Course(dossier=course.dossier, position=n, name=f"课{n}", subject="english", stage="primary", mode="live")
        for n in range(60)
    )
    with django_assert_max_num_queries(25):
        response = filer.get(_base(filing))
    assert len(response.context["courses"]) == 50


def test_it_is_nobody_elses(stranger: Client, filing: Filing, course: Course):
    for page in ("", f"{course.line}/", f"{course.line}/teachers/", f"{course.line}/copy/", f"{course.line}/remove/"):
        assert stranger.post(_base(filing) + page).status_code == 404
    assert Course.objects.filter(pk=course.pk).exists()


class TestManyAtOnce:
    @pytest.fixture
    def page(self, filing: Filing) -> str:
        return f"{_base(filing)}quick/"

    @pytest.fixture
    def many(self, course: Course) -> list[Course]:
        Course.objects.bulk_create(
            Course(dossier=course.dossier, position=n, name=f"课{n}", subject="english", stage="primary", mode="live")
            for n in range(1, 31)
        )
        return list(Course.objects.filter(dossier=course.dossier).order_by("position", "pk"))

    def _sent(self, client: Client, page: str) -> dict[str, object]:
        rows = client.get(page).context["form"].rows
        sent: dict[str, object] = {field.html_name: field.value() or "" for row in rows for field in row}
        return sent | {"line": [str(row.instance.line) for row in rows]}

    def test_it_works(self, filer: Client, filing: Filing, page: str, many: list[Course]):
        sent = self._sent(filer, page)
        assert len(sent["line"]) == 25
        platform = editable_dossier(filing).platforms.get()
        changed = {f"{many[3].line}-price": "８８", f"{many[3].line}-platform": str(platform.pk), "then": "stay"}
        assert filer.post(page, sent | changed)["Location"] == page
        many[3].refresh_from_db()
        many[4].refresh_from_db()
        assert (many[3].price, many[3].platform, many[4].price) == (88, platform, None)
        assert len(filer.get(f"{page}?page=2").context["form"].rows) == 6

    def test_it_asks_as_often_for_many_as_for_one(
        self, filer: Client, page: str, many: list[Course], django_assert_max_num_queries
    ):
        sent = self._sent(filer, page)
        with django_assert_max_num_queries(25):
            filer.post(page, sent)

    @pytest.mark.parametrize(("field", "typed"), [("price", "dear"), ("platform", "999999"), ("charge_mode", "by_ear")])
    def test_a_mistake_names_its_course_and_nothing_is_kept(
        self, filer: Client, page: str, many: list[Course], field: str, typed: str
    ):
        sent = self._sent(filer, page) | {f"{many[5].line}-{field}": typed, f"{many[6].line}-price": "70"}
        response = filer.post(page, sent)
        assert response.status_code == 422
        [error] = response.context["form"].errors
        assert (error.field, many[5].name in error.message) == (f"{many[5].line}-{field}", True)
        assert not Course.objects.filter(price=70).exists()

    def test_a_row_changed_elsewhere_is_a_conflict(self, filer: Client, page: str, many: list[Course]):
        sent = self._sent(filer, page) | {f"{many[0].line}-price": "70"}
        Course.objects.filter(pk=many[0].pk).update(price=65)
        response = filer.post(page, sent)
        assert response.status_code == 409
        assert [fact.value for fact in response.context["form"].stored_otherwise] == ["65"]
        many[0].refresh_from_db()
        assert many[0].price == 65

    def test_a_course_removed_meanwhile_is_left_out(self, filer: Client, page: str, many: list[Course]):
        sent = self._sent(filer, page) | {f"{many[2].line}-price": "70"}
        many[1].delete()
        assert filer.post(page, sent).status_code == 302
        many[2].refresh_from_db()
        assert many[2].price == 70

    def test_it_is_nobody_elses(self, stranger: Client, page: str):
        assert stranger.get(page).status_code == 404
        assert stranger.post(page, {"line": []}).status_code == 404


def test_a_number_of_none_is_said_at_its_field(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    wrong = {"lesson_count": "0", "months_per_payment": "0", "class_size": "-3", "price": "-1"}
    response = filer.post(page, _payload(filer, page, **wrong))
    assert response.status_code == 422
    assert set(response.context["form"].course.errors) == set(wrong)
    assert "Too small: enter 1 at least." in response.content.decode()


def test_a_course_free_of_charge_lacks_no_fees(filer: Client, filing: Filing, course: Course):
    page = f"{_base(filing)}{course.line}/"
    fees = {"price", "refund_rule"}
    for charge_mode, lacking in (("by_hour", fees), ("free", set())):
        sent = _payload(filer, page, charge_mode=charge_mode, price="", refund_rule="")
        filer.post(page, sent | {"then": "stay"})
        shown = filer.get(page).context["form"].still_missing
        assert {field.name for field in shown} & fees == lacking
