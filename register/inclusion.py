"""The proof that one list change is in the log that was signed last, made from few rows of a log of any length."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from register import checkpoints, merkle
from register.models import Checkpoint, ListChange, Tile


@dataclass(frozen=True)
class Inclusion:
    """Which leaf the change is (the first is 0), in which checkpoint, and the hashes from the leaf to its root."""

    index: int
    checkpoint: Checkpoint
    path: list[str]

    @property
    def root(self) -> str:
        """As the checkpoint writes it."""
        return base64.b64encode(bytes.fromhex(self.checkpoint.root)).decode()


def of(change: ListChange) -> Inclusion | None:
    """The proof, read on the public connection; None while the change waits for the next checkpoint."""
    checkpoint = checkpoints.latest()
    if checkpoint is None or change.seq > checkpoint.last_seq:
        return None
    tiles = list(Tile.objects.public().filter(last_seq__lte=checkpoint.last_seq).order_by("number"))
    own = sum(tile.last_seq < change.seq for tile in tiles)
    leaves = _leaves(tiles, own, checkpoint.last_seq)
    index = next(index for index, (seq, _leaf) in leaves.items() if seq == change.seq)
    if own < len(tiles):
        leaves |= _leaves(tiles, len(tiles), checkpoint.last_seq)
    known = merkle.Known(
        [bytes.fromhex(tile.root) for tile in tiles],
        {index: bytes.fromhex(leaf) for index, (_seq, leaf) in leaves.items()},
    )
    path = merkle.inclusion_path(index, checkpoint.size, known.root)
    return Inclusion(index, checkpoint, [each.hex() for each in path])


def _leaves(tiles: list[Tile], number: int, last_seq: int) -> dict[int, tuple[int, str]]:
    """The leaves of one tile, or of what follows the last full one: (seq, leaf) by index."""
    after = tiles[number - 1].last_seq if number else 0
    until = tiles[number].last_seq if number < len(tiles) else last_seq
    rows = ListChange.objects.public().filter(seq__gt=after, seq__lte=until).order_by("seq").values_list("seq", "leaf")
    return dict(enumerate(rows, number * merkle.TILE))
