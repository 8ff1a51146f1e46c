"""Names of countries in the reader's language, for the form."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language

HOME = "CN"


def choices() -> list[tuple[str, str]]:
    """(ISO 3166-1 code, name), China first, the others by name."""
    return _choices("en" if (get_language() or "").startswith("en") else "zh")


def name_of(code: str) -> str:
    """What the reader calls the country of this code."""
    return dict(choices()).get(code, code)


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = {code: name for code, name in Locale(language).territories.items() if len(code) == 2 and code.isalpha()}
    home = names.pop(HOME)
    return [(HOME, home), *sorted(names.items(), key=lambda pair: pair[1])]
