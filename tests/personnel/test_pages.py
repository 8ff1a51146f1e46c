"""The filer's pages on people: who may see them, one person's form, the workbook in three steps."""

from __future__ import annotations

import re
import uuid
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dossiers.showing import facts_of
from institutions.models import Dossier
from jobs import running
from personnel import importing, vault
from personnel.models import Person
from tests.personnel.books import row, rows, upload, xlsx
from tests.personnel.people import certificate_number, filer_with_draft, identity_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    return filer_with_draft()


@pytest.fixture
def browser(dossier) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(username="filer"))
    return client


def at(dossier: Dossier, name: str, *args: object) -> str:
    return reverse(name, args=[dossier.filing.number, *args])


def payload(**changed: object) -> dict[str, object]:
    right = {
        "name": "王芳",
        "sex": "female",
        "nationality": "CN",
        "identity_kind": "resident",
        "identity_number": identity_number(5),
        "role": "teacher",
        "employment": "full_time",
        "employed_from": "2019/9/1",
        "certificate_number": certificate_number(5),
        "subjects": ["chinese"],
        "stages": ["primary", "junior"],
        "in_service": "False",
    }
    return right | changed


def hand_in(dossier: Dossier, browser: Client, content: bytes) -> None:
    answer = browser.post(at(dossier, "file-personnel-import"), {"workbook": upload(content)})
    assert answer.status_code == 302
    running.run(importing.newest(dossier).job_id)


def test_it_works(dossier, browser):
    line = uuid.uuid4()
    answer = browser.post(at(dossier, "file-person", line), payload())
    assert answer.status_code == 302
    person = dossier.people.get(line=line)
    assert (person.name, person.employed_from, person.stages) == ("王芳", date(2019, 9, 1), ["primary", "junior"])
    assert vault.open_identity(person.identity) == identity_number(5)
    page = browser.get(at(dossier, "file-personnel")).content.decode()
    assert "王芳" in page
    assert identity_number(5) not in page
    assert certificate_number(5) not in page


def test_a_double_click_adds_one_person(dossier, browser):
    line = uuid.uuid4()
    for _click in range(2):
        browser.post(at(dossier, "file-person", line), payload())
    assert dossier.people.count() == 1


