"""The Merkle tree of RFC 6962 over the leaves of the log: its root, and the proof that a leaf is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

EMPTY = hashlib.sha256(b"").digest()
# RFC 6962 §2.1: an inner node is hashed after this byte, a leaf after 0x00 (register/proofs.py).
NODE_PREFIX = b"\x01"
# Leaves of a full subtree whose root is kept, so that a proof needs few rows of a long log.
TILE = 256


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


class Tree:
    """Grows leaf by leaf; keeps the roots of its full subtrees only, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """One more leaf, hashed already."""
        self._full.append(leaf)
        self.size += 1
        pairs = self.size
        while pairs % 2 == 0:
            right = self._full.pop()
            self._full.append(node(self._full.pop(), right))
            pairs //= 2

    def root(self) -> bytes:
        """The root as of now."""
        if not self._full:
            return EMPTY
        *others, root = self._full
        for left in reversed(others):
            root = node(left, root)
        return root


class Known:
    """Roots of subtrees, from the roots of full tiles and from leaves by their index."""

    def __init__(self, tiles: Sequence[bytes], leaves: Mapping[int, bytes]) -> None:
        self._tiles = tiles
        self._leaves = leaves

    def root(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` up to, not including, `end`."""
        if end - start == TILE and start % TILE == 0:
            return self._tiles[start // TILE]
        if end - start == 1:
            return self._leaves[start]
        middle = start + _split(end - start)
        return node(self.root(start, middle), self.root(middle, end))


def inclusion_path(index: int, size: int, root_of: Callable[[int, int], bytes]) -> list[bytes]:
    """The hashes that lead from the leaf `index` to the root of the tree of `size` leaves, from the leaf up."""
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root_of(middle, end))
            end = middle
        else:
            path.append(root_of(start, middle))
            start = middle
    return path[::-1]


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162 §2.1.3.2); None when the proof has not the right length."""
    root, place, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if place % 2 or place == last:
            root = node(sibling, root)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            root = node(root, sibling)
        place, last = place // 2, last // 2
    return root if last == 0 else None


def _split(size: int) -> int:
    """The greatest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
