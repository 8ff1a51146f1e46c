"""What can be pasted, and which keys it stands for."""

from __future__ import annotations

import pytest

from register.keys import PlatformName, asked_keys, keys_of

KEYS = keys_of(
    "91110000XTXT000105",
    ["北京青禾启明教育科技有限公司", "青禾课堂"],
    ["1120190000014"],
    [
        PlatformName("website", "青禾课堂", "https://www.qinghe.example/index?a=1", "京ICP备19012345号-1"),
        PlatformName("app", "青禾课堂App", "https://apps.apple.com/cn/app/qinghe/id123456789", "京ICP备19012345号-3A"),
        PlatformName("wechat_account", "青禾学习", "qinghe-learning", ""),
    ],
)


@pytest.mark.parametrize(
    "typed",
    [
        "91110000XTXT000105",
        " 91110000xtxt000105 ",
        "９１１１００００ＸＴＸＴ０００１０５",
        "91110000XTXTOOO1O5",
        "1120190000014",
        "青禾课堂",
        "青 禾 课 堂",
        "青禾課堂",
        "青​禾课堂",
        "北京青禾启明教育科技有限公司",
        "京ICP备19012345号-1",
        "京icp備 19012345 號",
        "京ＩＣＰ备19012345",
        "京ICP备19012345号-3A",
        "19012345",
        "１９０１ 2345",
        "ICP备19012345",
        "icp備19012345號-1",
        "19012345号",
        "www.qinghe.example",
        "https://m.qinghe.example/app?id=9",
        "HTTP://user@QINGHE.example:8080/x#y",
        "qinghe。example",
        "https://apps.apple.com/us/app/id123456789?mt=8",
        "Qinghe-Learning",
        "青禾学习",
    ],
)
def test_typed_text_names_the_institution(typed):
    assert set(asked_keys(typed)) & set(KEYS)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://apps.apple.com/",
        "https://other.example/",
        "com.cn",
        "example",
        "京ICP备19012346号",
        "沪ICP备19012345号",
        "9012345",
        "备",
        "qinghe",
    ],
)
def test_other_text_does_not(typed):
    assert not set(asked_keys(typed)) & set(KEYS)


def test_a_shared_host_is_nobodys_key():
    assert not any("apple" in key and "/" not in key for key in KEYS)
