"""STAFF-SHOWN: platforms show name, photo and certificate of those who teach."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT platform.dossier_id, 'platforms' AS section, platform.line, '{}'::jsonb AS evidence
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
WHERE platform.staff_shown IS NOT TRUE
"""


def wording(evidence: Evidence) -> str:
    return _("The platform does not show name, photo and certificate of those who teach.")


RULE = Rule(
    number="STAFF-SHOWN",
    title=gettext_lazy("Personnel shown to parents"),
    theme=Theme.STAFF,
    department="education",
    found=FOUND,
    wording=wording,
)
