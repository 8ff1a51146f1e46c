"""Countries and regions by name, in the reader's language: what the form offers and every page shows.

Plain data for the process that reads workbooks too; only what needs the reader's language asks Django.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale
from django.utils.translation import get_language

HOME = "CN"
# What the territories of Unicode have beside the countries and regions of ISO 3166-1.
_NO_COUNTRIES: Final = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
# Regions of China, as its authorities name them.
_REGIONS: Final = {
    "zh": {"HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾"},
    "en": {"HK": "Hong Kong, China", "MO": "Macao, China", "TW": "Taiwan, China"},
}
# Other ways that people write them.
_ALSO: Final = {
    "CN": ("中华人民共和国", "中国大陆", "China"),
    "GB": ("英国", "UK", "Britain", "Great Britain"),
    "US": ("USA", "United States of America"),
    "HK": ("香港", "Hong Kong"),
    "MO": ("澳门", "Macao", "Macau"),
    "TW": ("台湾", "Taiwan"),
}


def choices() -> list[tuple[str, str]]:
    """(ISO 3166-1 code, name), China first, the others by name."""
    return _choices("en" if (get_language() or "").startswith("en") else "zh")


def name_of(code: str) -> str:
    """What the reader calls the country of this code."""
    return dict(choices()).get(code, code)


@cache
def ways_to_write() -> dict[str, tuple[str, ...]]:
    """From the code to every way it may be written: the code, its names in Chinese and English, other names."""
    written = {code: (code,) + _ALSO.get(code, ()) for code in _names("zh")}
    for language in ("zh", "en"):
        for names in (_territories(language), _names(language)):
            written = {code: (*ways, names[code]) for code, ways in written.items()}
    return written


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = _names(language)
    home = names.pop(HOME)
    # GB 18030 has the common characters in the order of their sound, as Chinese readers look names up.
    return [(HOME, home), *sorted(names.items(), key=lambda pair: pair[1].encode("gb18030"))]


def _names(language: str) -> dict[str, str]:
    return _territories(language) | _REGIONS[language]


def _territories(language: str) -> dict[str, str]:
    return {
        code: name
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
