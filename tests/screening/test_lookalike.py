"""A name, brand or domain that is taken for another institution's is found however it is disguised."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from institutions.models import Dossier
from register.models import Entry
from screening import running
from screening.models import Finding
from screening.skeleton import readable_sql, skeleton, skeleton_sql
from tests import factories

pytestmark = pytest.mark.django_db


def listed(list_name: str = "black", **values: object) -> Entry:
    institution = factories.InstitutionFactory()
    return Entry.objects.create(
        **{
            "institution": institution,
            "credit_code": institution.credit_code,
            "jurisdiction": institution.jurisdiction,
            "name": institution.name,
            "brand": "大海Ketang学堂",
            "list": list_name,
            "since": date(2020, 1, 1),
            "platforms": [{"kind": "website", "name": "官网", "address": "https://www.dahai-edu.example/"}],
        }
        | values
    )


def branded(brand: str) -> Dossier:
    dossier = factories.whole_dossier()
    dossier.profile.brand = brand
    dossier.profile.save()
    return dossier


def found(dossier: Dossier) -> list[str]:
    return [c.rule.number for c in running.preview(dossier)]


@pytest.mark.parametrize(
    "disguise",
    [
        "大海Ketang学堂",
        "大海ＫＥＴＡＮＧ学堂",
        "大海\u200bKetang 学堂",
        "⼤海Ketang学堂",  # a Kangxi radical
        "大海Ketang學堂",
        "大海Kеtаng学堂",  # Cyrillic letters
        "太海Ketang学堂",
        "大海·Ketang-学堂",
    ],
)
def test_each_disguise_is_seen_through(disguise: str):
    listed()
    assert found(branded(disguise)) == ["LOOKALIKE"]


def test_another_name_is_let_pass():
    listed()
    assert found(branded("大河Ketang学堂")) == []


@pytest.mark.parametrize("list_name", ["gray", "notice", "filed", ""])
def test_only_white_and_black_lists_are_compared(list_name: str):
    listed(list_name)
    assert found(branded("大海Ketang学堂")) == []


def test_a_white_listed_name_is_guarded_from_the_day_it_is_white(on_day):
    listed("notice", next_list="white", next_on=date(2020, 6, 2))
    dossier = branded("大海Ketang学堂")
    assert found(dossier) == []
    on_day(date(2020, 6, 2))
    assert found(dossier) == ["LOOKALIKE"]


def test_a_domain_is_compared_without_its_ending():
    listed()
    dossier = factories.whole_dossier()
    dossier.platforms.update(address="http://dahaiedu.invalid/login")
    (candidate,) = running.preview(dossier)
    assert (candidate.rule.number, candidate.section) == ("LOOKALIKE", "platforms")
    assert candidate.evidence["alike"][0]["like"] == "https://www.dahai-edu.example/"


def test_an_institution_is_not_taken_for_itself_nor_for_the_one_it_succeeds():
    entry = listed()
    own = factories.whole_dossier(filing__institution=entry.institution)
    own.profile.brand = entry.brand
    own.profile.save()
    assert found(own) == []
    heir = branded(entry.brand)
    heir.filing.institution.succeeds = entry.institution
    heir.filing.institution.save()
    assert found(heir) == []


def test_the_finding_names_whom_it_is_taken_for():
    entry = listed()
    dossier = factories.submitted(branded("太海Ketang学堂"))
    running.screen(dossier)
    finding = Finding.objects.get()
    assert finding.evidence["alike"] == [
        {
            "field": "brand",
            "value": "太海Ketang学堂",
            "like": "大海Ketang学堂",
            "institution": entry.name,
            "list": "black",
        }
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        alphabet=st.sampled_from("aA1lrnvＡａ０ 　\u200b\u0301-·'\"大太學学课课⼤аеОχé%(){}\\課堂")
        | st.characters(max_codepoint=0x9FFF),
        max_size=20,
    ).filter(lambda text: "\0" not in text and text.isprintable())
)
def test_python_and_sql_see_the_same(text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {skeleton_sql('%(text)s::text')}", {"text": text})
        assert cursor.fetchone()[0] == skeleton(text)


def test_text_is_read_through_its_disguise():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {readable_sql('%(text)s::text')}", {"text": "网 络\u200b游\u3000戏 ＡＢ"})
        assert cursor.fetchone()[0] == "网络游戏ab"
