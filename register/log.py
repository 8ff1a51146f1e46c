"""The log of all list changes in the order of their seq, and who may read it as a whole.

A checkpoint must cover a beginning of the log that never changes. Seqs are taken before their transaction
commits, so writers hold a lock from before the first seq until they have committed, and who signs has it alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_noop

from filing_platform.errors import Conflict
from register import proofs
from register.models import Entry, ListChange, PublicProfile

# The number of the advisory lock.
LOCK = 700_114
PATIENCE_SECONDS = 5.0
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One change as it is in the database: its canonical line, and the leaf that was recorded with it."""

    seq: int
    line: str
    leaf: str
    institution_id: int
    supersedes: int | None

    @property
    def holds(self) -> bool:
        """The line gives the leaf."""
        return proofs.leaf(self.line) == self.leaf


def hold_for_writing() -> None:
    """Before a seq is taken: many may write at once; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def hold_alone() -> None:
    """Until the transaction ends nobody takes a seq; Conflict while somebody who took one has not committed.

    It is tried, not waited for: who waits in the line of the lock holds up the writers behind.
    """
    gives_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if cursor.fetchone()[0]:
                return
        if time.monotonic() > gives_up:
            raise Conflict("log_in_use", gettext_noop("List changes are being recorded just now. Try again."))
        time.sleep(0.05)


def recorded() -> Iterator[Recorded]:
    """Every change, the first first, from the tables themselves."""
    changes = ListChange.objects.order_by("seq").select_related("institution", "dossier")
    rows = changes.only(
        *("list", "effective_on", "recorded_at", "reason", "leaf", "supersedes"),
        *("institution__credit_code", "dossier__digest"),
    )
    for change in rows.iterator(chunk_size=_CHUNK):
        digest = change.dossier.digest if change.dossier else ""
        line = proofs.line_of(change, change.institution.credit_code, digest)
        yield Recorded(change.seq, line, change.leaf, change.institution_id, change.supersedes_id)


def published(last_seq: int) -> Iterator[str]:
    """The canonical lines up to the change `last_seq`, as the public connection reads them."""
    seq = 0
    while changes := list(ListChange.objects.public().filter(seq__gt=seq, seq__lte=last_seq).order_by("seq")[:_CHUNK]):
        institutions = {change.institution_id for change in changes}
        codes = dict(
            Entry.objects.public().filter(institution__in=institutions).values_list("institution_id", "credit_code")
        )
        dossiers = {change.dossier_id for change in changes}
        digests: dict[int | None, str] = dict(PublicProfile.objects.filter(pk__in=dossiers).values_list("pk", "digest"))
        for change in changes:
            digest = digests.get(change.dossier_id, "")
            yield proofs.line_of(change, codes.get(change.institution_id, ""), digest)
        seq = changes[-1].seq


def leaves(last_seq: int) -> Iterator[str]:
    """The leaves up to the change `last_seq`, in hexadecimal digits, as the public connection reads them."""
    rows = ListChange.objects.public().filter(seq__lte=last_seq).order_by("seq").values_list("leaf", flat=True)
    yield from rows.iterator(chunk_size=_CHUNK)
