"""Identity and certificate numbers: what is accepted, what is refused, what is shown of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from personnel import identifiers as ids

TODAY = date(2020, 6, 1)
RIGHT = "110000199001010013"


@pytest.mark.parametrize(
    "number",
    [
        RIGHT,
        "44000019921231008X",
        "44000019921231008x",
        " １１００００１９９００１０１００１３ ",
    ],
)
def test_a_right_identity_number_has_no_problem(number):
    assert ids.identity_problem("resident", number) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110000199001010014", "identity_check"),
        ("11000019900101001", "identity_form"),
        ("110000900101001", "identity_form"),
        ("X10000199001010013", "identity_form"),
        ("", "identity_form"),
    ],
)
def test_a_wrong_identity_number_is_told_apart(number, fault):
    assert ids.identity_fault("resident", number) == fault
    assert str(ids.identity_problem("resident", number))


def _with_check(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


def test_region_and_birth_date_are_checked():
    assert ids.identity_fault("resident", _with_check("99000019900101001")) == "identity_region"
    assert ids.identity_fault("resident", _with_check("11000019900230001")) == "identity_birth"
    assert ids.identity_fault("resident", _with_check("11000018000101001")) == "identity_birth"


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_one_wrong_character_is_noticed(place, character):
    changed = RIGHT[:place] + character + RIGHT[place + 1 :]
    assert (ids.identity_fault("resident", changed) == "") == (changed == RIGHT)


@given(st.text(max_size=30))
def test_no_text_breaks_a_check(text):
    for kind in ("resident", "passport", "hk_macao", "taiwan", "foreign_resident"):
        assert isinstance(ids.identity_fault(kind, ids.normalise(text)), str)
    assert isinstance(ids.certificate_fault(ids.normalise(text), TODAY), str)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "e12345678"),
        ("hk_macao", "H01234567"),
        ("hk_macao", "810000199001010019"),
        ("taiwan", "01234567"),
        ("foreign_resident", "CAN110099010101"),
    ],
)
def test_other_documents_are_checked_loosely(kind, number):
    assert ids.identity_problem(kind, number) is None
    assert str(ids.identity_problem(kind, "?"))


@pytest.mark.parametrize(
    "number",
    ["20191100142000123", "1996 6500 1300 00001", "２０１９１１００１４２０００１２３"],
)
def test_a_right_certificate_has_no_problem(number):
    assert ids.certificate_problem(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("2019110014200012", "certificate_form"),
        ("2019110014200012X", "certificate_form"),
        ("19951100142000123", "certificate_year"),
        ("20211100142000123", "certificate_year"),
        ("20199900142000123", "certificate_province"),
        ("20191100182000123", "certificate_type"),
        ("20191100143000123", "certificate_sex"),
    ],
)
def test_a_wrong_certificate_is_told_apart(number, fault):
    assert ids.certificate_fault(number, TODAY) == fault
    assert str(ids.certificate_problem(number, TODAY))


def test_masks_hide_birth_dates():
    assert ids.mask_identity("11010519491231002X") == "110105********002X"
    assert ids.mask_identity("E12345678") == "E******78"
    assert ids.mask_identity("E123") == "****"
    assert ids.mask_certificate("20191100142000123") == "201911********123"
    assert ids.certificate_type("20191100142000123") == "4"
