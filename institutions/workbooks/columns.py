"""The columns of a workbook: their headings in both languages, and the words that closed sets are written in.

Plain data without Django, for the process that reads workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from institutions.identifiers import normalise


@dataclass(frozen=True)
class Column:
    """One column: `name` is the English heading and the name of what it says; `heading` is the Chinese one."""

    name: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False


Closed = dict[str, list[str]]

# The column that the annotated workbook adds, by language; it can be handed in again with it.
PROBLEMS_HEADINGS: Final = {"zh": "需要改正", "en": "To be mended"}
YES_NO: Final = {
    "t": ["是", "在职", "yes", "y", "true", "1", "√"],
    "f": ["否", "不是", "无", "非在职", "no", "n", "false", "0", "×"],
}


class Headings:
    """Finds the column that a heading names: in Chinese, English or both, starred or with a remark in brackets."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self._by_heading = {heading: column for column in columns for heading in _ways_to_write(column)}

    def column_of(self, heading: object) -> Column | None:
        """The column, or None for a heading that is not known."""
        plain = re.sub(r"\(.*?\)|[*:]", "", normalise(str(heading)).replace("_", ""))
        return self._by_heading.get(plain)


def words(closed: Closed) -> dict[str, str]:
    """From every way to write it (value, Chinese, English; any case and width) to the value."""
    return {key(word): value for value, written in closed.items() for word in (value, *written)}


def key(word: str) -> str:
    """What two ways to write the same word have in common."""
    return normalise(word).replace("_", "").replace("-", "")


def is_remark(heading: object) -> bool:
    """The column that the platform itself adds to a workbook that it hands back."""
    return normalise(str(heading)) in map(normalise, PROBLEMS_HEADINGS.values())


def _ways_to_write(column: Column) -> list[str]:
    english = normalise(column.name).replace("_", "")
    chinese = [column.heading, *column.aliases]
    return [english, *chinese, *(word + english for word in chinese), *(english + word for word in chinese)]
