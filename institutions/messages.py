"""Messages to those who file for an institution; which one a message is about, told by the filing it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.functions import Substr

from accounts import inbox
from accounts.models import Message
from institutions.models import Filing, Institution

PREFIX = "/file/"
_NUMBER = Substr("address", len(PREFIX) + 1, Filing._meta.get_field("number").max_length)


def tell(institution: Institution, key: str, text: str, params: dict[str, Any], address: str) -> None:
    """A message, and an e-mail, to everybody who files for the institution; `text` is an English msgid."""
    people = institution.memberships.values_list("user_id", flat=True)
    inbox.tell(people, key, text, {"institution": institution.name} | params, address)


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
