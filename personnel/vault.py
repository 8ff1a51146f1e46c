"""The identity vault: numbers kept as ciphertext, found by a keyed hash, committed to by a salted one.

Everything works on lists, in a bounded number of statements: 115,622 numbers take about a second.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.posts import rights_of
from filing_platform.errors import NotFound, Refused
from institutions import events
from institutions.models import Filing
from personnel import keys
from personnel.identifiers import mask_identity, normalise
from personnel.models import Identity, Person

SALT = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """One number made ready for the vault; nothing here tells the number."""

    kind: str
    look_up: bytes
    ciphertext: bytes
    salt: bytes
    commitment: str
    masked: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What a `Person` row keeps of its identity number."""

    identity_id: int
    commitment: str
    masked: str


def look_up_hash(kind: str, number: str) -> bytes:
    """HMAC-SHA256, 32 bytes, of the kind and the normalised number."""
    return _hash(keys.derived("identity look-up"), kind, normalise(number))


def seal_numbers(numbers: Sequence[tuple[str, str]]) -> list[Sealed]:
    """Encrypt (kind, number) pairs, under the salt that the vault has for a number it knows already."""
    numbers = [(kind, normalise(number)) for kind, number in numbers]
    key = keys.derived("identity look-up")
    hashes = [_hash(key, kind, number) for kind, number in numbers]
    salts = _known_salts(hashes)
    cipher, noise = keys.cipher("identity encryption"), os.urandom((keys.NONCE + SALT) * len(numbers))
    sealed = []
    for place, ((kind, number), look_up) in enumerate(zip(numbers, hashes, strict=True)):
        start = place * (keys.NONCE + SALT)
        nonce, fresh = noise[start : start + keys.NONCE], noise[start + keys.NONCE : start + keys.NONCE + SALT]
        # Twice in one list: the same salt, hence the same commitment.
        salt = salts.setdefault(look_up, fresh)
        ciphertext = nonce + cipher.encrypt(nonce, number.encode(), look_up)
        sealed.append(Sealed(kind, look_up, ciphertext, salt, _commitment(salt, number), mask_identity(number)))
    return sealed


def store(numbers: Sequence[tuple[str, str]]) -> list[Stored]:
    """Put (kind, number) pairs into the vault, each number once; the answer is in the order of the question."""
    sealed = seal_numbers(numbers)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_GIVEN}"
            " (place integer, identity_kind text, look_up bytea, ciphertext bytea, salt bytea) ON COMMIT DROP"
        )
        cursor.copy_expert(f"COPY {_GIVEN} FROM STDIN", StringIO("".join(_copy_lines(sealed))))
        _insert(cursor, _GIVEN)
        cursor.execute(
            f"SELECT identity.id, identity.salt FROM {_GIVEN} AS given"
            " JOIN personnel_identity AS identity USING (look_up) ORDER BY given.place"
        )
        found = [(pk, bytes(salt)) for pk, salt in cursor]
        cursor.execute(f"DROP TABLE {_GIVEN}")
    return [
        # Somebody else may have stored it in between, under their salt.
        Stored(pk, one.commitment if salt == one.salt else _commitment(salt, normalise(number)), one.masked)
        for one, (_kind, number), (pk, salt) in zip(sealed, numbers, found, strict=True)
    ]


def keep_staged(cursor: CursorWrapper, table: str) -> None:
    """Take the columns identity_kind, look_up, ciphertext and salt of a staging table into the vault, in one statement.

    Raises RuntimeError when somebody else stored one of the numbers under another salt since it was
    sealed: the commitments staged would be wrong, and the work has to be done again.
    """
    _insert(cursor, table)
    cursor.execute(
        f"SELECT count(*) FROM {table} AS staged JOIN personnel_identity AS identity USING (look_up)"
        " WHERE identity.salt <> staged.salt"
    )
    if cursor.fetchone()[0]:
        raise RuntimeError("identity numbers were stored by somebody else meanwhile")


def reveal(person: Person, user: User, why: str) -> str:
    """The number in the clear, for an education officer of the jurisdiction; an event says who looked and why."""
    if not why.strip():
        raise Refused("reveal_without_reason", gettext_noop("Say why you need to see the identity number."))
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(dossiers=person.dossier_id)
        if filing.jurisdiction_id not in rights_of(user).education:
            raise NotFound("identity", gettext_noop("There is no such number."))
        number = open_identity(person.identity)
        events.append(
            filing,
            "reveal",
            from_state=filing.state,
            to_state=filing.state,
            actor=user,
            reason=why.strip(),
            dossier_version=person.dossier.version,
            data={"section": "personnel", "line": str(person.line)},
        )
    return number


def open_identity(identity: Identity | None) -> str:
    """Decrypt one number. Refused when it was erased or another PII_KEY is needed."""
    if identity is None or identity.ciphertext is None:
        raise Refused("identity_erased", gettext_noop("The identity number has been erased."))
    if identity.key_id != keys.key_id():
        raise Refused("identity_key", gettext_noop("The identity number was stored under another key."))
    sealed = bytes(identity.ciphertext)
    cipher = keys.cipher("identity encryption")
    return cipher.decrypt(sealed[: keys.NONCE], sealed[keys.NONCE :], bytes(identity.look_up)).decode()


_GIVEN = "vault_given"


def _insert(cursor: CursorWrapper, table: str) -> None:
    # One order for everybody: two stores of the same numbers wait for each other and never deadlock.
    # A number that was erased and is filed again is readable again.
    cursor.execute(
        f"""
        INSERT INTO personnel_identity (kind, look_up, ciphertext, key_id, salt)
        SELECT DISTINCT ON (look_up) identity_kind, look_up, ciphertext, %s, salt FROM {table} ORDER BY look_up
        ON CONFLICT (look_up) DO UPDATE
        SET ciphertext = excluded.ciphertext, key_id = excluded.key_id, erased_at = NULL
        WHERE personnel_identity.ciphertext IS NULL
        """,
        [keys.key_id()],
    )


def _copy_lines(sealed: Sequence[Sealed]) -> Iterator[str]:
    for place, one in enumerate(sealed):
        secret = f"{one.ciphertext.hex()}\t\\\\x{one.salt.hex()}"
        yield f"{place}\t{one.kind}\t\\\\x{one.look_up.hex()}\t\\\\x{secret}\n"


def _known_salts(hashes: Sequence[bytes]) -> dict[bytes, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT look_up, salt FROM personnel_identity WHERE look_up = ANY(%s)", [list(hashes)])
        return {bytes(look_up): bytes(salt) for look_up, salt in cursor}


def _hash(key: bytes, kind: str, number: str) -> bytes:
    return hmac.digest(key, f"{kind}\0{number}".encode(), "sha256")


def _commitment(salt: bytes, number: str) -> str:
    return hashlib.sha256(salt + number.encode()).hexdigest()
