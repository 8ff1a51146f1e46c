"""What a name looks like to the eye: two names with one skeleton are taken for each other.

The same tables fold in Python and in SQL, so that the nation's names are compared by one query.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from opencc import OpenCC

# Seen by nobody.
INVISIBLE = "".join(
    map(chr, [0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
)
# Accents, once they are apart from their letters.
COMBINING = "".join(map(chr, range(0x300, 0x370)))
SPACES = " \t\r\n\u00a0\u3000"
PUNCTUATION = "-_.,:;!?·•・‧'\"`~()[]{}<>/\\|&+*#@。、〈〉《》「」『』【】〔〕—–‐‑“”‘’"

# Letters of other scripts, digits and signs that pass for Latin letters.
LOOKALIKES = {
    **dict(zip("аАвВеЕёЁкКмМнНоОрРсСтТуУхХіІјЈѕЅԁ", "aabbeeeekkmmhhooppccttyyxxlljjssd", strict=True)),
    **dict(zip("αΑβΒεΕΖηΗιΙκΚΜνΝοΟρΡτΤυΥχΧ", "aabbeeznhllkkmvnoopp" + "ttuyxx", strict=True)),
    **dict(zip("01iI〇", "olllo", strict=True)),
}
# Characters that differ by a stroke; each group folds to its first.
STROKES = (
    "大太犬丈 未末 土士 己已巳 日曰 人入八 干千于 戊戌戍 天夭夫 木本术 王玉主 自白 今令 问间 贝见 师帅"
    " 拔拨 侯候 博搏 辩辨辫 刀刃 鸟乌 折拆 晴睛 幕暮 竟竞 免兔 哀衷 狼狠 恩思 优忧"
)


def skeleton(text: str) -> str:
    """`text` as it looks: case, width, spaces, punctuation, script, traditional forms and strokes folded."""
    shown = unicodedata.normalize("NFKD", text).translate(_simplified()).translate(_folded())
    return shown.replace("rn", "m").replace("vv", "w")


def skeleton_sql(expression: str) -> str:
    """The same in SQL, for a text expression."""
    source, target, removed = _translation(_folded())
    traditional, simplified, _ = _translation(_simplified())
    text = f"normalize({expression}, NFKD)"
    # Few names have traditional characters: looking for one is cheap, translating by 2,600 is not.
    plain = (
        f"CASE WHEN {text} ~ '[{traditional}]' THEN translate({text}, '{traditional}', '{simplified}') ELSE {text} END"
    )
    return f"replace(replace(translate({plain}, {_quoted(source + removed)}, {_quoted(target)}), 'rn', 'm'), 'vv', 'w')"


def readable_sql(expression: str) -> str:
    """A text as it is read, for finding words in it: width and case folded, invisible characters and spaces gone."""
    return f"regexp_replace(lower(normalize({expression}, NFKC)), '[{INVISIBLE}{SPACES}]+', '', 'g')"


@cache
def _folded() -> dict[int, str]:
    table = {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)} | LOOKALIKES
    for group in STROKES.split():
        table |= dict.fromkeys(group[1:], group[0])
    table |= dict.fromkeys(INVISIBLE + COMBINING + SPACES + PUNCTUATION, "")
    return {ord(char): shown for char, shown in table.items()}


@cache
def _simplified() -> dict[int, str]:
    chars = [chr(code) for code in range(0x4E00, 0xA000)]
    converted = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {ord(char): plain for char, plain in zip(chars, converted, strict=True) if char != plain and len(plain) == 1}


def _translation(table: dict[int, str]) -> tuple[str, str, str]:
    kept = [(chr(code), shown) for code, shown in table.items() if shown]
    return (
        "".join(char for char, _ in kept),
        "".join(shown for _, shown in kept),
        "".join(chr(code) for code, shown in table.items() if not shown),
    )


def _quoted(text: str) -> str:
    # Values are put into the statement with percent signs; no table has one.
    return "'" + text.replace("'", "''") + "'"
