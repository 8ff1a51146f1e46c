"""What the rules would find in a draft, each beside the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass

from dossiers.things import page_of, row_at
from institutions.models import Dossier, Filing
from screening.rules.rule import Rule
from screening.running import Candidate, preview

MOST_SHOWN = 100


@dataclass(frozen=True)
class Ahead:
    """One finding that screening would raise: what it says, which thing it is about, where to mend it."""

    rule: Rule
    wording: str
    thing: str
    address: str


@dataclass(frozen=True)
class FindingsAhead:
    """The findings that screening would raise, the first hundred of them."""

    shown: list[Ahead]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


def findings_ahead(filing: Filing, dossier: Dossier) -> FindingsAhead:
    """Run the rules over the draft; nothing is stored and nobody is told."""
    found = preview(dossier)
    return FindingsAhead([_ahead(filing, dossier, candidate) for candidate in found[:MOST_SHOWN]], len(found))


def _ahead(filing: Filing, dossier: Dossier, candidate: Candidate) -> Ahead:
    row = row_at(dossier, candidate.section, candidate.line)
    address = page_of(filing, candidate.section, candidate.line)
    return Ahead(candidate.rule, candidate.wording, str(row) if row else "", address)
