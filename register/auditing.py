"""Checking the register in the database: rows, decisions, entries and checkpoints must say the same."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import Refused
from register import checkpoints, log, verifying
from register.models import Checkpoint, Entry, ListChange
from register.signed_notes import VerifierKey, open_note
from register.standings import STANDINGS, places


@dataclass(frozen=True)
class Audited:
    """How much was found right."""

    changes: int
    checkpoints: int
    unsigned: int


@transaction.atomic
def audit() -> Audited:
    """Recompute everything; Refused with the first row that is not what was recorded, decided or signed.

    Raises Conflict while changes are being recorded.
    """
    # List changes wait meanwhile, so that all questions are asked of the same ones.
    log.hold_alone()
    walked = checkpoints.walk()
    _check_supersedings()
    _check_decisions()
    _check_entries()
    signed = _check_signatures()
    last = signed[-1].size if signed else 0
    return Audited(walked.tree.size, len(signed), walked.tree.size - last)


def compare(directory: Path) -> None:
    """Refused with the first list change that differs between the database and a published log, checked already."""
    lines = verifying.read_lines(directory / checkpoints.LOG)
    for line, change in zip_longest(lines, log.recorded()):
        if line is None:
            return
        if change is None or change.line != line:
            raise Refused(
                "differs",
                gettext_noop("List change %(seq)s differs. Published: %(line)s In the database: %(row)s"),
                {"seq": change.seq if change else "?", "line": line, "row": change.line if change else "—"},
            )


def _check_supersedings() -> None:
    wrong = (
        ListChange.objects.filter(supersedes__isnull=False)
        .filter(~Q(institution=F("supersedes__institution")) | Q(seq__lte=F("supersedes__seq")))
        .order_by("seq")
        .first()
    )
    if wrong:
        raise Refused(
            "supersedes",
            gettext_noop("List change %(seq)s takes the place of no earlier change of the same institution."),
            {"seq": wrong.seq},
        )


def _check_decisions() -> None:
    two = Q(decision__state="confirmed", decision__decided_by__isnull=False) & ~Q(
        decision__decided_by=F("decision__proposed_by")
    )
    wrong = ListChange.objects.exclude(two).order_by("seq").first()
    if wrong:
        raise Refused(
            "not_decided", gettext_noop("List change %(seq)s was not decided by two people."), {"seq": wrong.seq}
        )


def _check_entries() -> None:
    """What the public reads first is what follows from the list changes."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {STANDINGS} SELECT institution_id, list FROM standing", places(today))
        standings = dict(cursor.fetchall())
    entries = Entry.objects.with_status(today).values_list("institution_id", "credit_code", "status")
    shown = {institution: (code, status) for institution, code, status in entries.iterator(chunk_size=5_000)}
    for institution, name in standings.items():
        code, status = shown.get(institution, ("", None))
        if status != name and (name or status != "filed"):
            raise _entry_wrong(institution, code)
    for institution, (code, status) in shown.items():
        if institution not in standings and status not in ("", "filed"):
            raise _entry_wrong(institution, code)


def _entry_wrong(institution: int, code: str) -> Refused:
    return Refused(
        "entry",
        gettext_noop(
            "The public entry of the institution %(code)s does not follow from its list changes:"
            " rebuild_entries mends it."
        ),
        {"code": code or institution},
    )


def _check_signatures() -> list[Checkpoint]:
    """Every checkpoint is what its key signed, and the last one is signed by ours."""
    signed = list(Checkpoint.objects.order_by("size", "pk"))
    for checkpoint in signed:
        text = open_note(checkpoint.note, VerifierKey.read(checkpoint.key))
        head = checkpoints.Head.read(text)
        if (head.size, head.root.hex()) != (checkpoint.size, checkpoint.root):
            raise Refused(
                "checkpoint",
                gettext_noop("The checkpoint over %(size)s changes is not what was signed."),
                {"size": checkpoint.size},
            )
    ours = str(checkpoints.signing_key().verifier)
    if signed and signed[-1].key != ours:
        raise Refused(
            "other_key",
            gettext_noop("The last checkpoint is signed by %(key)s, not by %(ours)s, the key in REGISTER_KEY."),
            {"key": signed[-1].key, "ours": ours},
        )
    return signed
