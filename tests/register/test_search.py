"""A parent finds the institution, however it is typed; the wanted one first."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from filing_platform.errors import BadInput
from register import publishing
from register.search import BOUND, LAST_PAGE, PAGE_SIZE, Asked, facets, near_misses, search
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
        ("分享自青禾课堂 https://m.qinghe.example/app?id=9，快来看！", "address"),
        ("【青禾】WWW.QINGHE.EXAMPLE/share 复制打开", "address"),
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


MANY = """
WITH made AS (
    INSERT INTO institutions_institution (credit_code, jurisdiction_id, name, created_at)
    SELECT 'MANY' || number, '11', brand, '2020-01-01' FROM (
        SELECT number, '学堂' || number AS brand FROM generate_series(1, %(count)s) AS number
    ) AS named
    RETURNING id, credit_code, name
), entries AS (
    INSERT INTO register_entry (institution_id, credit_code, jurisdiction_id, name, brand, list, since, next_list,
                                reason, platforms, subjects, grades, person_count, course_count, complaint_contact)
    SELECT id, credit_code, '11', name, name, 'white', '2020-02-01', '', '', '[]', '{}', '{}', 0, 0, '' FROM made
    RETURNING id
)
INSERT INTO register_searchterm (entry_id, term, length)
SELECT id, unnest(%(terms)s), 3 FROM entries
"""


def many(count: int, *terms: str) -> None:
    """So many entries that carry these terms."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"count": count, "terms": list(terms)})


def test_the_wanted_one_comes_first_among_more_than_are_counted(nation):
    many(BOUND + 200, "2/学堂")
    listed("学堂", "某某甲有限公司", platforms=())
    results = search(Asked("学堂"), TODAY)
    assert results.hits[0].entry.brand == "学堂"
    assert results.count is None
    assert len(search(Asked("学堂"), TODAY, page=LAST_PAGE).hits) == PAGE_SIZE


def test_an_entry_with_several_names_is_counted_once(nation):
    many(BOUND // 2, "2/学堂", "3/学堂", "3/学堂公众号")
    assert search(Asked("学堂"), TODAY).count == BOUND // 2
    assert search(Asked("学堂", list="white"), TODAY).count == BOUND // 2


def test_a_filter_looks_behind_the_bound(nation):
    many(BOUND + 200, "2/青禾")
    assert found("青禾", list="gray") == ["青禾数学"]
    assert search(Asked("青禾", list="white"), TODAY).count is None


def test_every_word_is_needed(nation):
    assert found("青禾 启明") == ["青禾课堂"]
    assert found("qinghe shuxue") == ["青禾数学"]
    assert found("启明 数学") == []


def test_eighteen_letters_are_no_credit_code(nation):
    assert found("qinghe qiming jiaoyu") == ["青禾课堂"]
    assert found("qingheqimingjiaoyu") == ["青禾课堂"]
