"""Rows for the components of the pages: bars that are links, chips with counts, lessons of a timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from institutions.models import PlatformKind
from personnel.models import Subject
from register.figures import Province
from register.models import Entry, PublicStatus
from register.terms import initials_of


@dataclass(frozen=True)
class Bar:
    """One bar: its label, what it counts, where it leads."""

    label: str
    value: int
    href: str


@dataclass(frozen=True)
class Choice:
    """One value of a filter: its word, how many it leaves (None when not counted), its address."""

    value: str
    label: str
    count: int | None
    href: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """A filter with many values: its word, its values, the chosen one's word, the address without it."""

    label: str
    choices: Sequence[Choice]
    without: str

    @property
    def chosen(self) -> str:
        return next((each.label for each in self.choices if each.current), "")


def list_rows(on_list: dict[str, int]) -> list[Bar]:
    """Institutions by where they stand."""
    return [
        Bar(capfirst(str(PublicStatus(name).label)), count, f"{reverse('register')}?list={name}")
        for name, count in on_list.items()
    ]


def province_rows(provinces: Iterable[Province]) -> list[Bar]:
    """Institutions filed by province, the greatest first, each the way into the province's list."""
    ordered = sorted(provinces, key=lambda each: (-each.filed.institutions, each.jurisdiction.code))
    return [
        Bar(str(each.jurisdiction), each.filed.institutions, f"{reverse('register')}?province={each.jurisdiction.code}")
        for each in ordered
        if each.filed.institutions
    ]


def subject_rows(subjects: dict[str, int]) -> list[Bar]:
    """Institutions by subject taught."""
    return [
        Bar(capfirst(str(Subject(subject).label)), count, f"{reverse('register')}?subject={subject}")
        for subject, count in subjects.items()
    ]


def example(entries: Iterable[Entry]) -> str:
    """What can be typed into the search, told by an institution that is there: brand, initials, link, ICP number."""
    for entry in entries:
        for platform in entry.platforms:
            if platform["kind"] == PlatformKind.WEBSITE and platform["icp_number"]:
                typed = (entry.brand, initials_of(entry.brand), platform["address"], platform["icp_number"])
                return " · ".join(each for each in typed if each)
    return ""


def choices(
    parameters: QueryDict, name: str, labels: Sequence[tuple[str, str]], counts: dict[str, int], counted: bool
) -> list[Choice]:
    """The values of the filter `name` that would leave something, and the chosen one in any case."""
    chosen = parameters.get(name, "")
    return [
        Choice(
            value,
            label,
            counts.get(value, 0) if counted else None,
            address(parameters, **{name: value}),
            value == chosen,
        )
        for value, label in labels
        if value == chosen or counts.get(value) or not counted
    ]


def address(parameters: QueryDict, **changed: str) -> str:
    """This list's address with some parameters changed, from its first page."""
    asked = {name: values for name, values in parameters.lists() if name not in ("page", "all", *changed)}
    asked |= {name: [value] for name, value in changed.items() if value}
    return f"?{urlencode(asked, doseq=True)}"
