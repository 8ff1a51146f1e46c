"""Workbooks at rest: encrypted in pieces, so that neither keeping nor opening one takes memory.

Form: 8 random bytes, then pieces of 4 bytes length and AES-256-GCM ciphertext. Each piece is bound
to its place, and the last says that it is the last: none can be lost, moved or cut off unseen.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO

from institutions import keys

PIECE = 1024 * 1024
PREFIX = 8
USE = "workbook files"


def locked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, at most 1 MB each, as they are kept."""
    cipher, prefix = keys.cipher(USE), os.urandom(PREFIX)
    yield prefix
    pieces = iter(pieces)
    held, place = next(pieces, b""), 1
    for piece in pieces:
        yield _framed(cipher.encrypt(_nonce(prefix, place), held, b"more"))
        held, place = piece, place + 1
    yield _framed(cipher.encrypt(_nonce(prefix, place), held, b"last"))


def opened(file: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a kept file in the clear; raises InvalidTag when it was tampered with."""
    cipher, prefix, place = keys.cipher(USE), file.read(PREFIX), 1
    frame = _frame(file)
    while following := _frame(file):
        yield cipher.decrypt(_nonce(prefix, place), frame, b"more")
        frame, place = following, place + 1
    yield cipher.decrypt(_nonce(prefix, place), frame, b"last")


def _nonce(prefix: bytes, place: int) -> bytes:
    return prefix + place.to_bytes(keys.NONCE - PREFIX, "big")


def _framed(ciphertext: bytes) -> bytes:
    return len(ciphertext).to_bytes(4, "big") + ciphertext


def _frame(file: IO[bytes]) -> bytes:
    return file.read(int.from_bytes(file.read(4), "big"))
