"""LESSON-LENGTH: a lesson lasts 40 minutes at most (30 from 24 July 2021), live or recorded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'limit', scope.minutes, 'longest', greatest(course.lesson_minutes, live.longest),
           'lessons', coalesce(live.lessons, '[]')
       ) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
LEFT JOIN LATERAL (
    SELECT max(lesson.lesson_minutes) AS longest,
           jsonb_agg(
               jsonb_build_object(
                   'weekday', lesson.weekday, 'starts', to_char(lesson.starts, 'HH24:MI'),
                   'ends', to_char(lesson.ends, 'HH24:MI'), 'minutes', lesson.lesson_minutes
               ) ORDER BY lesson.weekday, lesson.starts
           ) AS lessons
    FROM courses_lesson AS lesson
    WHERE lesson.course_id = course.id AND lesson.lesson_minutes > scope.minutes
) AS live ON true
WHERE course.lesson_minutes > scope.minutes OR live.longest IS NOT NULL
"""


def wording(evidence: Evidence) -> str:
    if not evidence["lessons"]:
        return _("A lesson lasts at most %(limit)s minutes; this one lasts %(longest)s.") % evidence
    return _("A lesson lasts at most %(limit)s minutes; this one lasts %(longest)s (%(lessons)s).") % {
        **evidence,
        "lessons": phrases.times(evidence["lessons"]),
    }


RULE = Rule(
    number="LESSON-LENGTH",
    title=gettext_lazy("Length of a lesson"),
    theme=Theme.DURATION,
    department="education",
    limits={"minutes": 40},
    found=FOUND,
    wording=wording,
)
