"""MLPS: platforms have a grading certificate of the multi-level protection scheme and its evaluation report."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

# Certificate: 11 digits and 5, hyphen optional (domain.md §4). A report about no single platform is for all.
FOUND = """
SELECT platform.dossier_id, 'platforms' AS section, platform.line,
       jsonb_build_object('missing', to_jsonb(asked.missing)) AS evidence
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
CROSS JOIN LATERAL (
    SELECT array_remove(ARRAY[
        CASE WHEN platform.mlps_number !~ '^[0-9]{11}-?[0-9]{5}$' THEN 'number' END,
        CASE WHEN platform.mlps_level IS NULL THEN 'level' END,
        CASE WHEN NOT EXISTS (
            SELECT FROM institutions_dossierdocument AS document
            WHERE document.dossier_id = platform.dossier_id AND document.kind = 'mlps_report'
              AND (document.about_line IS NULL OR document.about_line = platform.line)
        ) THEN 'report' END
    ], NULL) AS missing
) AS asked
WHERE scope.kinds ? platform.kind AND cardinality(asked.missing) > 0
"""

PARTS = {
    "number": gettext_lazy("number of the grading certificate"),
    "level": gettext_lazy("MLPS level"),
    "report": gettext_lazy("evaluation report"),
}


def wording(evidence: Evidence) -> str:
    missing = phrases.joined(PARTS[part] for part in evidence["missing"])
    return _("Of the multi-level protection scheme, missing or malformed: %(missing)s.") % {"missing": missing}


RULE = Rule(
    number="MLPS",
    title=gettext_lazy("Multi-level protection scheme"),
    theme=Theme.SECURITY,
    department="public_security",
    # Kinds of platform that are systems of the institution's own.
    limits={"kinds": ["website", "app", "mini_program", "desktop_client"]},
    found=FOUND,
    wording=wording,
)
