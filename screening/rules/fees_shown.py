"""FEES-SHOWN: items, standards and refund rules of what is charged are shown."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object('missing', to_jsonb(array_remove(ARRAY[
           CASE WHEN course.price IS NULL THEN 'price' END,
           CASE WHEN btrim(course.refund_rule) = '' THEN 'refund_rule' END
       ], NULL))) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
WHERE course.charge_mode IN ('by_hour', 'by_period')
  AND (course.price IS NULL OR btrim(course.refund_rule) = '')
UNION ALL
SELECT platform.dossier_id, 'platforms', platform.line, jsonb_build_object('missing', jsonb_build_array('fees_url'))
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
WHERE btrim(platform.fees_url) = ''
  AND EXISTS (
      SELECT FROM courses_course AS course
      WHERE course.dossier_id = platform.dossier_id AND course.charge_mode IN ('by_hour', 'by_period')
        AND (course.platform_id IS NULL OR course.platform_id = platform.id)
  )
"""

PARTS = {
    "price": gettext_lazy("price"),
    "refund_rule": gettext_lazy("refund rules"),
    "fees_url": gettext_lazy("a page that shows the fees"),
}


def wording(evidence: Evidence) -> str:
    missing = phrases.joined(PARTS[part] for part in evidence["missing"])
    return _("Fees are charged; missing: %(missing)s.") % {"missing": missing}


RULE = Rule(
    number="FEES-SHOWN",
    title=gettext_lazy("Fees and refunds shown"),
    theme=Theme.BUSINESS,
    department="education",
    found=FOUND,
    wording=wording,
)
