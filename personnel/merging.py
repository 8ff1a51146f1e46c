"""What a staged workbook would change in a dossier's people, and changing it: a few statements, whatever the size.

A person is the same as before when the identity number is, or failing that the certificate number:
a corrected identity number keeps its line, and with it its courses and findings.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL

from institutions.models import Dossier
from personnel import vault
from personnel.models import Person
from personnel.staging import TABLE, TOLD

NAMES_SHOWN = 20
DELETED_AT_ONCE = 2_000
_COMPARED = ("identity_kind", "identity_commitment", *TOLD)
_DIFFERENT = (
    f"({', '.join(f'staged.{column}' for column in _COMPARED)})"
    f" IS DISTINCT FROM ({', '.join(f'person.{column}' for column in _COMPARED)})"
)


@dataclass(frozen=True)
class Changes:
    """How many people are new, changed, no longer there, as before."""

    new: int
    changed: int
    removed: int
    unchanged: int

    @property
    def first(self) -> bool:
        """Nobody was there before."""
        return not (self.changed or self.removed or self.unchanged)


def find_changes(cursor: CursorWrapper, dossier: Dossier) -> Changes:
    """Match the staged rows with the people of the dossier."""
    if not dossier.people.exists():
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        return Changes(cursor.fetchone()[0], 0, 0, 0)
    cursor.execute(f"ANALYZE {TABLE} (identity_id, certificate_number)")
    cursor.execute(
        f"""
        UPDATE {TABLE} AS staged SET person_id = person.id
        FROM personnel_person AS person
        WHERE person.dossier_id = %s AND person.identity_id = staged.identity_id
        """,
        [dossier.pk],
    )
    cursor.execute(
        f"""
        UPDATE {TABLE} AS staged SET person_id = person.id
        FROM personnel_person AS person
        WHERE person.dossier_id = %s AND staged.person_id IS NULL AND staged.certificate_number <> ''
          AND person.certificate_number = staged.certificate_number
          AND NOT EXISTS (SELECT 1 FROM {TABLE} AS other WHERE other.person_id = person.id)
        """,
        [dossier.pk],
    )
    cursor.execute(
        f"""
        SELECT count(*) FILTER (WHERE person.id IS NULL),
               count(*) FILTER (WHERE person.id IS NOT NULL AND {_DIFFERENT}),
               (SELECT count(*) FROM personnel_person WHERE dossier_id = %s) - count(person.id),
               count(*) FILTER (WHERE person.id IS NOT NULL AND NOT {_DIFFERENT})
        FROM {TABLE} AS staged LEFT JOIN personnel_person AS person ON person.id = staged.person_id
        """,
        [dossier.pk],
    )
    return Changes(*cursor.fetchone())


def removed_names(dossier: Dossier) -> list[str]:
    """Names of the first people that the workbook no longer has."""
    return list(_missing(dossier).values_list("name", flat=True)[:NAMES_SHOWN])


def merge(cursor: CursorWrapper, dossier: Dossier, *, keep_missing: bool) -> None:
    """Make the dossier's people those of the workbook; `keep_missing` leaves those whom it does not name."""
    if not keep_missing:
        _remove_missing(dossier)
    vault.keep_staged(cursor, TABLE)
    before = (dossier.people.aggregate(last=Max("position"))["last"] or 0) if keep_missing else 0
    _update(cursor, dossier, place="person.position" if keep_missing else "staged.row")
    _insert(cursor, dossier, before)


def _missing(dossier: Dossier) -> QuerySet[Person]:
    named = RawSQL(f"SELECT person_id FROM {TABLE} WHERE person_id IS NOT NULL", [])
    return dossier.people.exclude(pk__in=named).order_by("position", "pk")


def _remove_missing(dossier: Dossier) -> None:
    # Some at a time: each takes its places in courses with it, and they are read for that.
    while keys := list(_missing(dossier).values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        Person.objects.filter(pk__in=keys).delete()


def _update(cursor: CursorWrapper, dossier: Dossier, place: str) -> None:
    told = ", ".join(f"{column} = staged.{column}" for column in ("identity_masked", *_COMPARED))
    cursor.execute(
        f"""
        UPDATE personnel_person AS person
        SET {told}, identity_id = staged.identity_id, position = {place}
        FROM {TABLE} AS staged
        WHERE person.dossier_id = %s AND person.id = staged.person_id
          AND ({_DIFFERENT} OR person.position <> {place})
        """,
        [dossier.pk],
    )


def _insert(cursor: CursorWrapper, dossier: Dossier, before: int) -> None:
    columns = ", ".join(("identity_masked", *_COMPARED))
    cursor.execute(
        f"""
        INSERT INTO personnel_person (dossier_id, line, position, identity_id, {columns})
        SELECT %s, line, %s + row, identity_id, {columns} FROM {TABLE} WHERE person_id IS NULL
        """,
        [dossier.pk, before],
    )
