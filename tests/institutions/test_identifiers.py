"""Identifiers of institutions: what is accepted however it is typed, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from institutions import identifiers as ids

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
INVENTED = [
    "91350100M000100Y43",
    "91110000XTXT000105",
    "52310000XTXT00010K",
    "91330000XTXT00010T",
    "91440000XTXT00010M",
    "12110000XTXT00010A",
    "91650000XTXT000107",
]


@pytest.mark.parametrize("code", INVENTED)
def test_a_right_credit_code_has_no_problem(code):
    assert ids.credit_code_problem(code) is None
    assert ids.credit_code_warning(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4Z",
        "91350100M000100Y4",
        "91350100M000100Y431",
        "9135010OM000100Y43",
        "",
        "９１３５０１００Ｍ０００１００Ｙ４４",
        "91350100M000100Y43\x00",
    ],
)
def test_a_wrong_credit_code_has_a_problem(code):
    assert ids.credit_code_problem(code)


def test_the_organisation_code_inside_is_checked_too():
    body = "91110000XTXT00011"  # its organisation code should end in 0
    assert ids.credit_code_problem(body + uscc.calc_check_digit(body))


@given(st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_noticed(place, character):
    code = INVENTED[0]
    changed = code[:place] + character + code[place + 1 :]
    assert (ids.credit_code_problem(changed) is None) == (changed == code)


@given(st.text(max_size=40))
def test_no_text_breaks_a_check(text):
    for check in (
        ids.credit_code_problem,
        ids.credit_code_warning,
        ids.icp_problem,
        ids.telecom_licence_problem,
        ids.mlps_problem,
        ids.phone_problem,
        ids.host_problem,
        ids.wechat_app_id_problem,
        ids.wechat_original_id_problem,
    ):
        assert check(text) is None or str(check(text))


@pytest.mark.parametrize(
    "typed",
    [
        "９１３５０１００Ｍ０００１００Ｙ４３",
        " 91350100m000100y43 ",
        "91350100-M000100Y4-3",
    ],
)
def test_what_is_typed_is_forgiven(typed):
    assert ids.credit_code_problem(typed) is None
    assert ids.normalise_credit_code(typed) == "91350100M000100Y43"


def test_an_unusual_prefix_only_warns():
    assert ids.credit_code_warning("53100000500000000A")
    assert ids.credit_code_province("91350100M000100Y43") == "35"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("京ICP备12345678号", "京ICP备12345678号"),
        ("京 icp 备 １２３４５６７８ 号 － １", "京ICP备12345678号-1"),
        ("蜀ICP备2021000001号-3X", "蜀ICP备2021000001号-3X"),
        ("沪ICP備15009999號—2a", "沪ICP备15009999号-2A"),
    ],
)
def test_icp_numbers(typed, stored):
    assert ids.icp_problem(typed) is None
    assert ids.normalise_icp(typed) == stored
    assert ids.icp_sign(typed) == stored[0]


@pytest.mark.parametrize(
    "typed",
    [
        "ICP备12345678号",
        "京ICP备12345号",
        "京ICP证030173号",
        "京ICP备12345678",
        "东ICP备12345678号",
    ],
)
def test_wrong_icp_numbers(typed):
    assert ids.icp_problem(typed)
    assert ids.icp_sign(typed) == ""


@pytest.mark.parametrize("typed", ["京B2-20190001", "A2.B1.B2-20200001", "京ICP证030173号", "川b2－20190001"])
def test_telecom_licences(typed):
    assert ids.telecom_licence_problem(typed) is None


@pytest.mark.parametrize("typed", ["B3-20190001", "京B2-2019", "京ICP备12345678号", ""])
def test_wrong_telecom_licences(typed):
    assert ids.telecom_licence_problem(typed)


def test_mlps_certificates():
    assert ids.mlps_problem("11010520001-20001") is None
    assert ids.mlps_problem("１１０１０５２０００１２０００１") is None
    assert ids.mlps_problem("11010520001-2000")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("010-12345678", "010-12345678"),
        ("(0571)87654321", "0571-87654321"),
        ("400-800-1234", "400-800-1234"),
        ("95188", "95188"),
    ],
)
def test_phones(typed, stored):
    assert ids.phone_problem(typed) is None
    assert ids.normalise_phone(typed) == stored


def test_wrong_phones_and_masks():
    assert ids.phone_problem("12800138000")
    assert ids.phone_problem("1380013800")
    assert ids.mask_phone("13800138000") == "138****8000"


def test_wechat_ids():
    assert ids.wechat_app_id_problem("wx0123456789abcdef") is None
    assert ids.wechat_app_id_problem("wx0123456789abcdeg")
    assert ids.wechat_original_id_problem("gh_0123456789ab") is None
    assert ids.wechat_original_id_problem("gh_01234567")


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.example.com/course?id=1", "www.example.com"),
        ("Example.COM", "example.com"),
        ("ｈｔｔｐｓ：／／ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ／", "www.example.com"),
        ("example.com:8443/a", "example.com"),
        ("http://user@example.com.", "example.com"),
        ("清河.example", "xn--ovw11a.example"),
        ("hello", ""),
        ("http://[::1", ""),
        ("http://exa mple_.com", ""),
        ("", ""),
    ],
)
def test_host_of_a_pasted_link(link, host):
    assert ids.host_of(link) == host
