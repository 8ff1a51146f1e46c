"""Which institution a message is about: told by the filing that its address leads to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.functions import Substr

from accounts.models import Message
from institutions.models import Filing, Institution

PREFIX = "/file/"
_NUMBER = Substr("address", len(PREFIX) + 1, Filing._meta.get_field("number").max_length)


def about(institution: Institution, messages: Any) -> Any:
    """Those on filings of this institution, and those on none; not those on filings of others."""
    own = Q(filing_number__in=institution.filings.values("number"))
    return messages.annotate(filing_number=_NUMBER).filter(own | ~Q(address__startswith=PREFIX))


def name_institutions(messages: Iterable[Message]) -> list[Message]:
    """The messages, each with `institution`: the name of the one whose filing it is about, or nothing."""
    found = list(messages)
    numbers = {message.pk: message.address.removeprefix(PREFIX)[:13] for message in found}
    filings = Filing.objects.filter(number__in=numbers.values()).values_list("number", "institution__name")
    names = dict(filings)
    for message in found:
        message.institution = names.get(numbers[message.pk], "")  # type: ignore[attr-defined]
    return found
