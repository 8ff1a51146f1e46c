"""How many institutions, people and courses the demo's nation has, and how unevenly they are spread."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

# The national figures of December 2019 (domain.md §1).
INSTITUTIONS, PEOPLE, COURSES = 718, 115_622, 3_463

# Filed institutions of each jurisdiction at scale 1.
JURISDICTIONS = {
    "11": 204,
    "31": 98,
    "44": 87,
    "33": 62,
    "32": 51,
    "51": 34,
    "42": 29,
    "37": 26,
    "12": 12,
    "35": 12,
    "41": 11,
    "43": 10,
    "61": 10,
    "13": 9,
    "34": 9,
    "21": 8,
    "50": 8,
    "36": 6,
    "45": 4,
    "14": 4,
    "23": 4,
    "22": 3,
    "53": 3,
    "52": 3,
    "46": 2,
    "15": 2,
    "65": 2,
    "62": 1,
    "63": 1,
    "64": 1,
    "54": 1,
    "66": 1,
}


@dataclass(frozen=True)
class Size:
    """One institution's place in the nation."""

    jurisdiction: str
    people: int
    courses: int


def nation(scale: float) -> list[Size]:
    """Every filed institution's size; the sums are exactly `scale` times the national figures, rounded."""
    count = max(1, round(INSTITUTIONS * scale))
    rng = random.Random("sizes")
    people = spread(round(PEOPLE * scale), [(rank / scale + 7) ** -2.2 for rank in range(count)], least=6)
    courses = spread(round(COURSES * scale), [(rank / scale + 10) ** -1.0 for rank in range(count)], least=1)
    _loosen(courses, rng)
    jurisdictions = _jurisdictions(count)
    rng.shuffle(jurisdictions)
    return [Size(*row) for row in zip(jurisdictions, people, courses, strict=True)]


def spread(total: int, weights: Sequence[float], least: int) -> list[int]:
    """Whole numbers that add up to `total`, each at least `least`, the rest by weight (largest remainders)."""
    rest = total - least * len(weights)
    unit = rest / sum(weights)
    exact = [weight * unit for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: rest - sum(shares)]:
        shares[i] += 1
    return [least + share for share in shares]


def _jurisdictions(count: int) -> list[str]:
    shares = spread(count, list(JURISDICTIONS.values()), least=1 if count >= 4 * len(JURISDICTIONS) else 0)
    return [code for code, share in zip(JURISDICTIONS, shares, strict=True) for _ in range(share)]


def _loosen(numbers: list[int], rng: random.Random) -> None:
    """Move one here and there, so that the number of courses does not follow the number of people exactly."""
    for i in range(1, len(numbers)):
        other = rng.randrange(max(0, i - 40), i)
        if numbers[i] > 1:
            numbers[i] -= 1
            numbers[other] += 1
