"""Sealing: a dossier is frozen with its counts and a SHA-256 digest over its canonical content (docs/digest.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_noop
from psycopg2.extras import execute_values

from dossiers.sections import SECTIONS
from filing_platform import clock
from filing_platform.errors import Conflict
from institutions.models import Dossier
from institutions.section import Table

FORM = 1
HEADER = f"dossier-digest {FORM}"
TABLES: tuple[Table, ...] = tuple(table for section in SECTIONS for table in section.tables)
COUNTED = {
    "institutions_platform": "platform_count",
    "personnel_person": "person_count",
    "courses_course": "course_count",
}
# SHA-256 of nothing: a table without rows.
EMPTY = hashlib.sha256(b"").hexdigest()


@transaction.atomic
def seal(dossier: Dossier) -> str:
    """Freeze the dossier; its digest. The row lock waits for writers, and theirs for it: no row slips in."""
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if locked.is_sealed:
        raise Conflict("sealed_already", gettext_noop("This version has been submitted already."))
    seal_many([(dossier.pk, clock.now())])
    dossier.refresh_from_db()
    return dossier.digest


def seal_many(dossiers: Sequence[tuple[int, datetime]]) -> dict[int, str]:
    """Freeze many at once: (dossier id, moment of sealing); one statement a table and one for the seal.

    Returns the digest of each.
    """
    contents = _contents([pk for pk, _at in dossiers])
    rows = []
    for pk, at in dossiers:
        counts = {COUNTED[table]: count for table, (_digest, count) in contents[pk].items() if table in COUNTED}
        rows.append(
            (
                pk,
                at,
                _digest_of(contents[pk]),
                counts.get("platform_count", 0),
                counts.get("person_count", 0),
                counts.get("course_count", 0),
            )
        )
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            f"""
            UPDATE institutions_dossier AS d
            SET sealed_at = v.at, digest = v.digest, digest_form = {FORM}, platform_count = v.platforms,
                person_count = v.people, course_count = v.courses
            FROM (VALUES %s) AS v (id, at, digest, platforms, people, courses) WHERE d.id = v.id
            """,
            rows,
            template="(%s, %s::timestamptz, %s, %s, %s, %s)",
            page_size=1000,
        )
    return {pk: digest for pk, _at, digest, *_counts in rows}


def digest(dossier: Dossier) -> str:
    """The digest of the dossier's content as it is now."""
    return _digest_of(_contents([dossier.pk])[dossier.pk])


def _contents(ids: Sequence[int]) -> dict[int, dict[str, tuple[str, int]]]:
    contents: dict[int, dict[str, tuple[str, int]]] = {pk: {} for pk in ids}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"""
                SELECT dossier_id, count(*),
                       encode(sha256(convert_to(string_agg(row, E'\\n' ORDER BY line), 'UTF8')), 'hex')
                FROM ({table.canonical()}) AS rows GROUP BY dossier_id
                """,
                {"dossiers": list(ids)},
            )
            for pk, count, hashed in cursor.fetchall():
                contents[pk][table.name] = (hashed, count)
    return contents


def _digest_of(content: dict[str, tuple[str, int]]) -> str:
    lines: Iterable[str] = (
        f"{table.name} {content.get(table.name, (EMPTY, 0))[1]} {content.get(table.name, (EMPTY, 0))[0]}"
        for table in TABLES
    )
    return hashlib.sha256("\n".join([HEADER, *lines]).encode()).hexdigest()
