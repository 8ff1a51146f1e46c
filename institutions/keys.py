"""Keys for personal data, one for each use, derived from PII_KEY by HKDF."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


def cipher(use: str) -> AESGCM:
    """AES-256-GCM under the key of this use."""
    return AESGCM(derived(use))


def derived(use: str) -> bytes:
    """32 bytes for one use; without PII_KEY nothing can be read back."""
    return _derive(settings.PII_KEY, use)


def key_id() -> str:
    """Names the PII_KEY in force without telling anything about it."""
    return derived("key id").hex()[:16]


@cache
def _derive(secret: str, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"filing platform {use}".encode()).derive(
        secret.encode()
    )
