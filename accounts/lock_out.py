"""What the lock-out of django-axes counts by: the account tried and the address it is tried from."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account's name, whether it or its e-mail was typed: both are one budget of guesses.

    Asks the database once whatever was typed, so that the time taken does not tell who exists.
    """
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login", "")
    typed = unicodedata.normalize("NFKC", str(typed)).strip().casefold()[:150]
    known = (
        User.objects.filter(Q(email__iexact=typed) | Q(username__iexact=typed))
        .values_list("username", flat=True)
        .first()
    )
    return known or typed
