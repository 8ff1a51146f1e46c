"""NO-IN-SERVICE: nobody who is a teacher in service at a school."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Severity, Theme

FOUND = """
SELECT person.dossier_id, 'personnel' AS section, person.line, '{}'::jsonb AS evidence
FROM scope
JOIN personnel_person AS person USING (dossier_id)
WHERE person.in_service
"""


def wording(evidence: Evidence) -> str:
    return _("Declared as a teacher in service at a school, who may not teach here.")


RULE = Rule(
    number="NO-IN-SERVICE",
    title=gettext_lazy("No in-service school teachers"),
    theme=Theme.STAFF,
    department="education",
    severity=Severity.GRAVE,
    found=FOUND,
    wording=wording,
)
