"""The queue that an officer came from: kept in the session, so that a filing's page leads on in it and back to it."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from filing_platform.errors import BadInput
from rectification.listing import Place, listing, place

KEY = "queue"


def remember(request: HttpRequest) -> None:
    """The queue as its address says, without the page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    if request.session.get(KEY, "") != kept.urlencode():
        request.session[KEY] = kept.urlencode()


def query(request: HttpRequest) -> str:
    """The queue's address after its question mark; empty for the one that waits for me."""
    return str(request.session.get(KEY, ""))


def place_of(request: HttpRequest, number: str) -> Place:
    """The place of a filing in that queue, or, when it cannot be asked any more, in the one that waits for me."""
    try:
        found = listing(QueryDict(query(request)), request.user)
    except BadInput:
        found = listing(QueryDict(), request.user)
    return place(found, number)
