"""The entries that answer what somebody typed, as SQL: rows (entry_id, length of the brand, rank, 0 being exact).

Each beginning is read from one index and nothing else, the better ranks first; who needs a few reads no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from register.terms import asked, similar

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Hits:
    """`sql` is FROM … WHERE …, an entry comes once for each of its terms; `values` go with it.

    Of one word alone `values["beginnings"]` says everything.
    """

    sql: str
    values: dict[str, Any]
    is_one_word: bool = True

    def in_order(self) -> tuple[str, list[Any]]:
        """The same for a statement that takes its values in the order of their places."""
        names = _PLACE.findall(self.sql)
        return _PLACE.sub("%s", self.sql), [self.values[name] for name in names]


def hits(text: str) -> Hits:
    """Who answers the text: by an exact key, or by every word of it."""
    question = asked(text)
    first, *others = question.words or [[]]
    names = [f"beginnings_{number}" for number, _word in enumerate(others)]
    by_words = " AND ".join(f"entry_id IN (SELECT entry_id FROM {_hits(name)})" for name in names)
    return Hits(
        f"FROM {_hits('beginnings')} WHERE " + (f"(rank = 0 OR ({by_words}))" if others else "true"),
        {"beginnings": question.keys + first} | dict(zip(names, others, strict=True)),
        is_one_word=not others,
    )


def similar_hits(text: str, most: int) -> Hits:
    """Who shares something with the text, at most so many, of each thing that can be shared as many."""
    beginnings = similar(text)
    each = -(-most // max(1, len(beginnings)))
    return Hits(f"FROM {_hits('beginnings', f'LIMIT {each}')} WHERE true", {"beginnings": beginnings})


def _hits(name: str, each: str = "") -> str:
    return f"""
    (SELECT found.entry_id, found.length, rank
     FROM (
         SELECT low, search_end(low) AS high, search_rank(low) AS rank FROM unnest(%({name})s::text[]) AS low OFFSET 0
     ) AS asked
     CROSS JOIN LATERAL (
         SELECT entry_id, length FROM register_searchterm WHERE term >= low AND term < high {each}
     ) AS found) AS {name}
    """
