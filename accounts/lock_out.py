"""What the lock-out of django-axes counts by: the account tried and the address it is tried from."""

from __future__ import annotations

import unicodedata
from typing import Any

from axes.helpers import get_client_username
from axes.models import AccessBase
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User

# No account's name: it has a space.
_CODES_OF = "codes of "


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


def code_guesses(user: User) -> str:
    """The name under which wrong second-factor codes of the account are counted, apart from its passwords."""
    return f"{_CODES_OF}{user.username.casefold()}"


def counted_by(request: HttpRequest | AccessBase, credentials: dict[str, Any] | None = None) -> list[Any]:
    """Passwords by account and address together: a stranger who guesses locks out only that pair, never the person.

    Codes by account alone: who guesses them has the password, and may have many addresses.
    """
    name = request.username if isinstance(request, AccessBase) else get_client_username(request, credentials)
    return ["username"] if str(name or "").startswith(_CODES_OF) else [["username", "ip_address"]]
