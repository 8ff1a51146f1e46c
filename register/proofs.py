"""The public proof of a list change: one canonical line, and the RFC 6962 leaf hash over it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from register.models import ListChange

# RFC 6962 §2.1: a leaf is hashed after this byte, an inner node after 0x01.
LEAF_PREFIX = b"\x00"


def line(
    *,
    seq: int,
    credit_code: str,
    list: str,
    effective_on: date,
    recorded_at: datetime,
    reason: str,
    dossier_digest: str,
    supersedes: int | None,
) -> str:
    """The canonical line of a change: JSON, keys sorted, no spaces, UTF-8 as it is, time in UTC to the microsecond."""
    content = {
        "credit_code": credit_code,
        "dossier_digest": dossier_digest,
        "effective_on": effective_on.isoformat(),
        "list": list,
        "reason": reason,
        "recorded_at": recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "seq": seq,
        "supersedes": supersedes,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line_of(change: ListChange, credit_code: str, dossier_digest: str) -> str:
    """The canonical line of a recorded change."""
    return line(
        seq=change.seq,
        credit_code=credit_code,
        list=change.list,
        effective_on=change.effective_on,
        recorded_at=change.recorded_at,
        reason=change.reason,
        dossier_digest=dossier_digest,
        supersedes=change.supersedes_id,
    )


def leaf(line: str) -> str:
    """The Merkle leaf of a canonical line, as 64 hexadecimal digits."""
    return hashlib.sha256(LEAF_PREFIX + line.encode()).hexdigest()