def test_an_empty_number_keeps_the_stored_one(dossier, browser):
    line = uuid.uuid4()
    browser.post(at(dossier, "file-person", line), payload())
    page = browser.get(at(dossier, "file-person", line))
    assert identity_number(5) not in page.content.decode()
    changed = payload(identity_number="", name="王小芳", seen=page.context["form"]["seen"].value())
    answer = browser.post(at(dossier, "file-person", line), changed)
    assert answer.status_code == 302
    person = dossier.people.get()
    assert (person.name, vault.open_identity(person.identity)) == ("王小芳", identity_number(5))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(dossier, browser):
    line = uuid.uuid4()
    browser.post(at(dossier, "file-person", line), payload())
    seen = browser.get(at(dossier, "file-person", line)).context["form"]["seen"].value()
    dossier.people.update(name="王小芳")
    late = payload(identity_number="", role="tutor", seen=seen)
    answer = browser.post(at(dossier, "file-person", line), late)
    assert answer.status_code == 409
    assert "王小芳" in answer.content.decode()
    assert dossier.people.get().role == "teacher"
    again = late | {"seen": answer.context["form"]["seen"].value()}
    assert browser.post(at(dossier, "file-person", line), again).status_code == 302
    assert dossier.people.get().role == "tutor"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "required"),
        ({"name": "=1+1"}, "Does not look like a name"),
        ({"identity_number": ""}, "It is needed"),
        ({"identity_number": "110000199001010014"}, "one digit is wrong"),
        ({"identity_kind": "passport"}, "5 to 12"),
        ({"certificate_number": "123"}, "17 digits"),
        ({"role": ""}, "Nothing is chosen yet"),
        ({"subjects": []}, "whose role is teacher"),
        ({"employed_from": "yesterday"}, "no date"),
        ({"employed_from": "1890-01-01"}, "before 1950"),
        ({"in_service": ""}, "Nothing is chosen yet"),
        ({"nationality": "XX"}, "not one of the choices"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(dossier, browser, changed, words):
    answer = browser.post(at(dossier, "file-person", uuid.uuid4()), payload(education="some words", **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "some words" in answer.content.decode()
    assert not dossier.people.exists()


def test_nobody_is_named_twice(dossier, browser):
    browser.post(at(dossier, "file-person", uuid.uuid4()), payload())
    answer = browser.post(at(dossier, "file-person", uuid.uuid4()), payload(name="别人"))
    assert answer.content.decode().count("王芳 has this number already") >= 2
    assert dossier.people.count() == 1


def test_a_person_is_removed_after_a_question(dossier, browser):
    line = uuid.uuid4()
    browser.post(at(dossier, "file-person", line), payload())
    assert browser.get(at(dossier, "file-person-remove", line)).status_code == 200
    assert dossier.people.exists()
    for _click in range(2):
        assert browser.post(at(dossier, "file-person-remove", line)).status_code == 302
    assert not dossier.people.exists()


def test_the_list_is_paged_and_searched(dossier, browser, django_assert_max_num_queries):
    hand_in(dossier, browser, xlsx(rows(120)))
    with django_assert_max_num_queries(14):
        page = browser.get(at(dossier, "file-personnel"), {"page": 2})
    assert len(page.context["people"]) == 50
    found = browser.get(at(dossier, "file-personnel"), {"q": row(77)[0]})
    assert [person.name for person in found.context["people"]] == [row(77)[0]]
    assert browser.get(at(dossier, "file-personnel"), {"q": "\0"}).status_code == 400


def test_the_workbook_goes_in_and_the_page_says_so(dossier, browser):
    assert "Choose the workbook" in browser.get(at(dossier, "file-personnel-import")).content.decode()
    answer = browser.post(at(dossier, "file-personnel-import"), {"workbook": upload(xlsx(rows(3)))}, follow=True)
    waiting = answer.content.decode()
    assert "every 1s" in waiting
    running.run(importing.newest(dossier).job_id)
    done = browser.get(at(dossier, "file-personnel-import"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in done
    assert "every 1s" not in done
    assert "3 people of “people.xlsx” are in the materials" in done


def test_what_is_wrong_is_grouped_worst_first_and_handed_back_marked(dossier, browser):
    body = [row(1, role="x"), row(2, role="y"), row(3, sex="z"), row(4)]
    hand_in(dossier, browser, xlsx(body))
    page = browser.get(at(dossier, "file-personnel-import"))
    groups = page.context["reading"].groups
    assert [(group.column, group.count) for group in groups] == [("role", 2), ("sex", 1)]
    assert "teacher, tutor, curriculum researcher, manager" in page.content.decode()
    marked = b"".join(browser.get(at(dossier, "file-personnel-import-annotated")).streaming_content)
    sheet = openpyxl.load_workbook(BytesIO(marked)).active
    assert sheet.cell(2, 1).value.startswith("Role: Not one of the words")
    assert sheet.cell(5, 1).value is None
    assert sheet.cell(5, 2).value == row(4)[0]
    errors = browser.get(at(dossier, "file-personnel-import-errors"), {"kind": groups[0].key})
    assert [error.row for error in errors.context["errors"]] == [2, 3]


def test_the_marked_workbook_can_be_mended_and_handed_in_again(dossier, browser):
    hand_in(dossier, browser, xlsx([row(1, role="x"), row(2)]))
    marked = b"".join(browser.get(at(dossier, "file-personnel-import-annotated")).streaming_content)
    book = openpyxl.load_workbook(BytesIO(marked))
    place = next(cell.column for cell in book.active[1] if cell.value == "岗位")
    book.active.cell(2, place).value = "教师"
    mended = BytesIO()
    book.save(mended)
    hand_in(dossier, browser, mended.getvalue())
    assert dossier.people.count() == 2
    assert importing.newest(dossier).ignored_columns == []


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_marked_workbook_is_a_formula(dossier, browser, begin):
    hand_in(dossier, browser, xlsx([row(1, name=f"{begin}HYPERLINK(1)")]))
    marked = b"".join(browser.get(at(dossier, "file-personnel-import-annotated")).streaming_content)
    sheet = openpyxl.load_workbook(BytesIO(marked)).active
    cell = sheet.cell(2, 2)
    assert cell.value == f"{begin}HYPERLINK(1)"
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_filer_decides_about_those_no_longer_named(dossier, browser):
    hand_in(dossier, browser, xlsx(rows(3)))
    hand_in(dossier, browser, xlsx(rows(2)))
    page = browser.get(at(dossier, "file-personnel-import")).content.decode()
    assert row(2)[0] in page
    assert browser.post(at(dossier, "file-personnel-import-confirm")).status_code == 422
    assert browser.post(at(dossier, "file-personnel-import-confirm"), {"missing": "remove"}).status_code == 302
    running.run(importing.newest(dossier).job_id)
    assert dossier.people.count() == 2
    assert browser.post(at(dossier, "file-personnel-import-confirm"), {"missing": "remove"}).status_code == 409


def test_no_file_and_a_large_file_are_refused_on_the_page(dossier, browser, monkeypatch):
    assert browser.post(at(dossier, "file-personnel-import")).status_code == 422
    monkeypatch.setattr(importing, "MAX_SIZE", 10)
    answer = browser.post(at(dossier, "file-personnel-import"), {"workbook": upload(xlsx(rows(1)))})
    assert answer.status_code == 422


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_can_be_filled_in_and_handed_in(dossier, browser, language):
    content = b"".join(
        browser.get(at(dossier, "file-personnel-template"), headers={"Accept-Language": language}).streaming_content
    )
    book = openpyxl.load_workbook(BytesIO(content))
    assert [each.type for each in book.worksheets[0].data_validations.dataValidation].count("list") == 6
    book.worksheets[0].append(row(1))
    filled = BytesIO()
    book.save(filled)
    hand_in(dossier, browser, filled.getvalue())
    assert dossier.people.count() == 1


def template(dossier: Dossier, browser: Client, language: str) -> openpyxl.Workbook:
    answer = browser.get(at(dossier, "file-personnel-template"), headers={"Accept-Language": language})
    return openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))


def test_the_template_speaks_the_filers_language_only(dossier, browser):
    said = {}
    for language in ("zh-hans", "en"):
        book = template(dossier, browser, language)
        cells = [str(cell.value) for sheet in book for line in sheet for cell in line if cell.value]
        offered = [
            " ".join(filter(None, [each.formula1, each.prompt, each.promptTitle, each.error, each.errorTitle]))
            for each in book.worksheets[0].data_validations.dataValidation
        ]
        said[language] = " ".join([*book.sheetnames, *cells, *offered])
    assert not re.search("[\u3400-\u9fff]", said["en"])
    assert re.findall("[A-Za-z]{3,}", said["zh-hans"]) == []


def test_the_template_offers_the_countries_by_name(dossier, browser):
    book = template(dossier, browser, "en")
    source = next(each for each in book.worksheets[0].data_validations.dataValidation if "C2" in str(each.sqref))
    sheet, first, last = re.fullmatch(r"'(.+)'!\$A\$(\d+):\$A\$(\d+)", source.formula1).groups()
    names = [book[sheet].cell(line, 1).value for line in range(int(first), int(last) + 1)]
    assert names[0] == "China"
    assert {"United States", "Taiwan, China", "Hong Kong, China"} < set(names)
    assert "European Union" not in names


@pytest.mark.parametrize("written", ["美国", "United States", "US", "us"])
def test_a_nationality_is_taken_by_name_and_by_code_and_shown_by_name(dossier, browser, written):
    hand_in(dossier, browser, xlsx([row(1, nationality=written)]))
    person = dossier.people.get()
    assert person.nationality == "US"
    assert "United States" in [fact.value for fact in facts_of(person)]


PAGES = [
    ("file-personnel", ()),
    ("file-personnel-import", ()),
    ("file-personnel-import-errors", ()),
    ("file-personnel-import-annotated", ()),
    ("file-personnel-template", ()),
    ("file-person", (uuid.UUID(int=1),)),
    ("file-person-remove", (uuid.UUID(int=1),)),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_another_institutions_pages_do_not_exist(dossier, name, args):
    filer_with_draft("other", "1120200000025", "52310000XTXT00010K")
    client = Client()
    client.force_login(User.objects.get(username="other"))
    assert client.get(at(dossier, name, *args)).status_code == 404
    client.logout()
    assert client.get(at(dossier, name, *args)).status_code == 302


def test_submitted_materials_are_not_edited(dossier, browser):
    Dossier.objects.filter(pk=dossier.pk).update(sealed_at="2020-06-01T00:00:00+08:00", digest="0" * 64)
    assert browser.get(at(dossier, "file-personnel")).status_code == 422
    assert browser.post(at(dossier, "file-person", uuid.uuid4()), payload()).status_code == 422
    assert not Person.objects.exists()
