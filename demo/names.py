"""Invented names: brands of two characters from nature, companies, people. None is a real company's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

from pypinyin import lazy_pinyin

_FIRST = "青星金远麦海禾蓝云晨松竹橙石雨枫岚荷雪银谷霁沐澄暖静晴溪桂柏苇澜芷霖翠朗"
_SECOND = "禾桥桐帆田棠木鲸杉岸舟澄苗川麓汀泽屿枝穗渡陌榆坪荔鹭笛梧茵堤湾墨砚檐巢筝"
# Stems that are, or begin like, names of well-known companies, schools or publishers.
_TAKEN = (
    "海风 星火 蓝天 金石 金星 云谷 海豚 松鼠 青藤 青橙 星海 蓝海 远洋 晨光 晨风 石头 雪松 云杉 金鹰 云舟 "
    "青松 蓝鲸 金帆 金桥 星舟 星桥 远帆 云帆 银川 海田 金川 青川 云川 石川 海川 松川 金湾 银湾 海湾 石湾 "
    "金穗 青苗 金苗 麦苗 青木 海陌 海鹭 云笛 雨燕 竹笛 枫桥 石桥 金坪 海岸 金岸 银桥 青屿 星穗"
)
# The brands that the pictures of the design show, and no others twice.
FAMOUS = ("青禾", "禾木", "海棠", "麦田", "金桐", "青桐", "远山", "橙屿")
_BRAND_ENDS = (
    *("课堂", "网校", "英语", "数学", "语文", "作文", "速算", "学堂", "在线", "讲堂"),
    *("学园", "微课", "思维课", "直播课", "理科", "物理", "化学", "阅读", "学习", "云课"),
)
_COMPANY_MIDDLES = ("启明", "数智", "云程", "致远", "同行", "知行", "澄心", "新程", "博闻", "开卷", "泛舟", "明理")
_COMPANY_ENDS = ("教育科技有限公司", "网络科技有限公司", "信息技术有限公司", "文化传播有限公司", "在线教育科技有限公司")

CITIES = {
    "11": ("北京",),
    "12": ("天津",),
    "13": ("石家庄", "唐山", "保定"),
    "14": ("太原", "大同"),
    "15": ("呼和浩特", "包头"),
    "21": ("沈阳", "大连"),
    "22": ("长春", "吉林"),
    "23": ("哈尔滨", "大庆"),
    "31": ("上海",),
    "32": ("南京", "苏州", "无锡"),
    "33": ("杭州", "宁波", "温州"),
    "34": ("合肥", "芜湖"),
    "35": ("福州", "厦门"),
    "36": ("南昌", "赣州"),
    "37": ("济南", "青岛", "烟台"),
    "41": ("郑州", "洛阳"),
    "42": ("武汉", "宜昌"),
    "43": ("长沙", "株洲"),
    "44": ("广州", "深圳", "佛山"),
    "45": ("南宁", "桂林"),
    "46": ("海口",),
    "50": ("重庆",),
    "51": ("成都", "绵阳"),
    "52": ("贵阳", "遵义"),
    "53": ("昆明", "大理"),
    "54": ("拉萨",),
    "61": ("西安", "咸阳"),
    "62": ("兰州", "天水"),
    "63": ("西宁",),
    "64": ("银川",),
    "65": ("乌鲁木齐", "昌吉"),
    "66": ("石河子", "五家渠"),
}

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文单仇解"
)
_COMPOUND = ("欧阳", "上官", "司徒", "诸葛", "夏侯", "皇甫")
_FEMALE = "静婷雪慧颖洁莉敏丽芳娜倩玲怡萍悦琳欣瑶妍蕾晴岚薇璐茜菲筠霞蓉佳馨彤韵洋爽楠"
_MALE = "伟强磊军杰涛超明刚辉鹏斌凯峰浩宇博翔鑫亮健俊龙波飞旭勇晨毅帆坤恒哲霖森启航远"
_MIDDLE = "晓文建志子雨思嘉海玉春小国永新雅家梓明一俊宏丽书天金云少立若景如安诗泽铭忆"

FOREIGN_FIRST = ("Emily", "James", "Olivia", "Daniel", "Grace", "Thomas", "Hannah", "Peter", "Laura", "Mark", "Claire")
FOREIGN_LAST = ("Ashdown", "Bellweather", "Carrowby", "Dunmere", "Eastlake", "Fennimore", "Harrowgate", "Kestrel")


def stems(rng: random.Random) -> Iterator[str]:
    """Brand stems in a shuffled order, each once; when they run out, with a third character."""
    pairs = [a + b for a, b in product(_FIRST, _SECOND) if a != b]
    pairs = [stem for stem in dict.fromkeys(pairs) if stem not in _TAKEN and stem not in FAMOUS]
    rng.shuffle(pairs)
    yield from pairs
    for end, stem in product(dict.fromkeys(_SECOND + _FIRST), pairs):
        if end not in stem:
            yield stem + end


def brand(stem: str, rng: random.Random) -> str:
    """What parents call it."""
    return stem + rng.choice(_BRAND_ENDS)


def company(stem: str, jurisdiction: str, rng: random.Random) -> str:
    """The full name of a company on its licence."""
    return rng.choice(CITIES[jurisdiction]) + stem + rng.choice(_COMPANY_MIDDLES) + rng.choice(_COMPANY_ENDS)


def host(stem: str, number: int) -> str:
    """A domain under .example, from the stem's pinyin; `number` keeps stems that sound alike apart."""
    return "".join(lazy_pinyin(stem)) + (str(number) if number else "") + ".example"


def people(count: int, females: list[bool], rng: random.Random) -> list[str]:
    """Names for `count` people, by sex; one in three has a given name of one character."""
    weights = [3.0 / (rank + 3) for rank in range(len(_SURNAMES))]
    surnames = rng.choices(_SURNAMES, weights, k=count)
    middles = rng.choices(_MIDDLE, k=count)
    last = {True: rng.choices(_FEMALE, k=count), False: rng.choices(_MALE, k=count)}
    short = rng.choices((True, False, False), k=count)
    named = [
        surname + ("" if brief else middle) + last[female][i]
        for i, (surname, middle, brief, female) in enumerate(zip(surnames, middles, short, females, strict=True))
    ]
    for i in range(rng.randrange(150), count, 150):
        named[i] = rng.choice(_COMPOUND) + named[i][1:]
    return named


def person(rng: random.Random) -> str:
    """One name."""
    return people(1, [rng.random() < 0.5], rng)[0]


def foreigner(rng: random.Random) -> str:
    """One invented name in Latin letters."""
    return f"{rng.choice(FOREIGN_FIRST)} {rng.choice(FOREIGN_LAST)}"
