"""How days, numbers and codes are written; a builtin of every template."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from filing_platform import clock

register = template.Library()

NOTHING = "—"


@register.filter
def day(value: date | None) -> str:
    """2020年6月30日 · 30 June 2020; a moment is told as its day in Asia/Shanghai."""
    return date_format(_local(value), "DATE_FORMAT") if value else NOTHING


@register.filter
def month_day(value: date | None) -> str:
    """6月30日 · 30 June, for tables of one season."""
    return date_format(_local(value), "MONTH_DAY_FORMAT") if value else NOTHING


@register.filter
def daytime(value: datetime | None) -> str:
    """2020年6月30日 16:20 · 30 June 2020, 16:20."""
    return date_format(_local(value), "DATETIME_FORMAT") if value else NOTHING


@register.filter
def moment(value: date | None) -> str:
    """As exact as what is known: `daytime` of a moment, `day` of a day."""
    return daytime(value) if isinstance(value, datetime) else day(value)


@register.filter
def machine_time(value: date | None) -> str:
    """ISO 8601 for the attribute of a <time>."""
    return _local(value).isoformat() if value else ""


@register.filter
def days_left(deadline: date | None) -> str:
    """How long until the end of that day, or how long past it: 还有 29 天 · 今天截止 · 逾期 1 天."""
    if not deadline:
        return NOTHING
    days = days_until(deadline)
    if days < 0:
        return ngettext("overdue %(days)s day", "overdue %(days)s days", -days) % {"days": -days}
    if days == 0:
        return gettext("ends today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.filter
def days_until(deadline: date) -> int:
    """Days from today to that day; negative when it has passed."""
    return (_as_day(deadline) - clock.today()).days


@register.filter
def is_overdue(deadline: date | None) -> bool:
    """Whether that day has ended."""
    return deadline is not None and days_until(deadline) < 0


@register.filter
def thousands(value: int | str | None) -> str:
    """115,622; a dash for what is not known."""
    if value is None or value == "":
        return NOTHING
    return f"{int(value):,}"


@register.filter
def grouped_number(value: str | None) -> str:
    """A filing number in its parts: 11-2019-000318-4 (province, year, serial, check digit)."""
    number = str(value or "")
    if len(number) != 13:
        return number or NOTHING
    return f"{number[:2]}-{number[2:6]}-{number[6:12]}-{number[12:]}"


@register.filter
def credit_code_groups(value: str | None) -> str:
    """A unified social credit code in fours, to be read aloud."""
    code = str(value or "")
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4)) or NOTHING


@register.filter
def highlight(value: Any, query: str | None) -> SafeString:
    """The text with every word of the query marked, whatever its case; safe for HTML."""
    text = str(value or "")
    words = sorted((re.escape(word) for word in str(query or "").split()), key=len, reverse=True)
    if not words:
        return format_html("{}", text)
    parts = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    return format_html_join("", "{}{}", ((part, _marked(hit)) for part, hit in _pairs(parts)))


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a form field; never a placeholder, which is gone when one needs it."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The numbers to offer around this page; None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, name: str = "page") -> str:
    """This address with another page; the first page has no number in it."""
    parameters = context["request"].GET.copy()
    parameters.pop(name, None)
    if number > 1:
        parameters[name] = str(number)
    return f"?{parameters.urlencode()}"


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def _marked(hit: str) -> SafeString:
    return format_html("<mark>{}</mark>", hit) if hit else SafeString("")


def _local(value: date) -> date:
    return (
        timezone.localtime(value, clock.SHANGHAI) if isinstance(value, datetime) and timezone.is_aware(value) else value
    )


def _as_day(value: date) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local
