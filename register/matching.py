"""Which institutions a name, code or pasted link stands for, with how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from register.models import Entry
from register.search import Asked, Hit, near_misses, search
from register.similarity import likeness

_AT_MOST = 3


@dataclass(frozen=True)
class Match:
    """An entry, from 0 to 1 how sure, and what matched."""

    entry: Entry
    score: float
    matched: str


def best(text: str, today: date) -> list[Match]:
    """The best matches of one text, the surest first; a near miss when nothing matches."""
    hits = search(Asked(text), today).hits[:_AT_MOST] if text.strip() else []
    matches = [_match(hit, text) for hit in hits]
    if not matches:
        near = near_misses(text, today)[:_AT_MOST]
        matches = [Match(entry, round(0.6 * _likeness(text, entry), 2), "similar") for entry in near]
    return sorted(matches, key=lambda match: -match.score)


def _match(hit: Hit, text: str) -> Match:
    if hit.rank == 0:
        score = 1.0 if hit.why and hit.why.identifies else 0.95
    else:
        score = 0.5 + 0.4 * _likeness(text, hit.entry)
    return Match(hit.entry, round(score, 2), hit.why.code if hit.why else "name")


def _likeness(text: str, entry: Entry) -> float:
    return max(likeness(text, entry.brand), likeness(text, entry.name))
