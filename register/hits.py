"""The entries that answer what somebody typed, as SQL: rows (entry_id, length of the brand, rank, 0 being exact).

The database's functions read each beginning from one index and nothing else, the better ranks first: `register_hits`
all that answer, `register_search` what one page needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from register.terms import Word, asked, similar

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
    """Who answers the text: by an exact key, or by every word of it; ranked by the longest, of equals the last one."""
    question = asked(text)
    words = sorted(question.words, key=lambda word: len(word.text))
    *others, first = words or [Word("", [], [])]
    names = [f"beginnings_{number}" for number, _word in enumerate(others)]
    by_words = " AND ".join(f"entry_id IN (SELECT entry_id FROM {_hits(name)})" for name in names)
    return Hits(
        f"FROM {_hits('beginnings')} WHERE " + (f"(rank = 0 OR ({by_words}))" if others else "true"),
        {"beginnings": question.keys + first.beginnings}
        | {name: word.all for name, word in zip(names, others, strict=True)},
        is_one_word=not others,
    )


def matching(text: str) -> Hits:
    """The same entries, whatever their rank, from as few terms as tell."""
    question, found = asked(text), hits(text)
    if not found.is_one_word or not question.words:
        return found
    return Hits(found.sql, {"beginnings": question.keys + question.words[0].all})


def similar_hits(text: str, most: int) -> Hits:
    """Who shares something with the text, at most so many, of each thing that can be shared as many."""
    beginnings = similar(text)
    each = -(-most // max(1, len(beginnings)))
    return Hits(f"FROM {_hits('beginnings', each)} WHERE true", {"beginnings": beginnings})


def _hits(name: str, each: int | None = None) -> str:
    return f"register_hits(%({name})s::text[], {'NULL' if each is None else each}) AS {name}"
