"""What an officer works through: a saved view, filtered and sorted as its address says; a filing's place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from institutions.models import Filing
from institutions.querysets import FilingQuerySet
from rectification import filters, saved_views
from rectification.counting import BOUND
from rectification.filters import QueueFilter
from rectification.querysets import with_current, with_due
from rectification.saved_views import SavedView


@dataclass(frozen=True)
class Listing:
    """The filings in their order. `all`: whatever this officer may see."""

    view: SavedView
    asked: QueueFilter
    all: FilingQuerySet
    filings: FilingQuerySet


@dataclass(frozen=True)
class Place:
    """Where a filing stands in a listing: the first is 1, 0 when it is not (or no longer) there; its neighbours."""

    position: int
    total: int
    previous: str | None
    next: str | None


def listing(parameters: QueryDict, user: Any) -> Listing:
    """What the address asks for; BadInput when it asks what there is not."""
    view = saved_views.by_name(parameters.get("view", "mine"))
    filings = with_due(with_current(Filing.objects.visible_to(user)))
    asked = filters.filtered(view.question(filings, user), parameters, user)
    return Listing(view, asked, filings, _in_order(asked.qs, parameters))


def place(found: Listing, number: str) -> Place:
    """Among the first thousand. From a filing that is done with, the listing begins again."""
    numbers = list(found.filings.values_list("number", flat=True)[:BOUND])
    if number not in numbers:
        return Place(0, len(numbers), None, numbers[0] if numbers else None)
    at = numbers.index(number)
    return Place(at + 1, len(numbers), numbers[at - 1] if at else None, (numbers[at + 1 :] or [None])[0])


def _in_order(filings: FilingQuerySet, parameters: QueryDict) -> FilingQuerySet:
    if not parameters.get("sort"):
        return filings.order_by("state_since", "number")
    # Those alike by what is sorted by keep an order of their own from page to page.
    return filings.order_by(*filings.query.order_by, "number")
