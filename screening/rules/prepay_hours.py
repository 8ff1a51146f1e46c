"""PREPAY-HOURS: one payment covers at most 60 class hours of a subject, when charged by class hour."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from personnel.models import Subject
from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'subject', course.subject, 'hours', course.hours_per_payment, 'limit', scope.hours
       ) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
WHERE course.charge_mode = 'by_hour' AND course.hours_per_payment > scope.hours
"""


def wording(evidence: Evidence) -> str:
    return _(
        "One payment covers at most %(limit)s class hours of a subject; here it covers %(hours)s of %(subject)s."
    ) % {**evidence, "subject": phrases.label(Subject, evidence["subject"])}


RULE = Rule(
    number="PREPAY-HOURS",
    title=gettext_lazy("Class hours in one payment"),
    theme=Theme.BUSINESS,
    department="education",
    limits={"hours": 60},
    found=FOUND,
    wording=wording,
)
