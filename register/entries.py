"""The entries: one row an institution, derived from the list changes and the materials they name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from filing_platform import clock
from institutions.identifiers import host_of
from institutions.models import Institution
from register.keys import PlatformName, keys_of
from register.standings import STANDINGS, places
from register.terms import terms

_BATCH = 2000

# What an entry needs, one row an institution that has ever been listed or is shown as filed.
_SOURCE = f"""
WITH {STANDINGS},
filed AS (
    SELECT DISTINCT ON (filing.institution_id)
           filing.institution_id, (filing.first_submitted_at AT TIME ZONE 'Asia/Shanghai')::date AS filed_on,
           dossier.id AS dossier_id
    FROM institutions_filing AS filing
    JOIN accounts_programme AS programme ON programme.id = filing.programme_id AND programme.publishes_filed
    JOIN institutions_dossier AS dossier ON dossier.filing_id = filing.id AND dossier.sealed_at IS NOT NULL
    WHERE filing.institution_id = ANY(%(ids)s) AND filing.kind = 'initial'
      AND filing.state IN ('submitted', 'flagged', 'rectifying')
    ORDER BY filing.institution_id, dossier.version DESC
),
shown AS (
    SELECT institution_id, standing.list, since, next_list, next_on, seq, reason, filed.filed_on,
           standing.dossier_id AS shown_id, coalesce(standing.dossier_id, filed.dossier_id) AS read_id,
           coalesce(standing.list, '') = '' AND filed.dossier_id IS NOT NULL AS only_filed
    FROM standing
    FULL JOIN filed USING (institution_id)
)
SELECT shown.institution_id, institution.credit_code, institution.jurisdiction_id, province.name AS province,
       shown.shown_id AS dossier_id,
       coalesce(nullif(profile.name, ''), institution.name) AS name, coalesce(profile.brand, '') AS brand,
       CASE WHEN only_filed THEN 'filed' ELSE shown.list END AS list,
       CASE WHEN only_filed THEN shown.filed_on ELSE shown.since END AS since,
       coalesce(shown.next_list, '') AS next_list, shown.next_on, shown.seq AS last_change,
       coalesce(shown.reason, '') AS reason, coalesce(profile.complaint_contact, '') AS complaint_contact,
       coalesce(dossier.person_count, 0) AS person_count, coalesce(dossier.course_count, 0) AS course_count,
       coalesce(platform.rows, '[]')::text AS platforms,
       coalesce(course.subjects, '{{}}') AS subjects, coalesce(course.grades, '{{}}') AS grades,
       coalesce(filing.numbers, '{{}}') AS filing_numbers, filing.filed_on
FROM shown
JOIN institutions_institution AS institution ON institution.id = shown.institution_id
JOIN accounts_jurisdiction AS province ON province.code = institution.jurisdiction_id
LEFT JOIN institutions_dossier AS dossier ON dossier.id = shown.read_id
LEFT JOIN institutions_profile AS profile ON profile.dossier_id = shown.read_id
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('kind', kind, 'name', name, 'address', address, 'icp_number', icp_number)
                     ORDER BY position, id) AS rows
    FROM institutions_platform WHERE dossier_id = shown.read_id
) AS platform ON true
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT subject) AS subjects,
           array_agg(DISTINCT grade ORDER BY grade) FILTER (WHERE grade IS NOT NULL) AS grades
    FROM courses_course LEFT JOIN LATERAL unnest(grades) AS grade ON true WHERE dossier_id = shown.read_id
) AS course ON true
LEFT JOIN LATERAL (
    SELECT array_agg(number) AS numbers,
           min((first_submitted_at AT TIME ZONE 'Asia/Shanghai')::date) AS filed_on
    FROM institutions_filing
    WHERE institution_id = shown.institution_id AND state <> 'draft'
) AS filing ON true
"""

_WRITTEN = (
    "institution_id, credit_code, jurisdiction_id, dossier_id, name, brand, list, since, next_list, next_on,"
    " last_change, reason, complaint_contact, person_count, course_count, platforms, subjects, grades, filed_on"
)
_UPSERT = f"""
INSERT INTO register_entry ({_WRITTEN})
SELECT {_WRITTEN}
FROM jsonb_to_recordset(%s::jsonb) AS made (
    institution_id bigint, credit_code text, jurisdiction_id text, dossier_id bigint, name text, brand text,
    list text, since date, next_list text, next_on date, last_change bigint, reason text, complaint_contact text,
    person_count integer, course_count integer, platforms jsonb, subjects text[], grades smallint[],
    filed_on date
)
ON CONFLICT (institution_id) DO UPDATE SET ({_WRITTEN}) = ROW (excluded.{_WRITTEN.replace(", ", ", excluded.")})
"""
_FORGET = """
DELETE FROM register_searchterm USING register_entry AS entry
WHERE entry_id = entry.id AND entry.institution_id = ANY(%s)
"""
_LEARN = """
INSERT INTO register_searchterm (entry_id, term, length)
SELECT entry.id, unnest(terms), length(entry.brand)
FROM jsonb_to_recordset(%s::jsonb) AS made (institution_id bigint, terms text[])
JOIN register_entry AS entry USING (institution_id)
"""


def refresh(institution_ids: Sequence[int]) -> int:
    """Rebuild the entries of these institutions as of today, set-based; returns how many of them have one."""
    ids = list(institution_ids)
    return sum(_refresh(ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH))


def rebuild() -> Iterator[tuple[int, int]]:
    """Rebuild every entry, a batch at a time; yields how many institutions are done, and of how many."""
    ids = list(Institution.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        _refresh(ids[start : start + _BATCH])
        yield min(start + _BATCH, len(ids)), len(ids)


@transaction.atomic
def _refresh(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        # Whoever refreshes the same institution at the same moment reads after us, and what we have written.
        cursor.execute("SELECT 1 FROM institutions_institution WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids])
        cursor.execute(_SOURCE, places(clock.today(), ids))
        columns = [column.name for column in cursor.description]
        made = [_made(dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]
        kept = [row["institution_id"] for row in made]
        cursor.execute(_FORGET, [ids])
        cursor.execute(
            "DELETE FROM register_entry WHERE institution_id = ANY(%s) AND NOT institution_id = ANY(%s)", [ids, kept]
        )
        rows = json.dumps(made, default=str)
        cursor.execute(_UPSERT, [rows])
        cursor.execute(_LEARN, [rows])
    return len(made)


def _made(row: dict[str, Any]) -> dict[str, Any]:
    row["platforms"] = json.loads(row["platforms"])
    platforms = [PlatformName(**platform) for platform in row["platforms"]]
    own = [row["name"], row["brand"]]
    others = [row.pop("province"), *(platform.name for platform in platforms)]
    hosts = [host_of(platform.address) for platform in platforms]
    keys = keys_of(row["credit_code"], own, row.pop("filing_numbers"), platforms)
    row["terms"] = terms(own, others, hosts, keys, row["credit_code"])
    return row
