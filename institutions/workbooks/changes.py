"""What a workbook would change in the materials."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """How many rows are new, changed, no longer there, as before."""

    new: int
    changed: int
    removed: int
    unchanged: int

    @property
    def first(self) -> bool:
        """Nothing was there before."""
        return not (self.changed or self.removed or self.unchanged)
