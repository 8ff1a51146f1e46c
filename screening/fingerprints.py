"""Whether the thing a finding is about has changed since: the digest of its rows, and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from dossiers.sections import by_name
from screening.models import Finding

# A thing is its own row and the rows that are part of it: a course with its lessons and teachers.
# Findings just raised have no statistics yet, so the plan is made not to depend on them: things first, once.
_TAKE = """
    WITH thing AS MATERIALIZED (
        SELECT rows.dossier_id, rows.owner,
               encode(sha256(convert_to(string_agg(rows.row, E'\\n' ORDER BY rows.row COLLATE "C"), 'UTF8')), 'hex')
                   AS digest
        FROM ({canonical}) AS rows
        WHERE rows.owner = ANY (%(lines)s::uuid[])
        GROUP BY rows.dossier_id, rows.owner
    )
    UPDATE screening_finding AS finding SET row_digest = thing.digest
    FROM thing
    WHERE finding.dossier_id = thing.dossier_id AND finding.line = thing.owner
      AND finding.section = %(section)s AND finding.row_digest = ''
"""
# Nothing it was about has changed, neither the rows nor what the rule saw: the officer's reason holds.
_CARRY_OVER = """
    UPDATE screening_finding AS finding
    SET status = 'dismissed', verdict_by_id = before.verdict_by_id, verdict_at = before.verdict_at,
        verdict_reason = before.verdict_reason
    FROM institutions_dossier AS dossier
    JOIN LATERAL (
        SELECT earlier.id FROM institutions_dossier AS earlier
        WHERE earlier.filing_id = dossier.filing_id AND earlier.version < dossier.version
          AND earlier.sealed_at IS NOT NULL
        ORDER BY earlier.version DESC LIMIT 1
    ) AS previous ON true
    JOIN screening_finding AS before ON before.dossier_id = previous.id AND before.status = 'dismissed'
    WHERE dossier.id = ANY (%(dossiers)s) AND finding.dossier_id = dossier.id
      AND finding.status = 'candidate' AND finding.rule <> '' AND finding.row_digest <> ''
      AND (finding.rule, finding.section, finding.row_digest, finding.evidence)
        = (before.rule, before.section, before.row_digest, before.evidence)
      AND finding.line = before.line
"""


def take(dossier_ids: Sequence[int]) -> None:
    """Write the digest of its rows beside every finding of these dossiers that has none yet."""
    fresh = Finding.objects.filter(dossier__in=dossier_ids, row_digest="", line__isnull=False).order_by()
    about: dict[str, list[tuple[int, UUID]]] = defaultdict(list)
    for section, dossier_id, line in fresh.values_list("section", "dossier", "line").distinct():
        about[section].append((dossier_id, line))
    with connection.cursor() as cursor:
        for section, things in about.items():
            cursor.execute(
                _TAKE.format(canonical=by_name(section).canonical()),
                {
                    "section": section,
                    "dossiers": sorted({dossier_id for dossier_id, _ in things}),
                    "lines": [str(line) for _, line in things],
                },
            )


def carry_over(dossier_ids: Sequence[int]) -> int:
    """Dismiss again, with the same officer's reason, what was dismissed on the version before and is unchanged."""
    with connection.cursor() as cursor:
        cursor.execute(_CARRY_OVER, {"dossiers": list(dossier_ids)})
        return int(cursor.rowcount)
