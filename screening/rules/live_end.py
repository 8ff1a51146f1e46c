"""LIVE-END: live lessons for grades 1–9 with pupils in mainland China end by 21:00."""

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'limit', to_char(min(scope.latest), 'HH24:MI'),
           'lessons', jsonb_agg(
               jsonb_build_object(
                   'weekday', lesson.weekday, 'starts', to_char(lesson.starts, 'HH24:MI'),
                   'ends', to_char(lesson.ends, 'HH24:MI')
               ) ORDER BY lesson.weekday, lesson.starts
           )
       ) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
JOIN courses_lesson AS lesson ON lesson.course_id = course.id
WHERE lesson.ends > scope.latest
  AND course.mode = 'live'
  AND course.grades && '{1,2,3,4,5,6,7,8,9}'
  AND NOT course.pupils_abroad_only
GROUP BY course.dossier_id, course.line
"""


def wording(evidence: Evidence) -> str:
    return _("Live lessons for grades 1–9 end by %(limit)s; this course: %(lessons)s.") % {
        "limit": evidence["limit"],
        "lessons": phrases.times(evidence["lessons"]),
    }


RULE = Rule(
    number="LIVE-END",
    title=gettext_lazy("End of live lessons"),
    theme=Theme.DURATION,
    department="education",
    limits={"latest": time(21, 0)},
    found=FOUND,
    wording=wording,
)
