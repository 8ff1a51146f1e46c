"""How what the register shows is worded: kinds, departments, grades, prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from courses.grades import names
from courses.models import ChargeMode
from institutions.identifiers import host_of
from institutions.models import PlatformKind
from personnel.models import Stage, Subject
from register.models import PublicCourse
from register.provinces import departments

register = template.Library()

_CERTIFICATES = {
    "1": gettext_lazy("kindergarten"),
    "2": gettext_lazy("primary school"),
    "3": gettext_lazy("junior secondary school"),
    "4": gettext_lazy("senior secondary school"),
    "5": gettext_lazy("secondary vocational school"),
    "6": gettext_lazy("secondary vocational practice"),
    "7": gettext_lazy("higher education"),
}


def _separator() -> str:
    return pgettext("between the parts of a list", ", ")


@register.filter
def platform_kind(kind: str) -> str:
    """The word for a kind of platform."""
    return str(PlatformKind(kind).label) if kind in PlatformKind.values else kind


@register.filter
def host(address: str) -> str:
    """The host of a web address, or the address as it is."""
    return host_of(address) or address


@register.filter
def yuan(amount: Decimal) -> str:
    """An amount with separators, and cents only where there are any."""
    return f"{amount:,.2f}".removesuffix(".00")


@register.filter
def department(code: str) -> str:
    """The name of a department."""
    known = departments().get(code)
    return str(known) if known else code


@register.filter
def subject_names(subjects: Iterable[str]) -> str:
    """Subjects in words, one after the other."""
    return _separator().join(str(Subject(subject).label) for subject in subjects if subject in Subject.values)


@register.filter
def stage_names(stages: Iterable[str]) -> str:
    """Stages in words, one after the other."""
    return _separator().join(str(Stage(stage).label) for stage in stages if stage in Stage.values)


@register.filter
def grade_names(grades: Iterable[int]) -> str:
    """Grades 1 to 12: a run of them as its ends."""
    return names(grades)


@register.filter
def price(course: PublicCourse) -> str:
    """What a course costs and how much of it is paid at once."""
    if course.charge_mode == ChargeMode.FREE:
        return str(ChargeMode.FREE.label)
    if course.price is None:
        return "—"
    amount = yuan(course.price)
    if course.charge_mode == ChargeMode.BY_PERIOD:
        months = course.months_per_payment
        if months is None:
            return _("¥%(amount)s a period") % {"amount": amount}
        # One is said alone, one and a half as many are.
        worded = ngettext(
            "¥%(amount)s a period, %(months)s month paid at once",
            "¥%(amount)s a period, %(months)s months paid at once",
            1 if months == 1 else 2,
        )
        return worded % {"amount": amount, "months": f"{months.normalize():f}"}
    if course.hours_per_payment is None:
        return _("¥%(amount)s a class hour") % {"amount": amount}
    worded = ngettext(
        "¥%(amount)s a class hour, %(hours)s hour paid at once",
        "¥%(amount)s a class hour, %(hours)s hours paid at once",
        course.hours_per_payment,
    )
    return worded % {"amount": amount, "hours": course.hours_per_payment}


@register.filter
def certificate_kind(digit: str) -> str:
    """The school a teacher's certificate is for, from its type digit."""
    return str(_CERTIFICATES.get(digit, ""))


@register.filter
def day_before(value: date | None) -> date | None:
    """The last day before a change comes."""
    return value - timedelta(days=1) if value else None
