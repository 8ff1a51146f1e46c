"""SCHOOL-HOURS: live lessons do not clash with teaching hours at school, Monday to Friday 08:00–16:30 in term."""

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

# A course that runs wholly inside one holiday of the province's calendar cannot clash.
FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'begins', to_char(min(scope.begins), 'HH24:MI'), 'ends', to_char(min(scope.ends), 'HH24:MI'),
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
WHERE lesson.weekday <= 5
  AND lesson.starts < scope.ends AND lesson.ends > scope.begins
  AND course.mode = 'live'
  AND NOT course.pupils_abroad_only
  AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(scope.holidays) AS holiday
      WHERE to_char(course.starts_on, 'MM-DD') >= holiday ->> 0
        AND to_char(course.ends_on, 'MM-DD') <= holiday ->> 1
        AND extract(year FROM course.starts_on) = extract(year FROM course.ends_on)
  )
GROUP BY course.dossier_id, course.line
"""


def wording(evidence: Evidence) -> str:
    return _(
        "Live lessons do not clash with teaching hours at school (%(begins)s–%(ends)s); this course: %(lessons)s."
    ) % {**evidence, "lessons": phrases.times(evidence["lessons"])}


RULE = Rule(
    number="SCHOOL-HOURS",
    title=gettext_lazy("Teaching hours at school"),
    theme=Theme.DURATION,
    department="education",
    # Holidays as [first day, last day] of a year, MM-DD.
    limits={"begins": time(8, 0), "ends": time(16, 30), "holidays": [["01-15", "02-25"], ["07-10", "08-31"]]},
    found=FOUND,
    wording=wording,
)
