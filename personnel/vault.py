"""The identity vault: numbers kept as ciphertext, found by a keyed hash, committed to by a salted one.

Everything works on lists, in a bounded number of statements: 115,622 numbers take about a second.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Collection, Sequence
from io import StringIO
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.posts import rights_of
from filing_platform.errors import NotFound, Refused
from institutions import events, keys
from institutions.models import Filing
from personnel.identifiers import mask_identity, normalise
from personnel.models import Identity, Person

SALT = 16
# What a table has that `keep_staged` takes from, in this order.
COLUMNS = "identity_id, is_new_identity, identity_kind, look_up, ciphertext, salt"
COLUMN_TYPES = (
    "identity_id bigint, is_new_identity boolean, identity_kind text, look_up bytea, ciphertext bytea, salt bytea"
)


class Sealed(NamedTuple):
    """One number made ready for the vault; nothing here tells the number."""

    # Of the number's row, there already or to be made under this key.
    identity_id: int
    is_new: bool
    kind: str
    look_up: bytes
    ciphertext: bytes
    salt: bytes
    commitment: str


class Stored(NamedTuple):
    """What a `Person` row keeps of its identity number."""

    identity_id: int
    commitment: str
    masked: str


class RacedError(RuntimeError):
    """Somebody else stored one of the numbers since it was sealed: what was sealed is to be sealed again."""


def look_up_hash(kind: str, number: str) -> bytes:
    """HMAC-SHA256, 32 bytes, of the kind and the normalised number."""
    return _hash(keys.derived("identity look-up"), kind, normalise(number))


def seal_numbers(numbers: Sequence[tuple[str, str]]) -> list[Sealed]:
    """Encrypt pairs of kind and normalised number; one that is there keeps its row and salt, others get new ones."""
    key = keys.derived("identity look-up")
    hashes = [_hash(key, kind, number) for kind, number in numbers]
    known = _known(hashes)
    # Twice in one list: the same row and salt, hence the same commitment.
    new = _new_rows({look_up for look_up in hashes if look_up not in known})
    cipher, nonces = keys.cipher("identity encryption"), os.urandom(keys.NONCE * len(numbers))
    sealed = []
    for place, ((kind, number), look_up) in enumerate(zip(numbers, hashes, strict=True)):
        nonce = nonces[place * keys.NONCE : (place + 1) * keys.NONCE]
        pk, salt = known.get(look_up) or new[look_up]
        ciphertext = nonce + cipher.encrypt(nonce, number.encode(), look_up)
        sealed.append(Sealed(pk, look_up in new, kind, look_up, ciphertext, salt, _commitment(salt, number)))
    return sealed


def store(numbers: Sequence[tuple[str, str]]) -> list[Stored]:
    """Put (kind, number) pairs into the vault, each number once; the answer is in the order of the question."""
    try:
        return _store(numbers)
    except RacedError:
        return _store(numbers)


def keep_staged(cursor: CursorWrapper, table: str) -> None:
    """Take the vault's columns of a staging table (those of `COLUMNS`) into the vault. Raises RacedError."""
    # One order for everybody: two stores of the same numbers wait for each other and never deadlock.
    try:
        cursor.execute(
            f"""
            INSERT INTO personnel_identity (id, kind, look_up, ciphertext, key_id, salt)
            SELECT identity_id, identity_kind, look_up, ciphertext, %s, salt FROM {table}
            WHERE is_new_identity ORDER BY look_up
            """,
            [keys.key_id()],
        )
    except IntegrityError as error:
        raise RacedError from error
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE NOT is_new_identity)")
    if cursor.fetchone()[0]:
        _renew_erased(cursor, table)


def copy_text(one: Sealed) -> str:
    """The columns of `COLUMNS` as COPY wants them, without a line end."""
    new = "t" if one.is_new else "f"
    return (
        f"{one.identity_id}\t{new}\t{one.kind}\t\\\\x{one.look_up.hex()}\t\\\\x{one.ciphertext.hex()}"
        f"\t\\\\x{one.salt.hex()}"
    )


def reveal(person: Person, user: User, why: str) -> str:
    """The number in the clear, for an education officer of the jurisdiction; an event says who looked and why."""
    if not why.strip():
        raise Refused("reveal_without_reason", gettext_noop("Say why you need to see the identity number."))
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(dossiers=person.dossier_id)
        if filing.jurisdiction_id not in rights_of(user).education:
            raise NotFound("identity", gettext_noop("There is no such number."))
        number = open_identity(person.identity)
        events.note(
            filing,
            "reveal",
            actor=user,
            reason=why.strip(),
            dossier_version=person.dossier.version,
            data={"section": "personnel", "line": str(person.line), "name": person.name},
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


def _renew_erased(cursor: CursorWrapper, table: str) -> None:
    """A number that was erased and is filed again is readable again."""
    cursor.execute(
        f"""
        UPDATE personnel_identity AS identity
        SET ciphertext = staged.ciphertext, key_id = %s, erased_at = NULL
        FROM {table} AS staged
        WHERE NOT staged.is_new_identity AND identity.id = staged.identity_id AND identity.ciphertext IS NULL
        """,
        [keys.key_id()],
    )


def _store(numbers: Sequence[tuple[str, str]]) -> list[Stored]:
    numbers = [(kind, normalise(number)) for kind, number in numbers]
    sealed = seal_numbers(numbers)
    unique = {one.look_up: one for one in sealed}.values()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_GIVEN} ({COLUMN_TYPES}) ON COMMIT DROP")
        cursor.copy_expert(f"COPY {_GIVEN} FROM STDIN", StringIO("".join(f"{copy_text(one)}\n" for one in unique)))
        keep_staged(cursor, _GIVEN)
        cursor.execute(f"DROP TABLE {_GIVEN}")
    return [
        Stored(one.identity_id, one.commitment, mask_identity(number))
        for one, (_kind, number) in zip(sealed, numbers, strict=True)
    ]


def _known(hashes: Sequence[bytes]) -> dict[bytes, tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT look_up, id, salt FROM personnel_identity WHERE look_up = ANY(%s)", [list(hashes)])
        return {bytes(look_up): (pk, bytes(salt)) for look_up, pk, salt in cursor}


def _new_rows(hashes: Collection[bytes]) -> dict[bytes, tuple[int, bytes]]:
    """A key and a salt for each."""
    salts = os.urandom(SALT * len(hashes))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('personnel_identity_id_seq') FROM generate_series(1, %s)", [len(hashes)])
        return {
            look_up: (pk, salts[place * SALT : (place + 1) * SALT])
            for place, (look_up, (pk,)) in enumerate(zip(hashes, cursor, strict=True))
        }


def _hash(key: bytes, kind: str, number: str) -> bytes:
    return hmac.digest(key, f"{kind}\0{number}".encode(), "sha256")


def _commitment(salt: bytes, number: str) -> str:
    return hashlib.sha256(salt + number.encode()).hexdigest()
