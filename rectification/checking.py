"""What the rules would find in a draft, each beside the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.models import User
from dossiers.things import page_of, row_at
from filing_platform.errors import Refused
from institutions.models import Dossier, Filing
from screening import explaining
from screening.rules.rule import Rule
from screening.running import Candidate, preview

MOST_SHOWN = 100


@dataclass(frozen=True)
class Ahead:
    """One finding that screening would raise: what it says, which thing it is about, where to mend it.

    `explanation` is what the institution has said about it so far.
    """

    rule: Rule
    section: str
    line: UUID | None
    wording: str
    thing: str
    address: str
    explanation: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor(self.rule.number, self.section, self.line)


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
    found, explained = preview(dossier), explaining.texts(dossier)
    shown = [_ahead(filing, dossier, candidate, explained) for candidate in found[:MOST_SHOWN]]
    return FindingsAhead(shown, len(found))


def anchor(rule: str, section: str, line: UUID | None) -> str:
    """Where a finding stands on the page."""
    return f"{rule}-{line or section}"


def explain(dossier: Dossier, rule: str, section: str, line: UUID | None, text: str, user: User) -> None:
    """Say why something that the rules find is in order; Refused when they find it no more."""
    if (rule, section, line) not in {(each.rule.number, each.section, each.line) for each in preview(dossier)}:
        raise Refused("not_found_any_more", gettext_noop("The rules do not find this any more. Nothing is to explain."))
    explaining.explain(dossier, rule, section, line, text, user)


def _ahead(filing: Filing, dossier: Dossier, candidate: Candidate, explained: dict[explaining.Place, str]) -> Ahead:
    row = row_at(dossier, candidate.section, candidate.line)
    return Ahead(
        candidate.rule,
        candidate.section,
        candidate.line,
        candidate.wording,
        str(row) if row else "",
        page_of(filing, candidate.section, candidate.line),
        explained.get((candidate.rule.number, candidate.section, candidate.line), ""),
    )
