"""Checking published proofs from their files alone: what a stranger can do without us (docs/proofs.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from filing_platform.errors import Refused
from register import merkle, proofs
from register.checkpoints import CHECKPOINT, LEAVES, LOG, PUBLIC_KEY, Head
from register.signed_notes import VerifierKey, open_note

LISTS = ("", "white", "gray", "black", "notice")
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
# A checkpoint and a key are small; a file that is not is none.
_MOST_BYTES = 100_000


@dataclass(frozen=True)
class Verified:
    """What was found right: whose log, how long it is, and how many lines are newer than the checkpoint."""

    head: Head
    key: VerifierKey
    newer: int


class WrongLine(Exception):
    """What is wrong with a line of the log, in the reader's language."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(str(why))


def verify(directory: Path, trusted: str = "") -> Verified:
    """Check signature, lines and root of the files in `directory` against the key `trusted`, or the one beside them.

    Raises Refused with the first thing that is wrong; a line of the log is named by its number.
    """
    key = VerifierKey.read(trusted or _small(directory / PUBLIC_KEY))
    head = Head.read(open_note(_small(directory / CHECKPOINT), key))
    if head.origin != key.name:
        raise Refused(
            "other_origin", gettext_noop("The checkpoint is of another log: %(origin)s."), {"origin": head.origin}
        )
    told = _signed_leaves(directory / LEAVES, head)
    tree, lines, count = merkle.Tree(), _Lines(), 0
    for count, line in enumerate(read_lines(directory / LOG), 1):
        try:
            lines.take(line)
            if told and count <= head.size and proofs.leaf(line) != told[count - 1]:
                raise WrongLine(_("it was changed after the checkpoint was signed"))
        except WrongLine as wrong:
            raise _wrong(count, str(wrong)) from wrong
        if count <= head.size:
            tree.append(bytes.fromhex(proofs.leaf(line)))
    if count < head.size:
        raise Refused(
            "truncated",
            gettext_noop("The log ends after line %(count)s, but the checkpoint was signed over %(size)s lines."),
            {"count": count, "size": head.size},
        )
    if tree.root() != head.root:
        raise Refused(
            "other_root",
            gettext_noop("The first %(size)s lines are not those that were signed: at least one of them was changed."),
            {"size": head.size},
        )
    return Verified(head, key, count - head.size)


def read_lines(file: Path) -> Iterator[str]:
    """The lines of a log; Refused when there is no such file or it is not UTF-8."""
    try:
        with file.open(encoding="utf-8", newline="\n") as log:
            for line in log:
                yield line.removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file) from error


class _Lines:
    """Takes line after line and checks each, and that it fits those before it."""

    def __init__(self) -> None:
        self._last_seq = 0
        self._codes: dict[int, str] = {}
        self._superseded: set[int] = set()

    def take(self, line: str) -> None:
        """Raises WrongLine."""
        content = _content(line)
        seq, supersedes = content["seq"], content["supersedes"]
        if seq <= self._last_seq:
            raise WrongLine(_("its seq does not follow the one before it"))
        if supersedes is not None:
            if self._codes.get(supersedes) != content["credit_code"]:
                raise WrongLine(_("it supersedes no earlier change of the same institution"))
            if supersedes in self._superseded:
                raise WrongLine(_("it supersedes a change that was superseded already"))
            self._superseded.add(supersedes)
        self._last_seq = seq
        self._codes[seq] = content["credit_code"]


def _content(line: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
        again = proofs.line(
            **content
            | {
                "effective_on": date.fromisoformat(content["effective_on"]),
                "recorded_at": datetime.strptime(content["recorded_at"], MOMENT).replace(tzinfo=UTC),
            }
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise WrongLine(_("it is not a list change in its canonical form")) from error
    texts = all(isinstance(content[name], str) for name in ("credit_code", "list", "reason", "dossier_digest"))
    numbers = type(content["seq"]) is int and type(content["supersedes"]) in (int, type(None))
    if again != line or not texts or not numbers or content["list"] not in LISTS:
        raise WrongLine(_("it is not a list change in its canonical form"))
    return content


def _signed_leaves(file: Path, head: Head) -> list[str]:
    """The leaves beside the log, when they are there and are those that were signed: they name a changed line."""
    if not file.exists():
        return []
    leaves = list(read_lines(file))[: head.size]
    tree = merkle.Tree()
    try:
        for leaf in leaves:
            tree.append(bytes.fromhex(leaf))
    except ValueError:
        return []
    return leaves if len(leaves) == head.size and tree.root() == head.root else []


def _small(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return content.read(_MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file) from error


def _unreadable(file: Path) -> Refused:
    return Refused("unreadable", gettext_noop("The file %(file)s is not there or cannot be read."), {"file": str(file)})


def _wrong(number: int, why: str) -> Refused:
    return Refused(
        "wrong_line",
        gettext_noop("Line %(number)s of the log is wrong: %(why)s."),
        {"number": number, "why": why},
    )
