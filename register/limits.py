"""How often one address may ask what could be harvested; when the counter is away, everybody may."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from django_ratelimit.core import is_ratelimited

from accounts.client_address import client_address
from filing_platform.errors import TooMany


def limit(request: HttpRequest, what: str, rate: str) -> None:
    """Count one use of `what`; raises TooMany when the address has used up the rate ("20/m")."""
    if is_ratelimited(request, group=what, key=_address, rate=rate, increment=True):
        raise TooMany("too_many", gettext_noop("Too many requests from your address. Wait a minute and try again."))


def _address(group: str, request: HttpRequest) -> str:
    return client_address(request)
