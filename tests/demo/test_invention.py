"""What is invented: exact sums, no real brand, the same every time."""

from __future__ import annotations

import random

import pytest

from demo import names, sizes
from demo.numbers import People, credit_code, lower_certificate
from institutions import identifiers
from personnel.identifiers import identity_problem

REAL = (
    "学而思",
    "好未来",
    "新东方",
    "猿辅导",
    "作业帮",
    "掌门",
    "高思",
    "精锐",
    "跟谁学",
    "火花",
    "豌豆",
    "编程猫",
    "洋葱",
)


@pytest.mark.parametrize("scale", [0.02, 0.1, 1, 3])
def test_the_nation_adds_up(scale):
    nation = sizes.nation(scale)
    assert len(nation) == round(718 * scale)
    assert sum(size.people for size in nation) == round(115_622 * scale)
    assert sum(size.courses for size in nation) == round(3_463 * scale)


def test_the_nation_is_uneven_and_everywhere():
    nation = sizes.nation(1)
    people = sorted(size.people for size in nation)
    assert people[-3] > 10_000 and people[len(people) // 2] < 20
    assert {size.jurisdiction for size in nation} == set(sizes.JURISDICTIONS)


def test_no_stem_is_a_real_brand_and_none_comes_twice():
    stems = list(names.stems(random.Random("stems")))
    assert len(stems) == len(set(stems)) > 71_800
    assert not [stem for stem in stems if any(stem in brand or brand in stem for brand in REAL)]


def test_credit_codes_are_valid_for_every_jurisdiction():
    for jurisdiction in sizes.JURISDICTIONS:
        code = credit_code("91", jurisdiction, 4711)
        assert code[8:12] == "XTXT" and identifiers.credit_code_problem(code) is None


def test_nobody_shares_a_number():
    people = People()
    numbers = [people.resident("11", female=i % 2 == 0) for i in range(40_000)]
    assert len(set(numbers)) == len(numbers)
    assert not any(identity_problem("resident", number) for number in numbers[:500])


def test_a_lower_certificate_differs_in_its_type_alone():
    number = People().certificate("11", "senior", female=True, year=2014)
    assert (number[9], lower_certificate(number)[9]) == ("4", "3")
