"""The tree against pymerkle, which was written by others after the same RFC."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from pymerkle import InmemoryTree, verify_inclusion
from pymerkle.proof import MerkleProof

from register import merkle

SIZES = [*range(1, 20), 31, 32, 33, 255, 256, 257, 300, 511, 512, 513, 700]
TEXTS = [f"line {number}".encode() for number in range(max(SIZES))]
LEAVES = [hashlib.sha256(b"\x00" + text).digest() for text in TEXTS]


@pytest.fixture(scope="module")
def theirs() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for text in TEXTS:
        tree.append_entry(text)
    return tree


def grown(size: int) -> merkle.Tree:
    tree = merkle.Tree()
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    return tree


def known(size: int, index: int) -> merkle.Known:
    """Only what a proof may need: full tiles, the leaf's own tile, and what follows the last full one."""
    tiles = [subtree(start, start + merkle.TILE) for start in range(0, size - merkle.TILE + 1, merkle.TILE)]
    own = index // merkle.TILE * merkle.TILE
    there = {*range(own, min(own + merkle.TILE, size)), *range(len(tiles) * merkle.TILE, size)}
    return merkle.Known(tiles, {place: LEAVES[place] for place in there})


def subtree(start: int, end: int) -> bytes:
    tree = merkle.Tree()
    for leaf in LEAVES[start:end]:
        tree.append(leaf)
    return tree.root()


def indexes(size: int) -> Iterator[int]:
    yield from sorted({0, 1, size // 2, size - 2, size - 1} & set(range(size)))


def test_the_empty_tree() -> None:
    assert merkle.Tree().root() == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", SIZES)
def test_roots(theirs: InmemoryTree, size: int) -> None:
    assert grown(size).root() == theirs.get_root(size)


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_proofs_lead_to_the_root(size: int) -> None:
    for index in indexes(size):
        path = merkle.inclusion_path(index, size, known(size, index).root)
        assert merkle.root_by_path(LEAVES[index], index, size, path) == grown(size).root()
        for wrong in ({index + 1, index - 1} & set(range(size))) - {index}:
            assert merkle.root_by_path(LEAVES[index], wrong, size, path) != grown(size).root()
        if path:
            assert merkle.root_by_path(LEAVES[index], index, size, path[:-1]) is None
        assert merkle.root_by_path(LEAVES[index], index, size, [*path, b"x" * 32]) is None


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_proofs_are_those_of_the_oracle(theirs: InmemoryTree, size: int) -> None:
    for index in indexes(size):
        proof = theirs.prove_inclusion(index + 1, size)
        own, *path = [bytes.fromhex(each) for each in proof.serialize()["path"]]
        assert own == LEAVES[index]
        assert merkle.inclusion_path(index, size, known(size, index).root) == path
        verify_inclusion(LEAVES[index], theirs.get_root(size), proof)
        assert isinstance(proof, MerkleProof)
