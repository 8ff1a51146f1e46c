"""A parent finds the institution, however it is typed; the wanted one first."""

from __future__ import annotations

from datetime import date

import pytest

from filing_platform.errors import BadInput
from register import publishing
from register.search import LAST_PAGE, Asked, facets, near_misses, search
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db


def listed(brand, name, on="white", **more):
    made = seed.institution(brand, name, people=0, **more)
    publishing.record(
        seed.decision(made), made.institution, list=on, effective_on=TODAY, dossier=made.dossier, reason="理由"
    )
    return made


@pytest.fixture
def nation(db):
    listed(
        "青禾课堂",
        "北京青禾启明教育科技有限公司",
        code="91110000XTXT000105",
        platforms=[
            ("website", "青禾课堂", "https://www.qinghe.example/", "京ICP备19012345号-1"),
            ("app", "青禾课堂App", "com.qinghe.classroom", "京ICP备19012345号-3A"),
            ("wechat_account", "青禾学习", "qinghe-learning", ""),
        ],
    )
    listed("青禾数学", "杭州青禾数智科技有限公司", on="gray", jurisdiction="33", platforms=(), courses=1)
    listed("清河网校", "石家庄清河网络科技有限公司", on="black", jurisdiction="13", platforms=(), courses=0)
    listed("单老师国学", "上海单氏文化有限公司", jurisdiction="31", platforms=(), courses=0)


def found(text, **filters):
    return [hit.entry.brand for hit in search(Asked(text, **filters), TODAY).hits]


def test_part_of_a_name_finds_it_the_brand_first(nation):
    assert found("青禾") == ["青禾数学", "青禾课堂", "清河网校"] or found("青禾") == [
        "青禾课堂",
        "青禾数学",
        "清河网校",
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("青禾课堂", "brand"),
        ("青禾課堂", "brand"),
        ("青 禾 课 堂", "brand"),
        ("青​禾课堂", "brand"),
        ("北京青禾启明教育科技有限公司", "name"),
        ("启明教育", "name"),
        ("qinghek", "pinyin"),
        ("qinghe ketang", "pinyin"),
        ("QHKT", "initials"),
        ("91110000xtxt000105", "credit_code"),
        ("京ICP备19012345号", "icp_number"),
        ("京icp备19012345号-3a", "icp_number"),
        ("19012345", "icp_number"),
        ("ICP备19012345", "icp_number"),
        ("https://m.qinghe.example/app?id=9", "address"),
        ("com.qinghe.classroom", "account"),
        ("青禾学习", "platform"),
        ("qinghe-learning", "account"),
    ],
)
def test_the_wanted_one_comes_first_and_says_why(nation, typed, code):
    best = search(Asked(typed), TODAY).hits[0]
    assert best.entry.brand == "青禾课堂"
    assert best.why.code == code


def test_filing_number_finds_its_institution(nation):
    made = listed("数舟", "成都数舟科技有限公司", jurisdiction="51")
    best = search(Asked(made.filing.number), TODAY).only
    assert best.entry.brand == "数舟"
    assert best.why.code == "filing_number"


def test_part_of_a_credit_code_finds_it(nation):
    best = search(Asked("91110000xtxt0001"), TODAY).hits[0]
    assert (best.entry.brand, best.why.code) == ("青禾课堂", "credit_code")
    assert not best.why.identifies


def test_province_narrows_what_is_typed(nation):
    assert found("浙江") == ["青禾数学"]
    assert found("浙江 青禾") == ["青禾数学"]


def test_word_that_is_said_of_every_app_is_not_needed(nation):
    assert found("青禾数学 app") == ["青禾数学"]


def test_surname_is_read_as_a_surname(nation):
    assert found("shanlaoshi") == ["单老师国学"]
    assert found("danlaoshi") == ["单老师国学"]


def test_same_sound_in_other_characters_is_found(nation):
    assert found("青和课堂") == ["青禾课堂"]


def test_exact_hit_alone_needs_no_list(nation):
    assert search(Asked("https://www.qinghe.example/login"), TODAY).only.entry.brand == "青禾课堂"
    assert search(Asked("青禾"), TODAY).only is None


def test_a_shared_name_is_never_taken_for_the_one(nation):
    listed("青禾课堂", "广州青禾课堂教育有限公司", jurisdiction="44", platforms=())
    assert search(Asked("青禾课堂"), TODAY).only is None
    assert len(found("青禾课堂")) == 2


@pytest.mark.parametrize("typed", ["青禾课常", "青木课堂", "qinghektang"])
def test_near_miss_is_suggested(nation, typed):
    assert [entry.brand for entry in near_misses(typed, TODAY)][0] == "青禾课堂"


@pytest.mark.parametrize(
    "typed", ["蓝鲸速算", "zzzzzz", "!!!", "　", "'; DROP TABLE", "a & b | !c:*", "\\", "%_%", "🙂"]
)
def test_nothing_is_found_where_nothing_is(nation, typed):
    assert found(typed) == [] or typed.strip() == ""
    assert near_misses(typed, TODAY) == []


def test_lists_do_not_make_a_hit_rank_higher(nation):
    listed("青禾", "某某甲有限公司", on="black", platforms=())
    assert found("青禾")[0] == "青禾"


def test_filters_narrow_and_are_counted(nation):
    assert found("青禾", list="gray") == ["青禾数学"]
    assert found("青禾", province="11") == ["青禾课堂"]
    assert found("", subject="english") == ["青禾课堂"]
    assert found("", grade=5, list="gray") == ["青禾数学"]
    counted = facets(Asked("青禾", list="gray"), TODAY).counts
    assert counted["list"] == {"white": 1, "gray": 1, "black": 1}
    assert counted["province"] == {"33": 1}
    assert counted["subject"] == {"mathematics": 1}


def test_public_notice_is_white_on_its_day_without_anything_running(nation):
    made = seed.institution("公示学堂", "北京公示学堂有限公司")
    publishing.start_public_notice(seed.decision(made), made.institution, made.dossier, "", 7)
    for day, name in ((date(2020, 6, 7), "notice"), (date(2020, 6, 8), "white")):
        hit = search(Asked("公示学堂", list=name), day).hits[0]
        assert hit.entry.status == name
        assert facets(Asked("公示学堂"), day).counts["list"] == {name: 1}
    assert hit.entry.status_since == date(2020, 6, 8)


def test_ended_entry_is_found_by_name_but_not_browsed(nation):
    made = listed("停办学堂", "北京停办学堂有限公司", on="")
    type(made.filing).objects.filter(pk=made.filing.pk).update(state="closed", outcome="withdrawn", version=9)
    publishing.refresh([made.institution.pk])
    assert found("停办学堂") == ["停办学堂"]
    assert "停办学堂" not in found("")


def test_pages_are_bounded(nation):
    with pytest.raises(BadInput):
        search(Asked(""), TODAY, page=LAST_PAGE + 1)
    with pytest.raises(BadInput):
        search(Asked(""), TODAY, page=0)


def test_a_page_is_two_queries_whatever_it_holds(nation, django_assert_num_queries):
    with django_assert_num_queries(2):
        search(Asked("青禾"), TODAY)
