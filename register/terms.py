"""The search terms of an entry, and the tsquery of what somebody typed; both sides made here.

Terms: single characters and bigrams of Chinese as they are; `w/` Latin words, numbers and parts of hosts;
`p/` pinyin and `i/` initials from every character on, so that a prefix finds any part; `c/` the credit code;
`k/` the exact keys of register/keys.py, so that one index answers both. No dictionary, and no extension.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from register.keys import asked_keys, is_link
from register.wording import RUNS, fold, readings, without_legal_form

# Syllables and initials kept from each character on.
_REACH = 12
_INITIALS_REACH = 12
_SAID_OF_ALL = {"app", "官网", "网站", "公众号", "小程序"}


def terms(names: Iterable[str], hosts: Iterable[str], credit_code: str, keys: Iterable[str]) -> list[str]:
    """All terms of an entry: all `names` that it is called by, the `hosts` of its websites, its exact `keys`."""
    found = {f"c/{credit_code.lower()}", *(f"k/{key}" for key in keys)}
    for name in names:
        found.update(_of_text(name))
    for host in hosts:
        found.update("w/" + label for label in host.split(".")[:-1] if label != "www")
    return sorted(found)


def query(text: str) -> str:
    """The tsquery of what somebody typed: one of its exact keys, or all its parts; a link has no parts."""
    keys = " | ".join(_quoted("k/" + key) for key in asked_keys(text))
    runs = [] if is_link(text) else RUNS.findall(fold(text))[:12]
    # "Qinghe app": everybody says so, few names do.
    telling = [run for run in runs if run not in _SAID_OF_ALL] or runs
    parts = " & ".join(_asked(run) for run in telling)
    return f"{keys} | ({parts})" if parts else keys


def sound_of(text: str) -> str:
    """The whole text as pinyin and Latin letters, without spaces."""
    return "".join(_sound(run) for run in RUNS.findall(without_legal_form(fold(text))))


def initials_of(text: str) -> str:
    """The first letter of every syllable or word."""
    return "".join(
        "".join(syllable[0] for syllable in readings(run)[0]) if _is_chinese(run) else run[0]
        for run in RUNS.findall(without_legal_form(fold(text)))
    )


def similar_query(text: str) -> str:
    """Names that share something with the text: a bigram, or the first or the last half of its pinyin."""
    asked: list[str] = []
    for run in RUNS.findall(fold(text))[:4]:
        if _is_chinese(run):
            asked += [_quoted(pair) for pair in _bigrams(run)]
            asked += [_quoted(f"p/{part}") + ":*" for part in _halves(_sound(run))]
        elif len(run) >= 4:
            asked += [_quoted(f"{kind}/{part}") + ":*" for part in _halves(run) for kind in "pw"]
    return " | ".join(dict.fromkeys(asked[:24]))


def _of_text(text: str) -> Iterator[str]:
    folded = fold(text)
    for run in RUNS.findall(folded):
        if not _is_chinese(run):
            yield "w/" + run
            continue
        yield from run
        yield from _bigrams(run)
    for run in RUNS.findall(without_legal_form(folded)):
        if _is_chinese(run):
            yield from _sounds(run)


def _sounds(run: str) -> Iterator[str]:
    for syllables in readings(run):
        initials = "".join(syllable[0] for syllable in syllables)
        for start in range(len(syllables)):
            yield "p/" + "".join(syllables[start : start + _REACH])
            yield "i/" + initials[start : start + _INITIALS_REACH]


def _sound(run: str) -> str:
    return "".join(readings(run)[0]) if _is_chinese(run) else run


def _asked(run: str) -> str:
    if _is_chinese(run):
        sounding = f" | {_quoted('p/' + _sound(run[:_REACH]))}:*" if len(run) > 1 else ""
        return f"({_literal(run)}{sounding})"
    if len(run) == 1:
        return _quoted("w/" + run)
    forms = [_quoted(f"{kind}/{run}") + ":*" for kind in "wpi"]
    if len(run) >= 6:
        forms.append(_quoted("c/" + run) + ":*")
    return f"({' | '.join(forms)})"


def _literal(run: str) -> str:
    if not _is_chinese(run):
        return _quoted("w/" + run) + ":*"
    return "(" + " & ".join(_quoted(part) for part in (_bigrams(run) or [run])) + ")"


def _bigrams(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _halves(letters: str) -> list[str]:
    half = len(letters) // 2
    return [part for part in (letters[:half], letters[half:]) if len(part) > 1]


def _is_chinese(run: str) -> bool:
    return not run[0].isascii()


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
