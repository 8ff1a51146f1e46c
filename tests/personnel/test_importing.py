"""A personnel workbook: all rows go in or none, every error is told, what would change is said first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection

from filing_platform.errors import BadInput, Conflict, Refused
from institutions.models import Dossier
from institutions.workbooks import child
from institutions.workbooks.importing import job_of
from jobs import running
from jobs.models import Job
from personnel import importing, vault
from personnel.models import Identity, Person, PersonnelImport, WorkbookError
from tests.personnel.books import HEADINGS, NAMES, comma_separated, row, rows, upload, xlsx
from tests.personnel.people import certificate_number, filer_with_draft, identity_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    return filer_with_draft()


def hand_in(dossier: Dossier, content: bytes, name: str = "people.xlsx") -> PersonnelImport:
    workbook = importing.PEOPLE.start(dossier, upload(content, name), None)
    assert running.run(workbook.job_id)
    workbook.refresh_from_db()
    return workbook


def errors(workbook: PersonnelImport) -> list[tuple[int, str, str]]:
    return list(workbook.errors.order_by("row", "column").values_list("row", "column", "code"))


def test_it_works(dossier):
    workbook = hand_in(dossier, xlsx(rows(3)))
    assert (workbook.new, workbook.rows, workbook.error_count) == (3, 3, 0)
    assert workbook.applied_at
    person = dossier.people.order_by("position")[1]
    assert person.name == row(1)[0]
    assert (person.nationality, person.identity_kind, person.role, person.sex) == (
        "CN",
        "resident",
        "teacher",
        "female",
    )
    assert person.certificate_number == certificate_number(1)
    assert (person.subjects, person.stages) == (["chinese", "mathematics"], ["junior", "senior"])
    assert (person.employment, person.employed_from, person.in_service) == ("full_time", date(2019, 9, 1), False)
    assert vault.open_identity(person.identity) == identity_number(1)
    assert person.identity_commitment == vault.store([("resident", identity_number(1))])[0].commitment


def test_what_need_not_be_filled_in_may_be_empty(dossier):
    bare = row(1, sex="", nationality="", employment="", employed_from="")
    workbook = hand_in(dossier, xlsx([bare]))
    assert errors(workbook) == []
    assert dossier.people.get().employed_from is None


@pytest.mark.parametrize(
    "headings", [HEADINGS, NAMES, [f"{heading} {name}" for heading, name in zip(HEADINGS, NAMES, strict=True)]]
)
def test_headings_are_chinese_or_english_or_both_in_any_order(dossier, headings):
    workbook = hand_in(dossier, xlsx([list(reversed(row(1)))], list(reversed(headings))))
    assert workbook.applied_at
    assert dossier.people.get().name == row(1)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_files_are_read_in_the_usual_forms(dossier, encoding, delimiter):
    workbook = hand_in(dossier, comma_separated(rows(5), encoding, delimiter=delimiter), "人员.csv")
    assert (workbook.applied_at is not None, workbook.new) == (True, 5)
    assert dossier.people.order_by("position").first().name == row(0)[0]


def test_a_title_above_and_columns_of_ones_own_do_no_harm(dossier):
    body = [
        ["2020年培训人员名单", *[""] * 15],
        ["", *[""] * 15],
        ["序号", *HEADINGS],
        *([n, *row(n)] for n in range(2)),
    ]
    workbook = hand_in(dossier, xlsx(body[1:], body[0]))
    assert workbook.applied_at
    assert workbook.ignored_columns == ["序号"]


def test_the_words_of_both_languages_are_understood(dossier):
    english = row(
        1,
        sex="Female",
        nationality="united kingdom",
        identity_kind="Passport",
        identity_number="e 1234-5678",
        subjects="English / ideology and politics",
        stages="primary；高中",
        role="Tutor",
        employment="part-time",
        employed_from="2019年9月1日",
        in_service="NO",
    )
    hand_in(dossier, xlsx([english]))
    person = dossier.people.get()
    assert (person.nationality, person.identity_kind, person.role) == ("GB", "passport", "tutor")
    assert (person.subjects, person.stages) == (["english", "politics"], ["primary", "senior"])
    assert (person.employment, person.employed_from) == ("part_time", date(2019, 9, 1))
    assert vault.open_identity(person.identity) == "E12345678"


@pytest.mark.parametrize(
    "cell",
    [
        "2019-09-01",
        "2019/9/1",
        "2019.9.1",
        "20190901",
        "２０１９年９月１日",
        "2019-09-01 00:00:00",
        43709,
        datetime(2019, 9, 1),
    ],
)
def test_dates_as_text_as_numbers_and_as_dates(dossier, cell):
    hand_in(dossier, xlsx([row(1, employed_from=cell)]))
    assert dossier.people.get().employed_from == date(2019, 9, 1)


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "name", "required"),
    ({"name": "=cmd|' /C calc'!A0"}, "name", "name_form"),
    ({"name": "李" * 61}, "name", "too_long"),
    ({"sex": "不详"}, "sex", "not_in_list"),
    ({"nationality": "火星"}, "nationality", "not_in_list"),
    ({"identity_kind": "驾驶证"}, "identity_kind", "not_in_list"),
    ({"identity_number": ""}, "identity_number", "required"),
    ({"identity_number": "110000199001010014"}, "identity_number", "identity_check"),
    ({"identity_number": 110000199001010013}, "identity_number", "digits_lost"),
    ({"identity_number": "1.1E+17"}, "identity_number", "digits_lost"),
    ({"certificate_number": "2015110014100001"}, "certificate_number", "certificate_form"),
    ({"certificate_number": 20151100141000012}, "certificate_number", "digits_lost"),
    ({"subjects": "语文、围棋"}, "subjects", "not_in_list"),
    ({"subjects": ""}, "subjects", "required_of_teachers"),
    ({"stages": "大学"}, "stages", "not_in_list"),
    ({"role": ""}, "role", "required"),
    ({"employment": "临时"}, "employment", "not_in_list"),
    ({"employed_from": "2019年9月"}, "employed_from", "date_form"),
    ({"employed_from": "2019-02-30"}, "employed_from", "date_form"),
    ({"employed_from": "1890-01-01"}, "employed_from", "date_range"),
    ({"in_service": ""}, "in_service", "required"),
    ({"education": "#REF!"}, "education", "spreadsheet_error"),
    ({"work": "字" * 2001}, "work", "too_long"),
]


@pytest.mark.parametrize(("changed", "column", "code"), WRONG)
def test_one_wrong_cell_keeps_everything_out(dossier, changed, column, code):
    workbook = hand_in(dossier, xlsx([row(1), row(2, **changed), row(3)]))
    assert errors(workbook) == [(3, column, code)]
    assert workbook.applied_at is None
    assert not dossier.people.exists()
    assert not Identity.objects.exists()


def test_all_errors_are_told_at_once(dossier):
    body = [row(1, name=""), row(2, role="x", sex="y"), row(1)]
    workbook = hand_in(dossier, xlsx(body))
    assert errors(workbook) == [
        (2, "name", "required"),
        (3, "role", "not_in_list"),
        (3, "sex", "not_in_list"),
        (4, "certificate_number", "repeated"),
        (4, "identity_number", "repeated"),
    ]
    assert (workbook.error_count, workbook.rows) == (5, 3)


def test_somebody_named_twice_is_an_error(dossier):
    body = [row(1), row(2), row(3, identity_number=row(1)[4]), row(4, certificate_number=certificate_number(2))]
    workbook = hand_in(dossier, xlsx(body))
    assert errors(workbook) == [(4, "identity_number", "repeated"), (5, "certificate_number", "repeated")]
    assert [error.params["first"] for error in workbook.errors.order_by("row")] == [2, 3]


def test_the_same_person_in_another_institution_is_no_error(dossier):
    hand_in(dossier, xlsx(rows(2)))
    other = filer_with_draft("filer2", "1120200000025", "52310000XTXT00010K")
    workbook = hand_in(other, xlsx(rows(2)))
    assert workbook.applied_at
    assert Identity.objects.count() == 2
    assert set(other.people.values_list("identity_commitment")) == set(
        dossier.people.values_list("identity_commitment")
    )


def test_private_values_are_masked_in_errors(dossier):
    wrong = row(1)[4][:-1] + ("1" if row(1)[4][-1] != "1" else "2")
    hand_in(dossier, xlsx([row(1, identity_number=wrong), row(2, certificate_number="20159900141000012")]))
    values = set(WorkbookError.objects.values_list("value", flat=True))
    assert values == {f"{wrong[:6]}********{wrong[-4:]}", "201599********012"}


def test_a_later_workbook_first_says_what_would_change(dossier):
    hand_in(dossier, xlsx(rows(4)))
    before = dict(dossier.people.values_list("name", "line"))
    body = [row(0), row(1, role="助教"), row(2), row(9)]
    workbook = hand_in(dossier, xlsx(body))
    assert (workbook.new, workbook.changed, workbook.removed, workbook.unchanged) == (1, 1, 1, 2)
    assert workbook.removed_names == [row(3)[0]]
    assert workbook.applied_at is None
    assert dict(dossier.people.values_list("name", "line")) == before

    importing.PEOPLE.confirm(workbook, None, keep_missing=False)
    workbook.refresh_from_db()
    running.run(workbook.job_id)
    workbook.refresh_from_db()
    after = dict(dossier.people.order_by("position").values_list("name", "line"))
    assert list(after) == [line[0] for line in body]
    assert all(after[name] == line for name, line in before.items() if name in after)
    assert dossier.people.get(name=row(1)[0]).role == "tutor"
    assert workbook.applied_at


def test_whom_the_workbook_does_not_name_may_stay(dossier):
    hand_in(dossier, xlsx(rows(3)))
    workbook = hand_in(dossier, xlsx([row(7), row(1, sex="男")]))
    importing.PEOPLE.confirm(workbook, None, keep_missing=True)
    workbook.refresh_from_db()
    running.run(workbook.job_id)
    assert list(dossier.people.order_by("position").values_list("name", flat=True)) == [row(n)[0] for n in (0, 1, 2, 7)]
    assert dossier.people.get(name=row(1)[0]).sex == "male"


def test_a_corrected_identity_number_keeps_the_line(dossier):
    hand_in(dossier, xlsx(rows(2)))
    line = dossier.people.get(name=row(1)[0]).line
    workbook = hand_in(dossier, xlsx([row(0), row(1, identity_number=identity_number(77))]))
    assert (workbook.new, workbook.changed, workbook.removed) == (0, 1, 0)
    importing.PEOPLE.confirm(workbook, None, keep_missing=False)
    workbook.refresh_from_db()
    running.run(workbook.job_id)
    person = dossier.people.get(line=line)
    assert vault.open_identity(person.identity) == identity_number(77)


def test_what_was_confirmed_is_what_happens(dossier):
    hand_in(dossier, xlsx(rows(3)))
    workbook = hand_in(dossier, xlsx(rows(2)))
    dossier.people.get(name=row(1)[0]).delete()
    importing.PEOPLE.confirm(workbook, None, keep_missing=False)
    workbook.refresh_from_db()
    running.run(workbook.job_id)
    workbook.refresh_from_db()
    assert workbook.applied_at is None
    assert (workbook.new, workbook.removed) == (1, 1)
    assert dossier.people.count() == 2


def test_nothing_can_be_confirmed_twice(dossier):
    workbook = hand_in(dossier, xlsx(rows(2)))
    with pytest.raises(Conflict):
        importing.PEOPLE.confirm(workbook, None, keep_missing=False)


def test_a_sealed_dossier_takes_no_workbook(dossier):
    workbook = importing.PEOPLE.start(dossier, upload(xlsx(rows(2))), None)
    Dossier.objects.filter(pk=dossier.pk).update(sealed_at="2020-06-01T00:00:00+08:00", digest="0" * 64)
    running.run(workbook.job_id)
    assert errors(workbook) == [(0, "", "dossier_sealed")]
    assert not dossier.people.exists()
    dossier.refresh_from_db()
    with pytest.raises(Refused):
        importing.PEOPLE.start(dossier, upload(xlsx(rows(2))), None)


def test_a_later_upload_takes_the_place_of_one_that_waits(dossier):
    first = importing.PEOPLE.start(dossier, upload(xlsx(rows(2))), None)
    second = importing.PEOPLE.start(dossier, upload(xlsx(rows(3))), None)
    running.run(first.job_id)
    assert not dossier.people.exists()
    running.run(second.job_id)
    assert dossier.people.count() == 3


def test_a_job_done_again_has_no_second_effect(dossier):
    workbook = hand_in(dossier, xlsx(rows(2)))
    Job.objects.update(state="queued")
    running.run(workbook.job_id)
    assert dossier.people.count() == 2


def test_a_reading_that_is_killed_is_tried_three_times(dossier, monkeypatch):
    def killed(*_arguments: Any) -> Any:
        raise child.ChildDiedError("status -9")

    monkeypatch.setattr(child, "read", killed)
    workbook = importing.PEOPLE.start(dossier, upload(xlsx(rows(2))), None)
    for _attempt in range(5):
        running.run(workbook.job_id)
    job = job_of(workbook)
    assert (job.state, job.attempts) == ("failed", 3)
    assert not dossier.people.exists()


def test_the_workbook_is_kept_encrypted_and_only_until_it_is_applied(dossier, django_capture_on_commit_callbacks):
    content = comma_separated(rows(2))
    workbook = importing.PEOPLE.start(dossier, upload(content, "people.csv"), None)
    kept = workbook.file.read()
    assert identity_number(0).encode() not in kept
    workbook.file.close()
    with django_capture_on_commit_callbacks(execute=True):
        running.run(workbook.job_id)
    assert not workbook.file.storage.exists(workbook.file.name)


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(dossier, monkeypatch):
    monkeypatch.setattr("institutions.workbooks.importing.MAX_SIZE", 100)
    with pytest.raises(BadInput):
        importing.PEOPLE.start(dossier, upload(xlsx(rows(2))), None)
    assert not PersonnelImport.objects.exists()


def test_the_number_of_statements_does_not_grow_with_the_rows(dossier, django_assert_max_num_queries):
    workbook = importing.PEOPLE.start(dossier, upload(xlsx(rows(3000))), None)
    with django_assert_max_num_queries(60):
        running.run(workbook.job_id)
    assert dossier.people.count() == 3000


def test_no_identity_number_is_written_in_the_clear(dossier):
    hand_in(dossier, xlsx([row(1), row(2, name="")]))
    hand_in(dossier, xlsx([row(1), row(2)]))
    with connection.cursor() as cursor:
        for table in (
            "personnel_person",
            "personnel_identity",
            "personnel_workbookerror",
            "personnel_personnelimport",
            "jobs_job",
        ):
            cursor.execute(f"SELECT count(*) FROM {table} AS r WHERE r::text LIKE %s", [f"%{identity_number(1)}%"])
            assert cursor.fetchone() == (0,)
    assert Person.objects.count() == 2


def test_a_reading_stops_quietly_when_a_newer_workbook_takes_its_place(dossier, monkeypatch):
    workbook = importing.PEOPLE.start(dossier, upload(xlsx([HEADINGS, *rows(1)]), "people.xlsx"), None)

    def replaced(*_arguments: Any) -> Any:
        PersonnelImport.objects.filter(pk=workbook.pk).delete()
        raise IntegrityError("the errors' workbook is not there")

    monkeypatch.setattr(child, "read", replaced)
    assert importing.run(Job.objects.get(pk=workbook.job_id)) == {}
