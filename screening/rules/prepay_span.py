"""PREPAY-SPAN: one payment spans at most 3 months, when charged by period."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object('months', trim_scale(course.months_per_payment), 'limit', scope.months) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
WHERE course.charge_mode = 'by_period' AND course.months_per_payment > scope.months
"""


def wording(evidence: Evidence) -> str:
    return _("One payment spans at most %(limit)s months; here it spans %(months)s.") % evidence


RULE = Rule(
    number="PREPAY-SPAN",
    title=gettext_lazy("Months in one payment"),
    theme=Theme.BUSINESS,
    department="education",
    limits={"months": 3},
    found=FOUND,
    wording=wording,
)
