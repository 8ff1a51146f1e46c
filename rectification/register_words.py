"""The columns of a register that moves in, the words its closed sets are written in, and one parser a column.

A parser takes a cell as the file has it and returns what is meant; Wrong says what to mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Jurisdiction
from institutions import identifiers
from institutions.models import Institution, Platform, PlatformKind, Profile
from personnel import cells, columns, wording
from personnel.cells import Fault
from personnel.columns import key
from register.models import ListName

COLUMNS: Final = (
    "credit_code",
    "name",
    "brand",
    "province",
    "list",
    "listed_on",
    "reason",
    "platform_kind",
    "platform_name",
    "address",
    "icp_number",
)
LISTS: Final[dict[str, list[str]]] = {
    ListName.WHITE: ["白名单", "白", "white list"],
    ListName.GRAY: ["灰名单", "灰", "gray list", "grey", "grey list"],
    ListName.BLACK: ["黑名单", "黑", "black list"],
    ListName.NOTICE: ["公示", "公示中", "公示期", "public notice"],
}
PLATFORM_KINDS: Final[dict[str, list[str]]] = {
    PlatformKind.WEBSITE: ["网站", "官网", "网页", "web site"],
    PlatformKind.APP: ["应用", "移动应用", "手机应用", "应用程序", "手机app"],
    PlatformKind.WECHAT_ACCOUNT: ["微信公众号", "公众号", "微信公众账号", "WeChat official account", "WeChat"],
    PlatformKind.MINI_PROGRAM: ["小程序", "微信小程序", "mini-program"],
    PlatformKind.DESKTOP_CLIENT: ["电脑客户端", "桌面客户端", "客户端", "PC客户端", "desktop client"],
}
REASON_LENGTH: Final = 2000
REQUIRED: Final = _("Must be filled in.")
_PROVINCE_FORM = re.compile("(省|市|(壮族|回族|维吾尔)?自治区)$")
_CORPS: Final = {"兵团": "66", "新疆兵团": "66", "XPCC": "66"}
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

Parser = Callable[[str], Any]


class Wrong(ValueError):
    """What is wrong with a cell and how to mend it, in the reader's language."""

    def __init__(self, message: str | Promise, **params: Any) -> None:
        super().__init__(str(message) % params if params else str(message))


def parsers(today: date) -> dict[str, Parser]:
    """One parser a column; equal cells of a closed set, a province or a day are read once."""
    lists, kinds = columns.words(LISTS), columns.words(PLATFORM_KINDS)
    return {
        "credit_code": lru_cache(maxsize=10_000)(_credit_code),
        "name": lambda cell: _needed(_text(cell, _longest(Institution, "name"))),
        "brand": lambda cell: _text(cell, _longest(Profile, "brand")),
        "province": lru_cache(maxsize=1024)(_province(_provinces())),
        "list": lru_cache(maxsize=1024)(lambda cell: _list(lists, cell)),
        "listed_on": lru_cache(maxsize=4096)(lambda cell: _day(cell, today)),
        "reason": lambda cell: _text(cell, REASON_LENGTH),
        "platform_kind": lru_cache(maxsize=1024)(lambda cell: _platform_kind(kinds, cell)),
        "platform_name": lambda cell: _text(cell, _longest(Platform, "name")),
        "address": lambda cell: _text(cell, _longest(Platform, "address")),
        "icp_number": _icp_number,
    }


def column_of(heading: str) -> str | None:
    """The column that a heading names, however its letters are written."""
    return _BY_HEADING.get(key(heading))


def shown(cell: str) -> str:
    """A cell as an error shows it: on one line, shortened."""
    return cells.shown("", cell)


_BY_HEADING: Final = {key(column): column for column in COLUMNS}


def _text(cell: str, longest: int) -> str:
    text = " ".join(_ZERO_WIDTH.sub("", cells.as_text(cell)).split())
    if not text.isprintable():
        raise Wrong(_("Has characters that cannot be seen. Type the text again."))
    if len(text) > longest:
        raise Wrong(_("Longer than %(limit)s characters. Shorten it."), limit=longest)
    return text


def _needed(text: str) -> str:
    if not text:
        raise Wrong(REQUIRED)
    return text


def _credit_code(cell: str) -> str:
    code = _needed(cells.as_text(cell))
    problem = identifiers.credit_code_problem(code)
    if problem:
        raise Wrong(problem)
    return identifiers.normalise_credit_code(code)


def _province(known: dict[str, str]) -> Parser:
    def parse(cell: str) -> str:
        word = key(_needed(cells.as_text(cell)))
        code = known.get(word) or known.get(_PROVINCE_FORM.sub("", word))
        if code is None:
            raise Wrong(_("Not a province: write its two digits or its name, for example 11, 北京 or Beijing."))
        return code

    return parse


def _provinces() -> dict[str, str]:
    known = {key(word): code for word, code in _CORPS.items()}
    for province in Jurisdiction.objects.all():
        known |= {key(word): province.code for word in (province.code, province.name, province.name_en)}
    return known


def _list(known: dict[str, str], cell: str) -> ListName:
    found = known.get(key(_needed(cells.as_text(cell))))
    if found == ListName.NOTICE:
        raise Wrong(
            _(
                "A running public notice does not move in: its last day is not in the file. Move the institution in as"
                " white when the notice is over."
            )
        )
    if found is None:
        raise Wrong(_("Not a list that moves in: write white (白名单), gray (灰名单) or black (黑名单)."))
    return ListName(found)


def _day(cell: str, today: date) -> date:
    _needed(cells.as_text(cell))
    parsed = cells.parse_date(cell)
    if isinstance(parsed, Fault):
        raise Wrong(wording.said(parsed.code, "", parsed.params))
    day = date.fromisoformat(parsed)
    if day > today:
        raise Wrong(
            _("This day has not come yet: today is %(today)s. Give the day on which it came onto the list."),
            today=date_format(today, "DATE_FORMAT"),
        )
    return day


def _platform_kind(known: dict[str, str], cell: str) -> str:
    word = key(cells.as_text(cell))
    if word and word not in known:
        allowed = gettext(", ").join(f"{kind} ({written[0]})" for kind, written in PLATFORM_KINDS.items())
        raise Wrong(_("Not a kind of platform: write one of %(allowed)s."), allowed=allowed)
    return known.get(word, "")


def _icp_number(cell: str) -> str:
    number = cells.as_text(cell)
    problem = identifiers.icp_problem(number) if number else None
    if problem:
        raise Wrong(problem)
    return identifiers.normalise_icp(number)


def _longest(model: type[Institution] | type[Profile] | type[Platform], name: str) -> int:
    longest: int = model._meta.get_field(name).max_length  # type: ignore[union-attr, assignment]
    return longest
