"""What every page's frame needs to know; on public pages without asking for session or user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, override, pgettext_lazy

from accounts.models import Message
from accounts.posts import rights_of
from accounts.reading import Reading, is_public
from filing_platform import clock
from register.reports import may_read

PUBLIC_NAVIGATION = (
    (gettext_lazy("The lists"), "/register/"),
    (gettext_lazy("List changes"), "/register/changes/"),
    (gettext_lazy("Figures"), "/figures/"),
    (gettext_lazy("File materials"), "/file/"),
)
FILER_NAVIGATION = (
    (gettext_lazy("My filing"), "/file/"),
    (gettext_lazy("Messages"), "/account/messages/"),
    (gettext_lazy("Members"), "/file/members/"),
)
OFFICER_NAVIGATION = (
    (gettext_lazy("Screening"), "/review/"),
    (gettext_lazy("Lists"), "/review/lists/"),
    (gettext_lazy("Measures"), "/review/measures/"),
    (gettext_lazy("Figures"), "/review/figures/"),
    (gettext_lazy("Programme"), "/review/programme/"),
    (gettext_lazy("Messages"), "/account/messages/"),
)
# Of the public: for education officers, administrators and observers.
REPORTS = (gettext_lazy("Reports"), "/review/reports/")
# For administrators and observers.
MINISTRY = (pgettext_lazy("reports to the ministry", "Ministry"), "/review/ministry/")
FOOTER = (
    (gettext_lazy("Report a problem"), "/register/report/"),
    (gettext_lazy("Look a person up"), "/register/personnel/"),
    (gettext_lazy("Open data"), "/register/download/"),
    (gettext_lazy("Interface for programs"), "/api/docs/"),
)
Items = tuple[tuple[Promise | str, str], ...]

MESSAGES_PAGE = "/account/messages/"
THEMES = (("auto", gettext_lazy("System colours")), ("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark")))


@dataclass(frozen=True)
class Language:
    """A language one can switch to: its code for Django, for HTML, and its own name."""

    code: str
    html: str
    name: str


CHINESE = Language("zh-hans", "zh-Hans", "中文")
ENGLISH = Language("en", "en", "English")


@dataclass(frozen=True)
class Link:
    """One link of a navigation."""

    label: str
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Theme:
    """One choice of colours."""

    code: str
    label: str
    current: bool


class Frame:
    """What base.html calls `page`; each part is worked out only when the page asks for it."""

    def __init__(self, request: HttpRequest, *, plain: bool = False) -> None:
        """`plain` makes a frame that asks the database nothing, for the pages of failures."""
        self.request = request
        self.demo = settings.DEMO
        self.public = plain or is_public(request.path)
        self.reading: Reading = getattr(request, "reading", Reading())

    @cached_property
    def today(self) -> date:
        return clock.today()

    @property
    def here(self) -> str:
        return self.request.get_full_path()

    @property
    def large_print(self) -> bool:
        return self.reading.large_print

    @property
    def theme(self) -> str:
        return self.reading.theme

    @property
    def themes(self) -> list[Theme]:
        return [Theme(code, str(label), code == (self.theme or "auto")) for code, label in THEMES]

    @cached_property
    def language(self) -> Language:
        return ENGLISH if (get_language() or "").startswith("en") else CHINESE

    @property
    def other_language(self) -> Language:
        return CHINESE if self.language == ENGLISH else ENGLISH

    @property
    def other_title(self) -> str:
        with override(self.other_language.code):
            return gettext("Online Training Filing Platform")

    @property
    def has_session(self) -> bool:
        return settings.SESSION_COOKIE_NAME in self.request.COOKIES

    @cached_property
    def signed_in(self) -> bool:
        user = None if self.public else getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @property
    def who(self) -> str:
        return str(self.request.user)

    @cached_property
    def navigation(self) -> list[Link]:
        return [self._link(str(label), href) for label, href in self._items()]

    @property
    def footer(self) -> list[Link]:
        return [Link(str(label), href) for label, href in FOOTER]

    def _items(self) -> Items:
        if not self.signed_in:
            return PUBLIC_NAVIGATION
        if not rights_of(self.request.user).is_officer:
            return FILER_NAVIGATION
        if not may_read(self.request.user):
            return OFFICER_NAVIGATION
        rights = rights_of(self.request.user)
        watches = rights.provincial or rights.national or rights.observer
        return (*OFFICER_NAVIGATION[:3], REPORTS, *((MINISTRY,) if watches else ()), *OFFICER_NAVIGATION[3:])

    def _link(self, label: str, href: str) -> Link:
        return Link(label, href, current=self._longest == href, count=self._unread() if href == MESSAGES_PAGE else 0)

    @cached_property
    def _longest(self) -> str:
        """The most exact navigation address that this page lies under."""
        under = [href for _, href in self._items() if self.request.path.startswith(href)]
        return max(under, key=len, default="")

    def _unread(self) -> int:
        return Message.objects.filter(user=self.request.user.pk, read_at=None).count()


def page(request: HttpRequest) -> dict[str, Frame]:
    """Template context processor: the frame of this page."""
    return {"page": getattr(request, "frame", None) or Frame(request)}
