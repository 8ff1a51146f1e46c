"""Checkpoints (c2sp.org/tlog-checkpoint): the log of list changes up to a day, signed, each one extending the last."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import Conflict, Refused
from register import log, merkle
from register.models import Checkpoint, ListChange, Tile
from register.signed_notes import SigningKey, VerifierKey

# The files that prove the lists; what is in them: docs/proofs.md.
CHECKPOINT, LOG, LEAVES, PUBLIC_KEY = "checkpoint", "log.jsonl", "leaves", "public-key"


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: whose log, how many leaves, which root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> Head:
        """From the text of the note; Refused when it is no checkpoint. Extension lines are passed over."""
        lines = text.split("\n")
        try:
            head = cls(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))
        except (IndexError, ValueError, binascii.Error):
            head = None
        if head is None or len(head.root) != 32 or not text.startswith(str(head)):
            raise Refused("no_checkpoint", gettext_noop("The checkpoint has not the form of a checkpoint."))
        return head


@dataclass
class Walked:
    """The log as it is: its tree, its last change, and the tiles that are full."""

    tree: merkle.Tree = field(default_factory=merkle.Tree)
    last_seq: int = 0
    tiles: list[tuple[int, bytes]] = field(default_factory=list)


def latest() -> Checkpoint | None:
    """The last one signed, on the public connection."""
    return Checkpoint.objects.public().order_by("-size", "-pk").first()


def signing_key() -> SigningKey:
    """The key of this register under its origin, which stays what it was when the site moves."""
    return SigningKey.from_seed(settings.REGISTER_ORIGIN or _origin(), settings.REGISTER_KEY)


def is_due() -> bool:
    """Whether changes were recorded since the last checkpoint."""
    last = Checkpoint.objects.order_by("-size", "-pk").first()
    return ListChange.objects.filter(seq__gt=last.last_seq if last else 0).exists()


@transaction.atomic
def publish() -> tuple[Checkpoint, bool]:
    """Sign the log as it is now; the checkpoint, and whether it is new.

    Raises Refused, naming the row, when the log is not an extension of what was signed before, and Conflict
    while changes are being recorded.
    """
    log.hold_alone()
    key = signing_key()
    walked = walk()
    known = Checkpoint.objects.filter(size=walked.tree.size, key=str(key.verifier)).first()
    if known:
        return known, False
    root = walked.tree.root()
    written = Tile.objects.count()
    Tile.objects.bulk_create(
        Tile(number=number, last_seq=last_seq, root=tile.hex())
        for number, (last_seq, tile) in enumerate(walked.tiles)
        if number >= written
    )
    made = Checkpoint.objects.create(
        size=walked.tree.size,
        last_seq=walked.last_seq,
        root=root.hex(),
        key=str(key.verifier),
        note=key.sign(str(Head(key.name, walked.tree.size, root))),
        signed_at=clock.now(),
    )
    return made, True


def walk() -> Walked:
    """Recompute the tree; Refused with the first row, or rows, that are not what was recorded or signed."""
    walked, tile = Walked(), merkle.Tree()
    signed = list(Checkpoint.objects.order_by("size", "pk"))
    before: Checkpoint | None = None
    while signed and signed[0].size == 0:
        signed.pop(0)
    for change in log.recorded():
        if not change.holds:
            raise Refused(
                "edited",
                gettext_noop("List change %(seq)s is not what was recorded: its row was edited."),
                {"seq": change.seq},
            )
        leaf = bytes.fromhex(change.leaf)
        walked.tree.append(leaf)
        tile.append(leaf)
        walked.last_seq = change.seq
        if tile.size == merkle.TILE:
            walked.tiles.append((change.seq, tile.root()))
            tile = merkle.Tree()
        while signed and signed[0].size == walked.tree.size:
            if (signed[0].last_seq, signed[0].root) != (change.seq, walked.tree.root().hex()):
                raise _not_signed(before, signed[0])
            before = signed.pop(0)
    if signed:
        raise _not_signed(before, signed[0])
    return walked


def write(checkpoint: Checkpoint, directory: Path) -> None:
    """Write the files that prove the lists into a directory; each whole or not at all.

    Raises Conflict when the public connection does not see all that was signed yet.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _replace(directory / PUBLIC_KEY, [checkpoint.key])
    lines = _replace(directory / LOG, log.published(checkpoint.last_seq))
    if lines != checkpoint.size:
        raise Conflict("standby_behind", gettext_noop("The standby has not caught up yet. Try again."))
    _replace(directory / LEAVES, log.leaves(checkpoint.last_seq))
    _replace(directory / CHECKPOINT, checkpoint.note.splitlines())


def _origin() -> str:
    last = Checkpoint.objects.order_by("-size", "-pk").first()
    if last:
        return VerifierKey.read(last.key).name
    return settings.SITE_URL.partition("://")[2].rstrip("/") + "/register"


def _replace(file: Path, lines: Iterable[str]) -> int:
    """How many lines were written."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    count = 0
    with unfinished.open("w", encoding="utf-8", newline="\n") as written:
        for line in lines:
            written.write(f"{line}\n")
            count += 1
    unfinished.replace(file)
    return count


def _not_signed(before: Checkpoint | None, signed: Checkpoint) -> Refused:
    first = before.last_seq + 1 if before else 1
    return Refused(
        "not_an_extension",
        gettext_noop(
            "The list changes %(first)s to %(last)s are not those that were signed on %(day)s:"
            " one of them was edited, taken out or put in."
        ),
        {"first": first, "last": signed.last_seq, "day": date_format(signed.signed_at, "DATE_FORMAT")},
    )
