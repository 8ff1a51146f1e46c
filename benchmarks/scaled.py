"""The nation many times over: a copy of the database, in which everything can be multiplied, dropped afterwards."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

if TYPE_CHECKING:
    from demo.institutions import Identity
    from register.models import Entry

_NAME = "filing_platform_bench"


@contextmanager
def copied() -> Iterator[None]:
    """Inside, every connection leads to a copy; nobody else may be connected to the original while it is made."""
    original = connections["owner"].settings_dict["NAME"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_NAME} (FORCE)")
        connections["default"].close()
        connections["public"].close()
        cursor.execute(f"CREATE DATABASE {_NAME} TEMPLATE {original}")
    _lead_to(_NAME)
    try:
        yield
    finally:
        _lead_to(original)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"DROP DATABASE {_NAME} (FORCE)")


def settle(*tables: str) -> None:
    """As autovacuum leaves them after a while: no dead rows, statistics, the map of what all may see."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")


def multiply_filings(scale: int) -> None:
    """`scale` times as many filings in every province, each with what the desk and the public pages read of it."""
    with _without_triggers() as cursor:
        for table in _FILED:
            _copy(cursor, table, scale)
    settle(*_FILED)


def multiply_entries(scale: int) -> None:
    """`scale` times as many entries, named and with platforms as the demo makes them; each name is given once."""
    from accounts.models import Jurisdiction
    from demo.institutions import Directory
    from register.models import Entry

    parts = list(Entry.objects.select_related("jurisdiction").order_by("pk"))
    directory = Directory({each.code: each.icp_signs[0] for each in Jurisdiction.objects.all()})
    chance, taken = random.Random(1), {part.brand[:2] for part in parts}
    with _without_triggers() as cursor:
        _copy(cursor, "institutions_institution", scale)
        for number in range(1, scale):
            cursor.execute("SELECT id, credit_code FROM institutions_institution WHERE id / %s = %s", [_STEP, number])
            codes = dict(cursor.fetchall())
            rows = []
            for part in parts:
                identity = directory.new(part.jurisdiction_id, chance)
                while identity.stem in taken:
                    identity = directory.new(part.jurisdiction_id, chance)
                institution = part.institution_id + number * _STEP
                rows.append(_entry(chance, part, identity, number) | {"credit_code": codes[institution]})
            cursor.execute(_ENTRIES, [json.dumps(rows, default=str)])
            _learn(cursor, dict(cursor.fetchall()), [_terms(row) for row in rows])
        cursor.execute("SELECT register_recount()")
    settle("register_entry", "register_searchterm", "register_tally", "institutions_institution")


# What is copied, with the columns that point at something copied too; a key in text is made of number and id.
_STEP = 1_000_000
_FILED = {
    "institutions_filing": "id institution_id",
    "institutions_dossier": "id filing_id copied_from_id",
    "institutions_profile": "id dossier_id",
    "institutions_decision": "id filing_id institution_id dossier_id",
    "screening_opinion": "id dossier_id",
    "screening_finding": "id dossier_id",
    "register_listchange": "seq institution_id decision_id dossier_id supersedes_id",
}
_MOVED = _FILED | {"institutions_institution": "id succeeds_id"}
TABLES = (*_MOVED, "register_entry", "register_searchterm")
_UNIQUE = {("institutions_filing", "number"): 13, ("institutions_institution", "credit_code"): 18}


def _copy(cursor: Any, table: str, scale: int) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = {name: f"original.{name}" for (name,) in cursor.fetchall()}
    for name in _MOVED[table].split():
        columns[name] += f" + times * {_STEP}"
    for name, width in ((name, width) for (of, name), width in _UNIQUE.items() if of == table):
        columns[name] = f"lpad((original.id + times * {_STEP})::text, {width}, '0')"
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE SELECT {', '.join(columns.values())}"
        f" FROM {table} AS original CROSS JOIN generate_series(1, %s) AS times",
        [scale - 1],
    )


@contextmanager
def _without_triggers() -> Iterator[Any]:
    """What no trigger and no foreign key looks at: a copy of what they let through once."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


_COLUMNS = """
institution_id, credit_code, jurisdiction_id, dossier_id, name, brand, list, since, next_list, next_on, reason,
filed_on, platforms, subjects, grades, person_count, course_count, complaint_contact, last_change
"""
_ENTRIES = f"""
INSERT INTO register_entry ({_COLUMNS})
SELECT {_COLUMNS} FROM jsonb_populate_recordset(NULL::register_entry, %s::jsonb) RETURNING institution_id, id
"""


def _entry(chance: random.Random, part: Entry, identity: Identity, number: int) -> dict[str, Any]:
    from demo.institutions import platforms

    kept = ("jurisdiction_id", "list", "since", "next_list", "next_on", "reason", "filed_on", "subjects", "grades")
    counted = ("person_count", "course_count", "complaint_contact")
    moved = {name: getattr(part, name) for name in ("institution_id", "dossier_id", "last_change")}
    return (
        {name: getattr(part, name) for name in kept + counted}
        | {name: value and value + number * _STEP for name, value in moved.items()}
        | {
            "province": part.jurisdiction.name,
            "name": identity.name,
            "brand": identity.brand,
            "platforms": [
                {"kind": each.kind, "name": each.name, "address": each.address, "icp_number": each.icp_number}
                for each in platforms(identity, 200, chance)
            ],
        }
    )


def _terms(row: dict[str, Any]) -> dict[str, Any]:
    from institutions.identifiers import host_of
    from register.keys import PlatformName, keys_of
    from register.terms import terms

    named = [PlatformName(**each) for each in row["platforms"]]
    own, others = [row["name"], row["brand"]], [row["province"], *(each.name for each in named)]
    keys = keys_of(row["credit_code"], own, [], named)
    return row | {"terms": terms(own, others, [host_of(each.address) for each in named], keys, row["credit_code"])}


def _learn(cursor: Any, entries: dict[int, int], rows: Sequence[dict[str, Any]]) -> None:
    lines = io.StringIO()
    for row in rows:
        before, after = f"{entries[row['institution_id']]}\t", f"\t{len(row['brand'])}\n"
        lines.writelines(before + term.replace("\\", "\\\\") + after for term in row["terms"])
    lines.seek(0)
    cursor.copy_from(lines, "register_searchterm", columns=("entry_id", "term", "length"))


def _lead_to(database: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database
