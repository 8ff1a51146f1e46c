"""Reading a register that moves in: forgiving about how a cell is written, strict about what it means."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.utils import translation

from filing_platform.errors import BadInput, FieldError
from rectification.register_file import RegisterFile, read
from rectification.register_words import COLUMNS
from tests.rectification.register_rows import BEIJING, black, gray, register, row

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 1)


def reading(content: bytes) -> RegisterFile:
    return read(io.BytesIO(content), "register.csv", TODAY, lambda done, total: None)


def errors(*rows: dict[str, str]) -> list[FieldError]:
    with pytest.raises(BadInput) as refusal:
        reading(register(*rows))
    assert refusal.value.params["count"] == len(refusal.value.errors)
    return refusal.value.errors


def test_it_works() -> None:
    read_ = reading(register(row(), row(platform_kind="app", platform_name="云杉App", address=""), black(), gray()))
    first, *others = read_.institutions
    assert (read_.rows, len(others)) == (4, 2)
    assert (first.credit_code, first.province, first.list, first.listed_on) == (
        BEIJING,
        "11",
        "white",
        date(2019, 12, 20),
    )
    assert [platform.kind for platform in first.platforms] == ["website", "app"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_spreadsheet_programs(encoding: str) -> None:
    (found,) = reading(register(row(), encoding=encoding)).institutions
    assert found.name == "北京云杉远航教育科技有限公司"


def test_columns_in_any_order_and_case_and_empty_lines() -> None:
    content = register(row(), columns=COLUMNS[::-1]).decode().replace("credit_code", " Credit Code ") + "\r\n,,\r\n"
    assert reading(content.encode()).rows == 1


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        ("credit_code", " 91110000-xtxt000105 ", BEIJING),
        ("credit_code", "９１１１００００ＸＴＸＴ０００１０５", BEIJING),
        ("province", "11", "11"),
        ("province", "北京市", "11"),
        ("province", "beijing", "11"),
        ("province", "广西壮族自治区", "45"),
        ("province", "新疆生产建设兵团", "66"),
        ("province", "Inner  Mongolia", "15"),
        ("list", "白名单", "white"),
        ("list", " WHITE ", "white"),
        ("list", "Grey", "gray"),
        ("listed_on", "2019年12月20日", date(2019, 12, 20)),
        ("listed_on", "2019/12/20", date(2019, 12, 20)),
        ("listed_on", "２０１９-１２-２０", date(2019, 12, 20)),
        ("name", " 北京云杉　远航教育科技有限公司\u200b", "北京云杉 远航教育科技有限公司"),
    ],
)
def test_cells_are_read_as_they_are_meant(column: str, typed: str, meant: object) -> None:
    (found,) = reading(register(row(**{column: typed}))).institutions
    told = {"province": found.province, "list": str(found.list), "listed_on": found.listed_on}
    assert (told | {"credit_code": found.credit_code, "name": found.name})[column] == meant


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        ("platform_kind", "微信公众号", "wechat_account"),
        ("platform_kind", "Mini-Program", "mini_program"),
        ("icp_number", "京icp备１９０５４３２１号－１", "京ICP备19054321号-1"),
    ],
)
def test_platforms_are_read_as_they_are_meant(column: str, typed: str, meant: str) -> None:
    (found,) = reading(register(row(address="") | {column: typed})).institutions
    (platform,) = found.platforms
    assert {"platform_kind": platform.kind, "icp_number": platform.icp_number}[column] == meant


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("credit_code", "91110000XTXT000106"),
        ("credit_code", ""),
        ("name", ""),
        ("name", "长" * 121),
        ("brand", "长" * 61),
        ("province", "加利福尼亚"),
        ("province", ""),
        ("list", "公示"),
        ("list", "notice"),
        ("list", "filed"),
        ("list", ""),
        ("listed_on", "2020-06-02"),
        ("listed_on", "2019-02-30"),
        ("listed_on", "昨天"),
        ("listed_on", ""),
        ("platform_kind", "报纸"),
        ("platform_kind", ""),
        ("platform_name", ""),
        ("address", "javascript:alert(1)"),
        ("address", "不是网址"),
        ("icp_number", "京ICP备12号"),
        ("name", "北京\x07科技"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(column: str, typed: str) -> None:
    (error,) = errors(black(), row(**{column: typed}))
    assert (error.row, error.field) == (3, column)
    assert error.message


def test_a_running_public_notice_does_not_move_in_and_the_message_says_what_to_do() -> None:
    with translation.override("en"):
        (error,) = errors(row(list="notice"))
    assert "white when the notice is over" in error.message


def test_every_error_is_told_at_once() -> None:
    found = errors(row(list="x", province="x"), black(listed_on="x"))
    assert [(error.row, error.field) for error in found] == [(2, "province"), (2, "list"), (3, "listed_on")]


def test_a_black_entry_needs_its_reason_and_a_white_one_does_not() -> None:
    (error,) = errors(row(), black() | {"reason": " "})
    assert (error.row, error.field) == (3, "reason")


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("name", "另一家公司"),
        ("province", "上海"),
        ("list", "gray"),
        ("listed_on", "2020-01-01"),
        ("brand", "另一品牌"),
    ],
)
def test_two_rows_of_one_institution_must_agree(column: str, other: str) -> None:
    (error,) = errors(row(), row(platform_name="云杉App", platform_kind="app", **{column: other}))
    assert (error.row, error.field, error.value) == (3, column, other)
    assert "2" in error.message


def test_a_brand_may_stand_in_one_of_the_rows() -> None:
    (found,) = reading(register(row(brand=""), row(platform_name="云杉App", platform_kind="app"))).institutions
    assert (found.brand, len(found.platforms)) == ("云杉网校", 2)


def test_the_same_platform_twice() -> None:
    (error,) = errors(row(), row(platform_name="云杉 网校"))
    assert (error.row, error.field) == (3, "platform_name")


def test_an_institution_without_platforms() -> None:
    none = {"platform_kind": "", "platform_name": "", "address": "", "icp_number": ""}
    (found,) = reading(register(row(**none))).institutions
    assert found.platforms == []
    (error,) = errors(row(**none), row(**none))
    assert (error.row, error.field) == (3, "credit_code")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_rows"),
        (register(), "no_rows"),
        (register(row(), columns=COLUMNS[:-1]), "columns_missing"),
        (register(row(), columns=(*COLUMNS, "phone")), "columns_unknown"),
        (register(row(), columns=(*COLUMNS, "name")), "columns_twice"),
        (register(row(), encoding="utf-16"), "is_utf16"),
        (b"PK\x03\x04\x00\x00", "not_text"),
        (b"<!DOCTYPE html><html>", "is_web_page"),
        (b'"never closed', "csv_quotes"),
    ],
)
def test_a_file_that_is_no_register(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        reading(content)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_a_comma_too_many_is_seen() -> None:
    content = register(row()).decode().rstrip() + ",left over\r\n"
    with pytest.raises(BadInput) as refusal:
        reading(content.encode())
    assert [(error.row, error.value) for error in refusal.value.errors] == [(2, "left over")]
