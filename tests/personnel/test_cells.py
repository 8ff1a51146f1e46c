"""Cells of a workbook: the closed sets are the models' own, and nothing that a cell can hold breaks a parser."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from institutions.workbooks.cells import Fault
from personnel import cells, columns, nationalities
from personnel.models import Employment, IdentityKind, Person, PersonRole, Sex, Stage, Subject

TODAY = date(2020, 6, 1)
PARSERS = cells.parsers(TODAY)
CLOSED = [
    ("sex", columns.SEX, Sex),
    ("identity_kind", columns.IDENTITY_KIND, IdentityKind),
    ("role", columns.ROLE, PersonRole),
    ("employment", columns.EMPLOYMENT, Employment),
    ("stages", columns.STAGE, Stage),
    ("subjects", columns.SUBJECT, Subject),
]
CELLS = st.one_of(
    st.text(max_size=60),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(("column", "known", "choices"), CLOSED)
def test_the_words_are_the_models(column, known, choices):
    assert list(known) == choices.values


@pytest.mark.parametrize(("column", "known", "choices"), CLOSED)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_the_interface_calls_a_choice_can_be_written(column, known, choices, language):
    with override(language):
        for value, label in choices.choices:
            expected = f"{{{value}}}" if column in ("stages", "subjects") else value
            assert PARSERS[column](str(label)) == expected


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_the_form_calls_a_country_can_be_written(language):
    with override(language):
        wrong = [name for code, name in nationalities.choices() if PARSERS["nationality"](name) != code]
    assert wrong == []


def test_the_columns_are_fields_of_a_person():
    names = {field.name for field in Person._meta.get_fields()} | {"identity_number"}
    assert {column.name for column in columns.COLUMNS} <= names


@given(CELLS)
def test_no_cell_breaks_a_parser(cell):
    for name, parse in PARSERS.items():
        parsed = parse(cell)
        assert isinstance(parsed, Fault) or not set("\t\n\r\0") & set(parsed)
        assert isinstance(cells.shown(name, cell), str)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("姓名", "name"),
        (" 姓 名 *", "name"),
        ("Name（必填）", "name"),
        ("identity number", "identity_number"),
        ("备注", None),
    ],
)
def test_headings_are_found_however_they_are_written(heading, name):
    column = columns.HEADINGS.column_of(heading)
    assert (column and column.name) == name
