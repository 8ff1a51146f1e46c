"""The invitation that a page of the account leads on to."""

from __future__ import annotations

from django import template

from filing_platform.errors import NotFound
from institutions import registration
from institutions.models import Invitation

register = template.Library()
PREFIX = "/file/join/"


@register.simple_tag
def invitation_at(address: str | None) -> Invitation | None:
    """The open invitation whose link this address is, for who holds the link; None for every other address."""
    if not address or not address.startswith(PREFIX):
        return None
    try:
        return registration.invited_by_token(address.removeprefix(PREFIX).strip("/"))
    except NotFound:
        return None
