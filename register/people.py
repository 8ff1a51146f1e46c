"""Looking a person up: by the exact full name or the full certificate number only, so that nothing is harvested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from django.db.models import Subquery

from institutions.identifiers import normalise
from register.models import Entry, PublicPerson
from register.wording import fold

# A common name is answered with so many; the certificate number tells the rest apart.
AT_MOST = 20
# Of longer names only the common spellings are tried.
_MOST_WORDS = 4
_GAELIC = re.compile(r"\bMc([a-z])")


@dataclass(frozen=True)
class Found:
    """A person with the institution that has them on record now."""

    person: PublicPerson
    entry: Entry


def look_up(text: str, today: date) -> Sequence[Found]:
    """The people of that full name or certificate number in the dossiers published now."""
    number = normalise(text)
    people = _by_certificate(number) if number.isascii() and number.isdigit() else _by_name(text)
    entries = {
        entry.dossier_id: entry
        for entry in Entry.objects.public()
        .with_status(today)
        .select_related("jurisdiction")
        .filter(dossier__in=[person.dossier_id for person in people])
    }
    return [Found(person, entries[person.dossier_id]) for person in people if person.dossier_id in entries]


def _by_name(text: str) -> list[PublicPerson]:
    shown = Entry.objects.public().filter(dossier__isnull=False).values("dossier_id")
    names = {"".join(text.split()), fold(text), *_spellings(" ".join(text.split()))}
    return list(PublicPerson.objects.filter(name__in=names, dossier_id__in=Subquery(shown))[:AT_MOST])


def _spellings(name: str) -> Iterator[str]:
    """A Latin name however its capitals were typed. Compared as it is stored: behind the public view
    no index answers for lower(name)."""
    yield name
    if not name.isascii():
        return
    words = name.split()
    if len(words) > _MOST_WORDS:
        yield from (name.title(), name.upper(), name.lower())
        return
    # Each word by itself: SMITH John, John van der Berg, Ronald McDonald.
    for spelt in product(*({word.title(), word.upper(), word.lower(), _gaelic(word)} for word in words)):
        yield " ".join(spelt)


def _gaelic(word: str) -> str:
    return _GAELIC.sub(lambda found: f"Mc{found[1].upper()}", word.title())


def _by_certificate(number: str) -> list[PublicPerson]:
    return list(PublicPerson.objects.raw("SELECT * FROM person_by_certificate(%s)", [number]))
