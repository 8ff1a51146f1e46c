"""A form that met the sign-in: kept in the session until its author is back, so that nothing typed is lost."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.http import HttpRequest

from accounts.sealing import cipher

SESSION_KEY = "unsent_form"
# Who signs in later than this begins anew: the next person at the same computer may be another.
KEPT_SECONDS = 3600
LARGEST = 200_000
# What is never kept: it is typed again, or made anew with the page.
NOT_KEPT = re.compile(r"password|token|csrf|secret|^code$")


@dataclass(frozen=True)
class Unsent:
    """Where the form goes, and what was typed: pairs of field and text."""

    address: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> bool:
    """Keep the form that was sent, encrypted: it may hold identity numbers. False where there is nothing to keep."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if not NOT_KEPT.search(name.lower())
    ]
    content = json.dumps([request.get_full_path(), fields]).encode()
    if not fields or len(content) > LARGEST:
        return False
    request.session[SESSION_KEY] = cipher(SESSION_KEY).encrypt(content).decode()
    return True


def kept(request: HttpRequest) -> Unsent | None:
    """The form that waits to be sent again."""
    sealed = request.session.get(SESSION_KEY)
    if sealed is None:
        return None
    try:
        address, fields = json.loads(cipher(SESSION_KEY).decrypt(sealed.encode(), ttl=KEPT_SECONDS))
    except InvalidToken:
        forget(request)
        return None
    return Unsent(address, [(name, value) for name, value in fields])


def forget(request: HttpRequest) -> None:
    """It was sent, or is not wanted."""
    request.session.pop(SESSION_KEY, None)
