"""Why an entry matched what was typed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from institutions.identifiers import host_of
from institutions.models import PlatformKind
from register.keys import PlatformName, app_ids, asked_keys, host_keys, icp_keys
from register.terms import initials_of, sound_of
from register.wording import compact

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from register.models import Entry

_BY_PLATFORM = {
    PlatformKind.WEBSITE: _("matched the name of its website"),
    PlatformKind.APP: _("matched its app"),
    PlatformKind.WECHAT_ACCOUNT: _("matched its WeChat official account"),
    PlatformKind.MINI_PROGRAM: _("matched its mini-program"),
    PlatformKind.DESKTOP_CLIENT: _("matched its desktop client"),
}


@dataclass(frozen=True)
class Why:
    """What matched; `identifies` when it belongs to one institution alone, as a code or an address does."""

    code: str
    text: str | Promise
    identifies: bool = False


def why(entry: Entry, typed: str) -> Why:
    """The strongest thing about the entry that what was typed stands for."""
    return _exactly(entry, typed) or _in_part(entry, typed) or Why("name", _("matched parts of its name"))


def _exactly(entry: Entry, typed: str) -> Why | None:
    keys = set(asked_keys(typed))
    if entry.credit_code.lower() in keys:
        return Why("credit_code", _("matched its unified social credit code"), identifies=True)
    for platform in _platforms(entry):
        if keys.intersection(icp_keys(platform.icp_number)):
            return Why("icp_number", _("matched its ICP filing number"), identifies=True)
        if keys.intersection(app_ids(platform.address)) or compact(platform.address) in keys:
            return Why("account", _BY_PLATFORM[PlatformKind(platform.kind)], identifies=True)
    if keys.intersection(key for platform in _platforms(entry) for key in host_keys(platform.address)):
        return Why("address", _("matched its web address"), identifies=True)
    return None


def _in_part(entry: Entry, typed: str) -> Why | None:
    text = compact(typed)
    brand, name = compact(entry.brand), compact(entry.name)
    if text == brand:
        return Why("brand", _("its brand is exactly this"))
    if text == name:
        return Why("name", _("its full name is exactly this"))
    if text in brand:
        return Why("brand", _("matched its brand"))
    if text in name:
        return Why("name", _("matched its full name"))
    for platform in _platforms(entry):
        if text in compact(platform.name):
            return Why("platform", _BY_PLATFORM[PlatformKind(platform.kind)])
    if len(text) >= 6 and text in entry.credit_code.lower():
        return Why("credit_code", _("matched part of its unified social credit code"))
    if text in entry.jurisdiction.name:
        return Why("province", _("is in this province"))
    if any(text in host_of(platform.address) for platform in _platforms(entry)):
        return Why("address", _("matched its web address"))
    if text.isdigit() and len(text) == 13:
        return Why("filing_number", _("matched its filing number"), identifies=True)
    return _by_sound(entry, text)


def _by_sound(entry: Entry, text: str) -> Why | None:
    sound = sound_of(text)
    if not sound:
        return None
    if sound in sound_of(entry.brand):
        return Why("pinyin", _("sounds the same") if text != sound else _("matched the pinyin of its brand"))
    if sound in sound_of(entry.name):
        return Why("pinyin", _("matched the pinyin of its full name"))
    for platform in _platforms(entry):
        if sound in sound_of(platform.name):
            return Why("platform", _BY_PLATFORM[PlatformKind(platform.kind)])
    if text in initials_of(entry.brand) or text in initials_of(entry.name):
        return Why("initials", _("matched the initials of its name"))
    return None


def _platforms(entry: Entry) -> list[PlatformName]:
    return [PlatformName(**platform) for platform in entry.platforms]
