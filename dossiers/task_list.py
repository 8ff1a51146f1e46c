"""The filer's task list: each group of the materials with what is missing and what has changed, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from dossiers.completeness import missing
from dossiers.difference import difference
from dossiers.sections import SECTIONS, by_name
from institutions.models import Dossier, Filing
from institutions.section import Difference, Missing, Section

# As many as can be read at a glance; the page of the group has the rest.
MOST_WORDS = 3


@dataclass(frozen=True)
class Task:
    """One group: where it is filled in, how many rows it has, what it lacks, what changed since the last version."""

    section: Section
    address: str
    count: int
    missing: list[Missing]
    # None in a first version: there is nothing to compare with.
    difference: Difference | None

    @property
    def title(self) -> str | Promise:
        return self.section.title

    @property
    def is_complete(self) -> bool:
        """Nothing that blocks submission is missing."""
        return not any(item.blocking for item in self.missing)

    @property
    def first_missing(self) -> list[Missing]:
        """What to read first: what blocks before what is only advice."""
        return sorted(self.missing, key=lambda item: not item.blocking)[:MOST_WORDS]

    @property
    def more_missing(self) -> int:
        """How many more there are."""
        return max(0, len(self.missing) - MOST_WORDS)

    @property
    def changed_rows(self) -> int:
        """Rows new, changed or removed since the version before."""
        return sum((self.difference.new, self.difference.changed, self.difference.removed)) if self.difference else 0


@dataclass(frozen=True)
class Neighbours:
    """The groups before and after one, and the addresses around it."""

    section: Section
    filing_address: str
    previous: Section | None
    next: Section | None

    @property
    def previous_address(self) -> str:
        """The group before, or the task list."""
        return f"{self.filing_address}{self.previous.name}/" if self.previous else self.filing_address

    @property
    def next_address(self) -> str:
        """The group after, or checking the answers."""
        return f"{self.filing_address}{self.next.name if self.next else 'check'}/"


def task_list(filing: Filing, dossier: Dossier) -> list[Task]:
    """Every group in order."""
    lacking = missing(dossier)
    changes = _changes(dossier)
    address = reverse("file-filing", args=[filing.number])
    return [
        Task(
            section=section,
            address=f"{address}{section.name}/",
            count=section.count(dossier),
            missing=lacking.get(section.name, []),
            difference=changes.get(section.name),
        )
        for section in SECTIONS
    ]


def neighbours(filing: Filing, name: str) -> Neighbours:
    """Where the group of that name stands among the others."""
    section = by_name(name)
    place = SECTIONS.index(section)
    return Neighbours(
        section=section,
        filing_address=reverse("file-filing", args=[filing.number]),
        previous=SECTIONS[place - 1] if place else None,
        next=SECTIONS[place + 1] if place + 1 < len(SECTIONS) else None,
    )


def _changes(dossier: Dossier) -> dict[str, Difference]:
    if dossier.copied_from is None:
        return {}
    return {change.section.name: change.difference for change in difference(dossier.copied_from, dossier)}
