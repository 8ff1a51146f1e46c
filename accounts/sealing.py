"""Encryption of what accounts keep for a while, under keys derived per use from PII_KEY."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def cipher(use: str) -> Fernet:
    """The cipher of one use; what another use wrote, it cannot read."""
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use.encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.PII_KEY.encode())))
