"""What changed between two versions, row by row: the facts that differ, old and new."""

from __future__ import annotations

from dataclasses import dataclass

from dossiers import showing
from dossiers.difference import difference
from dossiers.showing import Change
from institutions.models import Dossier
from institutions.section import Section
from rectification.materials import things_at


@dataclass(frozen=True)
class ThingChange:
    """One row that is new, changed or removed."""

    title: str
    how: str
    facts: list[Change]


@dataclass(frozen=True)
class SectionChange:
    """One section: how many rows changed, and the first of them."""

    section: Section
    new: int
    changed: int
    removed: int
    things: list[ThingChange]

    @property
    def left_out(self) -> int:
        """How many more changed than are shown."""
        return self.new + self.changed + self.removed - len(self.things)


def changes(old: Dossier, new: Dossier) -> list[SectionChange]:
    """The sections in which something changed, in order."""
    return [
        SectionChange(
            each.section,
            each.difference.new,
            each.difference.changed,
            each.difference.removed,
            _things(each.section, each.difference.lines, old, new),
        )
        for each in difference(old, new)
        if each.difference.any
    ]


def _things(section: Section, lines: dict, old: Dossier, new: Dossier) -> list[ThingChange]:
    places = [(section.name, line) for line in lines]
    before, after = things_at(old, places), things_at(new, places)
    return [
        ThingChange((now if now.row else was).title, how, showing.changes(was.row, now.row))
        for was, now, how in zip(before, after, lines.values(), strict=True)
    ]
