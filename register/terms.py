"""The search terms of an entry, and the beginnings of terms that answer what somebody typed; both sides made here.

A name is kept from each of its characters on, so that the beginning of a term finds any part: `1/` what brand or name
begin with, `2/` their other parts, `3/` parts of what else it is called by and of its hosts, `s/` how they sound, as
pinyin and as initials, `c/` the credit code; `k/` the exact keys of register/keys.py. No dictionary, and no extension.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from register.keys import asked_keys, is_credit_code, is_link, link_in
from register.wording import RUNS, fold, readings, without_legal_form

# Characters and syllables kept from each character on; what is typed is asked no further either.
_LETTERS = 32
_REACH = 12
_WORDS = 12
_SAID_OF_ALL = {"app", "官网", "网站", "公众号", "小程序"}
_BEGINS, _INSIDE, _ELSEWHERE = "123"


@dataclass(frozen=True)
class Word:
    """One word of what was typed, as beginnings of terms, the better ones first; `all` as few that find the same."""

    text: str
    beginnings: list[str]
    all: list[str]


@dataclass(frozen=True)
class Question:
    """What was typed: an entry answers by one of the keys, or by every word."""

    keys: list[str]
    words: list[Word]


def terms(own: Iterable[str], others: Iterable[str], hosts: Iterable[str], keys: Iterable[str], code: str) -> list[str]:
    """All terms of an entry: its `own` names, the `others` it is called by, its `hosts`, its exact keys, its code."""
    own, others = list(own), list(others)
    ranks: dict[str, str] = {}
    for name in own:
        _rank(ranks, _parts(name), _INSIDE)
        if begins := _words(name)[:1]:
            ranks[begins[0][:_LETTERS]] = _BEGINS
    for name in others:
        _rank(ranks, _parts(name), _ELSEWHERE)
    for host in hosts:
        _rank(ranks, (label for label in host.split(".")[:-1] if label != "www"), _ELSEWHERE)
    found = {f"{rank}/{part}" for part, rank in ranks.items()} | {f"k/{key}" for key in keys} | {f"c/{code.lower()}"}
    for name in (*own, *others):
        found.update(_sounds(name))
    return sorted(found)


def asked(text: str) -> Question:
    """What somebody typed, as beginnings of terms; a link or a whole credit code has no words.

    Of what an app shares, words and a link, only the link tells whom it is about.
    """
    runs = [] if is_link(text) or link_in(text) or is_credit_code(text) else _words(text)[:_WORDS]
    # "Qinghe app": everybody says so, few names do.
    telling = [run for run in runs if run not in _SAID_OF_ALL] or runs
    return Question([f"k/{key}" for key in asked_keys(text)], [_word(run) for run in telling])


def sound_of(text: str) -> str:
    """The whole text as pinyin and Latin letters, without spaces."""
    return "".join(_sound(run) for run in RUNS.findall(without_legal_form(fold(text))))


def initials_of(text: str) -> str:
    """The first letter of every syllable or word."""
    return "".join(
        "".join(syllable[0] for syllable in readings(run)[0]) if _is_chinese(run) else run[0]
        for run in RUNS.findall(without_legal_form(fold(text)))
    )


def similar(text: str) -> list[str]:
    """Names that share something with the text: a pair of characters, or the first or last half of its pinyin."""
    found: list[str] = []
    for run in _words(text)[:4]:
        if _is_chinese(run):
            found += [each for pair in _pairs(run) for each in _named(pair)]
            found += [f"s/{half}" for half in _halves(_sound(run))]
        elif len(run) >= 4:
            found += [each for half in _halves(run) for each in (f"s/{half}", *_named(half))]
    return list(dict.fromkeys(found))[:48]


def _rank(ranks: dict[str, str], parts: Iterable[str], rank: str) -> None:
    for part in parts:
        ranks.setdefault(part[:_LETTERS], rank)


def _words(text: str) -> list[str]:
    """Its runs of Chinese characters, and of Latin letters and digits."""
    return RUNS.findall(fold(text))


def _parts(name: str) -> Iterator[str]:
    """Every word, a Chinese one from each of its characters on."""
    for run in _words(name):
        yield from (run[start:] for start in range(len(run) if _is_chinese(run) else 1))


def _sounds(name: str) -> Iterator[str]:
    for run in RUNS.findall(without_legal_form(fold(name))):
        if not _is_chinese(run):
            continue
        for syllables in readings(run):
            initials = "".join(syllable[0] for syllable in syllables)
            for start in range(len(syllables)):
                yield "s/" + "".join(syllables[start : start + _REACH])
                yield "s/" + initials[start : start + _REACH]


def _word(run: str) -> Word:
    sound = [f"s/{_sound(run[:_REACH] if _is_chinese(run) else run)}"] if len(run) > 1 else []
    is_code = len(run) >= 6 and any(character.isdigit() for character in run)
    beginnings = [*_named(run), *sound, *([f"c/{run}"] if is_code else [])]
    # Whatever is written so also sounds so; only the legal form of a company has no sound.
    sounds_alike = sound and _is_chinese(run) and not set(run) & set("股份有限责任公司分")
    return Word(run, beginnings, sound if sounds_alike else beginnings)


def _named(part: str) -> list[str]:
    return [f"{rank}/{part[:_LETTERS]}" for rank in (_BEGINS, _INSIDE, _ELSEWHERE)]


def _sound(run: str) -> str:
    return "".join(readings(run)[0]) if _is_chinese(run) else run


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _halves(letters: str) -> list[str]:
    half = len(letters) // 2
    return [part for part in (letters[:half], letters[half:]) if len(part) > 1]


def _is_chinese(run: str) -> bool:
    return not run[0].isascii()
