"""LESSON-BREAK: at least 10 minutes between lessons, within one block and between two blocks of a course."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

# A block of one lesson only has no break inside; the next block of the day must leave one before it.
FOUND = """
SELECT lesson.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'limit', min(lesson.minutes), 'shortest', min(lesson.rest),
           'lessons', jsonb_agg(
               jsonb_build_object(
                   'weekday', lesson.weekday, 'starts', to_char(lesson.starts, 'HH24:MI'),
                   'ends', to_char(lesson.ends, 'HH24:MI'), 'minutes', lesson.rest
               ) ORDER BY lesson.weekday, lesson.starts
           )
       ) AS evidence
FROM (
    SELECT lesson.*, scope.minutes,
           least(
               CASE WHEN lesson.ends - lesson.starts > make_interval(mins => lesson.lesson_minutes)
                    THEN lesson.break_minutes END,
               extract(epoch FROM lesson.starts - lag(lesson.ends) OVER day)::integer / 60
           ) AS rest
    FROM scope
    JOIN courses_lesson AS lesson USING (dossier_id)
    WINDOW day AS (PARTITION BY lesson.course_id, lesson.weekday ORDER BY lesson.starts, lesson.ends)
) AS lesson
JOIN courses_course AS course ON course.id = lesson.course_id
WHERE lesson.rest < lesson.minutes
GROUP BY lesson.dossier_id, course.line
"""


def wording(evidence: Evidence) -> str:
    if evidence["shortest"] < 0:
        return _("Lessons of this course overlap: %(lessons)s.") % {"lessons": phrases.times(evidence["lessons"])}
    return _("There are at least %(limit)s minutes between lessons; here there are %(shortest)s (%(lessons)s).") % {
        **evidence,
        "lessons": phrases.times(evidence["lessons"]),
    }


RULE = Rule(
    number="LESSON-BREAK",
    title=gettext_lazy("Break between lessons"),
    theme=Theme.DURATION,
    department="education",
    limits={"minutes": 10},
    found=FOUND,
    wording=wording,
)
