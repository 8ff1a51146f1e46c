"""NO-HOMEWORK: courses set none for grades 1 and 2."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.grades import names
from courses.models import Homework
from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'homework', course.homework, 'limit', scope.grade,
           'grades', (
               SELECT jsonb_agg(grade ORDER BY grade) FROM unnest(course.grades) AS grade WHERE grade <= scope.grade
           )
       ) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
WHERE course.homework NOT IN ('', 'none')
  AND scope.grade >= ANY (course.grades)
"""


def wording(evidence: Evidence) -> str:
    return _("No homework is set for grades 1–%(limit)s; this course for %(grades)s says: %(homework)s.") % {
        "limit": evidence["limit"],
        "grades": names(evidence["grades"]),
        "homework": phrases.label(Homework, evidence["homework"]),
    }


RULE = Rule(
    number="NO-HOMEWORK",
    title=gettext_lazy("No homework for the youngest"),
    theme=Theme.CONTENT,
    department="education",
    limits={"grade": 2},
    found=FOUND,
    wording=wording,
)
