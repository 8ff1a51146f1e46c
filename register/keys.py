"""Exact keys: what somebody can paste or type that names one institution, in one spelling.

Credit code, filing numbers, names, ICP numbers, hosts and their parent domains, app and account ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from institutions.identifiers import host_of, icp_problem, normalise_icp
from institutions.models import PlatformKind
from register.wording import compact, fold

_APP_IDS = re.compile(r"/id([0-9]{6,})|[?&](?:id|pkgname|package|appid)=([a-z0-9_.]+)|/app/(c[0-9]{4,})")
# Up to the first character that no address has, such as the Chinese words that go on without a space.
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_CODE_SLIPS = str.maketrans("oizs", "0125")
# An ICP number without its province: what is printed largest, or all that somebody remembers.
_ICP_DIGITS = re.compile(r"^(?:icp)?备?([0-9]{6,12})(?:号(?:-[0-9]+[ax]?)?)?$")
_CREDIT_CODE = re.compile(r"^[0-9a-z]{18}$")
# Shops and hosts that many share: a link there names an app, never the host's owner.
_SHARED = frozenset(
    {
        *("apple.com", "google.com", "huawei.com", "mi.com", "oppomobile.com", "vivo.com.cn", "wandoujia.com"),
        *("qq.com", "baidu.com", "360.cn", "taobao.com", "tmall.com", "jd.com", "weibo.com", "douyin.com"),
        *("bilibili.com", "zhihu.com", "github.io"),
    }
)
_SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac", "co"})
_WITH_HOST = (PlatformKind.WEBSITE, PlatformKind.DESKTOP_CLIENT)


@dataclass(frozen=True)
class PlatformName:
    """What a platform is known by."""

    kind: str
    name: str
    address: str
    icp_number: str


def keys_of(
    credit_code: str, names: Iterable[str], filing_numbers: Iterable[str], platforms: Iterable[PlatformName]
) -> list[str]:
    """The keys under which an institution is found exactly."""
    found = {compact(credit_code), *map(compact, names), *filing_numbers}
    for platform in platforms:
        found |= {compact(platform.name), *icp_keys(platform.icp_number), *_address_keys(platform)}
    return sorted(key[:300] for key in found if key)


@lru_cache(maxsize=256)
def asked_keys(text: str) -> tuple[str, ...]:
    """The keys that what somebody typed may stand for, the most exact first; asked again for each hit of a page."""
    whole = compact(text)
    keys = [whole, *_code_keys(whole), *_asked_icp(text), *host_keys(link_in(text) or text), *app_ids(text)]
    return tuple(dict.fromkeys(key[:300] for key in keys if key))


def icp_keys(text: str) -> list[str]:
    """`19012345`, `京icp备19012345号`, and with the number of the service when it has one; 号 may be missing."""
    number = normalise_icp(text)
    if icp_problem(number):
        number += "号"
    if icp_problem(number):
        return []
    number = number.lower()
    base = number.partition("-")[0]
    digits = base.partition("备")[2].rstrip("号")
    return [digits, base] if base == number else [digits, base, number]


def host_keys(text: str) -> list[str]:
    """The host of a link and its parent domains, down to the registered one; none of shared hosts."""
    labels = host_of(text).removeprefix("www.").split(".")
    parents = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if _SHARED.intersection(parents):
        return []
    return [parent for parent in parents if not _is_suffix(parent)]


def link_in(text: str) -> str:
    """The link in what an app shares with words around it; empty where there is none, or nothing else."""
    found = _LINK.search(text)
    return found[0] if found and found[0] != text.strip() else ""


def is_link(text: str) -> bool:
    """Looks like an address on the web, or like an app's reversed one."""
    text = text.strip()
    return text.isascii() and " " not in text and bool(host_of(text)) and not text.replace(".", "").isdigit()


def is_credit_code(text: str) -> bool:
    """Looks like a whole credit code; eighteen letters of pinyin do not."""
    whole = compact(text)
    return bool(_CREDIT_CODE.match(whole)) and sum(character.isdigit() for character in whole) >= 6


def app_ids(text: str) -> list[str]:
    """Ids of apps in the link of a shop."""
    return ["".join(groups) for groups in _APP_IDS.findall(fold(text))]


def _address_keys(platform: PlatformName) -> list[str]:
    if platform.kind in _WITH_HOST:
        return host_keys(platform.address)
    return [compact(platform.address), *app_ids(platform.address)]


def _code_keys(whole: str) -> list[str]:
    """A credit code with the letters that no code has read as the digits they look like."""
    return [whole.translate(_CODE_SLIPS)] if _CREDIT_CODE.match(whole) else []


def _asked_icp(text: str) -> list[str]:
    """The whole number, the most exact spelling first; its digits only where no province is told with them."""
    whole = icp_keys(text)[1:]
    bare = _ICP_DIGITS.match(normalise_icp(text).lower())
    return [*reversed(whole)] or ([bare.group(1)] if bare else [])


def _is_suffix(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) == 1 or (len(labels) == 2 and labels[0] in _SECOND_LEVEL and len(labels[1]) == 2)
