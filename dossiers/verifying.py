"""Recomputing what a filing says of itself: every sealed version's digest, and the chain of its events."""

from __future__ import annotations

from dataclasses import dataclass

from dossiers import sealing
from institutions import events
from institutions.models import Filing


@dataclass(frozen=True)
class VersionCheck:
    """One sealed version: the digest it carries and the one its rows give now."""

    version: int
    sealed: str
    computed: str

    @property
    def holds(self) -> bool:
        """The rows are those that were sealed."""
        return self.sealed == self.computed


def verify(filing: Filing) -> tuple[list[VersionCheck], int | None]:
    """Per sealed version the two digests; and the first event that does not follow from the one before it."""
    checks = [
        VersionCheck(dossier.version, dossier.digest, sealing.digest(dossier))
        for dossier in filing.dossiers.filter(sealed_at__isnull=False).order_by("version")
    ]
    return checks, events.broken_at(filing)
