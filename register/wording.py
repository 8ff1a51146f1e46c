"""How text is folded for search: one spelling for what looks, sounds or is typed alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import opencc
from pypinyin import lazy_pinyin
from pypinyin.seg.mmseg import seg

# Runs of Chinese characters, and of Latin letters and digits; everything else only separates.
RUNS = re.compile(r"[㐀-䶿一-鿿]+|[a-z0-9]+")
# Says what every company is, not which one.
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司|分公司|公司")
# Cyrillic and Greek letters that pass for Latin ones.
_LOOKALIKES = str.maketrans("авсеһіјкмнорԛѕтхуԝοαν", "abcehijkmhopqstxywoav")
# Ideographic and full-width stops, as typed in links.
_STOPS = str.maketrans("。．｡", "...")
# Read this way when they are surnames, which is how many institutions begin.
_SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "曾": "zeng",
    "解": "xie",
    "查": "zha",
    "朴": "piao",
    "区": "ou",
    "盖": "ge",
    "翟": "zhai",
    "乐": "yue",
    "尉": "yu",
    "种": "chong",
    "员": "yun",
    "折": "she",
    "缪": "miao",
    "覃": "qin",
    "么": "yao",
    "繁": "po",
}


def fold(text: str) -> str:
    """NFKC, simplified, lower case, without invisible characters, look-alike letters as Latin, single spaces."""
    return _fold(text[:1000])


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_STOPS)).lower()
    text = "".join(character for character in text if unicodedata.category(character) not in ("Cf", "Cc", "Mn"))
    return " ".join(_simplified().convert(text).translate(_LOOKALIKES).split())


def compact(text: str) -> str:
    """Folded and without spaces: the form of an exact key."""
    return fold(text).replace(" ", "")


def without_legal_form(folded: str) -> str:
    """The name without "limited company" and the like."""
    return _LEGAL_FORM.sub(" ", folded)


def readings(chinese: str) -> list[list[str]]:
    """The syllables of a run of Chinese characters; twice when it begins with a surname read its own way."""
    # Word by word: names are made of the same words over and over, and a word is read once.
    syllables = [syllable for word in seg.cut(chinese) for syllable in _syllables(word)]
    surname = _SURNAMES.get(chinese[:1])
    if not surname or not syllables or syllables[0] == surname:
        return [syllables]
    return [syllables, [surname, *syllables[1:]]]


@lru_cache(maxsize=65_536)
def _syllables(word: str) -> list[str]:
    return lazy_pinyin(word, errors="ignore")


@lru_cache(maxsize=1)
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
