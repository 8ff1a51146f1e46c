"""Runs the rules: every rule is one INSERT … SELECT of candidate findings, for one dossier or for the nation alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import Refused
from institutions.models import Dossier
from jobs.models import Job
from jobs.running import runner
from screening import fingerprints
from screening.limits import RESOLVED, asked
from screening.models import Screening
from screening.rules import RULES
from screening.rules.rule import Evidence, Rule

Tell = Callable[[int, int, str], None]

# The current dossier of every institution: as data.md counts filed figures.
_CURRENT = """
    SELECT DISTINCT ON (filing.institution_id) dossier.id AS dossier_id, filing.institution_id
    FROM institutions_dossier AS dossier
    JOIN institutions_filing AS filing ON filing.id = dossier.filing_id
    WHERE dossier.sealed_at IS NOT NULL
      AND filing.state <> 'draft' AND filing.outcome <> 'withdrawn' AND filing.kind <> 'imported'
    ORDER BY filing.institution_id, dossier.sealed_at DESC, dossier.id DESC
"""

# What a rule is asked with (see Rule).
_SCOPE = """
    WITH setting AS ({resolved}),
    scope AS MATERIALIZED (
        SELECT dossier.id AS dossier_id, filing.institution_id, filing.jurisdiction_id, %(day)s::date AS day,
               coalesce(takes_part.department_id, 'education') AS department_id, setting.words{limit_columns}
        FROM institutions_dossier AS dossier
        JOIN institutions_filing AS filing ON filing.id = dossier.filing_id
        JOIN setting ON setting.programme_id = filing.programme_id
        LEFT JOIN accounts_programmedepartment AS takes_part
               ON takes_part.programme_id = filing.programme_id AND takes_part.department_id = %(department)s
        WHERE dossier.id = ANY (%(dossiers)s) AND setting.enabled
    ),
    others AS (SELECT * FROM ({current}) AS current WHERE %(beyond)s),
    found AS ({found})
"""

_RAISE = """
    INSERT INTO screening_finding (
        dossier_id, rule, department_id, section, line, row_digest, severity, evidence, text, status, raised_at,
        verdict_reason
    )
    SELECT found.dossier_id, %(rule)s, scope.department_id, found.section, found.line, '', %(severity)s,
           found.evidence, '', 'candidate', %(now)s, ''
    FROM found JOIN scope USING (dossier_id)
    ON CONFLICT DO NOTHING
"""

_RECORD = """
    INSERT INTO screening_screening (dossier_id, screened_at, findings)
    SELECT dossier.id, %(now)s, count(finding.id)
    FROM institutions_dossier AS dossier
    LEFT JOIN screening_finding AS finding ON finding.dossier_id = dossier.id AND finding.rule <> ''
    WHERE dossier.id = ANY (%(dossiers)s)
    GROUP BY dossier.id
    ON CONFLICT (dossier_id) DO UPDATE SET screened_at = EXCLUDED.screened_at, findings = EXCLUDED.findings
"""


@dataclass(frozen=True)
class Candidate:
    """What a rule would raise on a dossier, not stored."""

    rule: Rule
    section: str
    line: UUID | None
    evidence: Evidence

    @property
    def wording(self) -> str:
        """What is wrong, in the reader's language."""
        return self.rule.wording(self.evidence)


def screen(dossier: Dossier) -> int:
    """Raise candidate findings on a sealed dossier; how many are new. Running it again adds nothing."""
    if not dossier.is_sealed:
        raise Refused("not_sealed", gettext_noop("Only submitted materials are screened."))
    return screen_many([dossier.pk])


def screen_all(tell: Tell | None = None) -> int:
    """Screen the current dossier of every institution; how many findings are new."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        current = [dossier_id for dossier_id, _ in cursor.fetchall()]
    return screen_many(current, tell)


@transaction.atomic
def screen_many(dossier_ids: Sequence[int], tell: Tell | None = None) -> int:
    """Screen these sealed dossiers, one statement a rule; `tell(done, total, rule)` after each."""
    values: dict[str, Any] = {"dossiers": list(dossier_ids), "day": clock.today(), "now": clock.now(), "beyond": True}
    raised = 0
    with connection.cursor() as cursor:
        for done, rule in enumerate(RULES, 1):
            cursor.execute(_scope_sql(rule) + _RAISE, values | _values(rule))
            raised += cursor.rowcount
            if tell:
                tell(done, len(RULES), rule.number)
        fingerprints.take(dossier_ids)
        fingerprints.carry_over(dossier_ids)
        cursor.execute(_RECORD, values)
    return raised


def preview(dossier: Dossier) -> list[Candidate]:
    """What the rules would raise now on a dossier that is still being filled in; nothing is stored.

    Other institutions' materials are not looked at: a filer must not learn who else has filed a person.
    """
    values: dict[str, Any] = {"dossiers": [dossier.pk], "day": clock.today(), "beyond": False}
    candidates = []
    with connection.cursor() as cursor:
        for rule in RULES:
            sql = _scope_sql(rule) + "SELECT section, line, evidence::text FROM found ORDER BY section, line"
            cursor.execute(sql, values | _values(rule))
            candidates += [
                Candidate(rule, section, line, json.loads(evidence)) for section, line, evidence in cursor.fetchall()
            ]
    return candidates


def is_screened(dossier: Dossier) -> bool:
    """Whether the rules have run over this dossier."""
    return Screening.objects.filter(dossier=dossier).exists()


@runner("screening")
def run(job: Job) -> dict[str, Any]:
    """The job that submitting a dossier enqueues; its subject is the dossier's id.

    A version is screened once by it: run again, or late, it raises nothing on what was decided meanwhile.
    """
    dossier = Dossier.objects.get(pk=int(job.subject))
    return {"findings": 0 if is_screened(dossier) else screen(dossier)}


def _scope_sql(rule: Rule) -> str:
    return _SCOPE.format(resolved=RESOLVED, limit_columns=rule.limit_columns(), current=_CURRENT, found=rule.found)


def _values(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.number,
        "department": rule.department,
        "severity": rule.severity.value,
        **asked([rule]),
    }
