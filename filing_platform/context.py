"""What every page's frame needs to know, without asking the database on public pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, gettext_lazy, override

from filing_platform import clock

PUBLIC_PREFIXES = ("/register/", "/figures/", "/api/")


@dataclass(frozen=True)
class Item:
    """One link of a navigation."""

    label: str
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Language:
    """The language one can switch to."""

    code: str
    html: str
    name: str


@dataclass(frozen=True)
class Theme:
    """One choice of colours; code "" follows the system."""

    code: str
    label: str
    current: bool


CHINESE = Language("zh-hans", "zh-Hans", "中文")
ENGLISH = Language("en", "en", "English")

PUBLIC_NAVIGATION = (
    (gettext_lazy("The lists"), "/register/"),
    (gettext_lazy("List changes"), "/register/changes/"),
    (gettext_lazy("Figures"), "/figures/"),
    (gettext_lazy("File materials"), "/file/"),
)
FILER_NAVIGATION = (
    (gettext_lazy("My filing"), "/file/"),
    (gettext_lazy("Messages"), "/file/messages/"),
    (gettext_lazy("Members"), "/file/members/"),
)
OFFICER_NAVIGATION = (
    (gettext_lazy("Screening"), "/review/"),
    (gettext_lazy("Lists"), "/review/lists/"),
    (gettext_lazy("Measures"), "/review/measures/"),
    (gettext_lazy("Figures"), "/review/figures/"),
    (gettext_lazy("Programme"), "/review/programme/"),
)
FOOTER = (
    (gettext_lazy("Report a problem"), "/register/report/"),
    (gettext_lazy("Look a person up"), "/register/personnel/"),
    (gettext_lazy("Open data"), "/register/download/"),
    (gettext_lazy("API"), "/api/docs/"),
)
