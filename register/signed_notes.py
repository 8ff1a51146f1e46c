"""Signed notes (c2sp.org/signed-note) with one Ed25519 key: the form in which a checkpoint is signed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.translation import gettext_noop

from filing_platform.errors import Refused

ED25519 = b"\x01"
_VERIFIER_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True)
class VerifierKey:
    """The public key under its name: `<name>+<key id>+<base64 of 0x01 and the 32 bytes of the key>`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that say which key of that name signed."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> VerifierKey:
        """From its text; Refused when it is none, or of another kind than Ed25519."""
        match = _VERIFIER_KEY.fullmatch(text.strip())
        encoded = _decoded(match[3]) if match else None
        if match and encoded and encoded[:1] == ED25519 and len(encoded) == 33:
            key = cls(match[1], encoded[1:])
            if key.id.hex() == match[2]:
                return key
        raise Refused("no_key", gettext_noop("The public key is not a verifier key of the kind Ed25519."))


@dataclass(frozen=True)
class SigningKey:
    """The private key under its name."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def from_seed(cls, name: str, seed: str) -> SigningKey:
        """From 64 hexadecimal digits; Refused when they are none."""
        if not re.fullmatch("[0-9a-fA-F]{64}", seed):
            raise Refused("no_seed", gettext_noop("REGISTER_KEY must be 64 hexadecimal digits."))
        return cls(name, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))

    @property
    def verifier(self) -> VerifierKey:
        """Its public half."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The signed note; `text` ends with a line feed."""
        signature = base64.b64encode(self.verifier.id + self.private.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """The text of a note that this key has signed; Refused when it has not."""
    text, blank, signatures = note.rpartition("\n\n")
    for line in signatures.splitlines() if blank else []:
        match = _SIGNATURE.fullmatch(line)
        signature = _decoded(match[2]) if match and match[1] == key.name else None
        if signature is None or signature[:4] != key.id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], (text + "\n").encode())
        except InvalidSignature as error:
            raise Refused(
                "bad_signature", gettext_noop("The signature of the checkpoint is wrong: it was changed after signing.")
            ) from error
        return text + "\n"
    raise Refused("not_signed", gettext_noop("The checkpoint is not signed by the key %(key)s."), {"key": str(key)})


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
