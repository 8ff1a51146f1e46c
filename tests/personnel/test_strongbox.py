"""Workbooks at rest can be read back whole, or not at all."""

from __future__ import annotations

import io

import pytest
from cryptography.exceptions import InvalidTag

from institutions.workbooks import strongbox

PIECES = [b"a" * 1000, b"b" * 1000, b"c"]


@pytest.mark.parametrize("pieces", [PIECES, [b"one"], []])
def test_it_works(pieces):
    kept = b"".join(strongbox.locked(pieces))
    assert b"".join(strongbox.opened(io.BytesIO(kept))) == b"".join(pieces)
    assert b"aaaa" not in kept


@pytest.mark.parametrize("damage", [lambda kept: kept[:-21], lambda kept: kept[:-1], lambda kept: b"x" + kept[1:]])
def test_what_was_tampered_with_is_not_opened(damage):
    kept = b"".join(strongbox.locked(PIECES))
    with pytest.raises(InvalidTag):
        b"".join(strongbox.opened(io.BytesIO(damage(kept))))
