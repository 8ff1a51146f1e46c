"""How an officer finds an institution by what it is called: as the public search does, pinyin and initials included."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from institutions.models import Filing, Institution, Profile
from register import terms
from register.hits import matching

# Institutions without a public entry whose names are compared one by one.
MOST_UNLISTED = 1000


def named(words: str, user: Any) -> Q:
    """Institutions (as the `institution` of a filing annotated with `current`) that these words may mean."""
    brand = Profile.objects.filter(dossier=OuterRef("current"), brand__icontains=words)
    written = Q(institution__name__icontains=words) | Q(institution__credit_code=words.upper()) | Q(Exists(brand))
    return written | _by_entry(words) | Q(institution__in=_sounding_unlisted(words, user))


def by_terms(words: str) -> RawSQL:
    """The institutions on record whose terms of the public search these words match; for words that few have."""
    sql, values = matching(words).in_order()
    return RawSQL(f"SELECT institution_id FROM register_entry WHERE id IN (SELECT entry_id {sql})", values)


def _by_entry(words: str) -> Q:
    """The same for words that many have: no entry is read but of the filings looked at."""
    sql, values = matching(words).in_order()
    return Q(institution__entry__in=RawSQL(f"SELECT entry_id {sql}", values))


def _sounding_unlisted(words: str, user: Any) -> list[int]:
    """Those the public is not shown (withdrawn, or screened where the province shows nothing yet): by their sound."""
    sound = terms.sound_of(words)
    if not sound or not words.isascii():
        return []
    filings = Filing.objects.visible_to(user).filter(institution__entry=None)
    unlisted = Institution.objects.filter(pk__in=filings.values("institution"))
    names = unlisted.order_by("pk").values_list("pk", "name")[:MOST_UNLISTED]
    return [pk for pk, name in names if sound in terms.sound_of(name) or sound in terms.initials_of(name)]
