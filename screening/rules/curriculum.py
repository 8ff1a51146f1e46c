"""CURRICULUM: a course stays within its stage's grades and within the grades where the curriculum has its subject."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import grades
from personnel.models import Stage, Subject
from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT course.dossier_id, 'courses' AS section, course.line,
       jsonb_build_object(
           'subject', course.subject, 'stage', course.stage, 'first', asked.first_grade,
           'outside', coalesce(asked.outside, '[]'), 'early', coalesce(asked.early, '[]')
       ) AS evidence
FROM scope
JOIN courses_course AS course USING (dossier_id)
CROSS JOIN LATERAL (
    SELECT (scope.subjects ->> course.subject)::integer AS first_grade,
           jsonb_agg(grade ORDER BY grade) FILTER (
               WHERE grade NOT BETWEEN (scope.stages -> course.stage ->> 0)::integer
                                   AND (scope.stages -> course.stage ->> 1)::integer
           ) AS outside,
           jsonb_agg(grade ORDER BY grade) FILTER (
               WHERE grade < (scope.subjects ->> course.subject)::integer
           ) AS early
    FROM unnest(course.grades) AS grade
) AS asked
WHERE asked.outside IS NOT NULL OR asked.early IS NOT NULL
"""


def wording(evidence: Evidence) -> str:
    values = {
        "subject": phrases.label(Subject, evidence["subject"]),
        "stage": phrases.label(Stage, evidence["stage"]),
        "first": evidence["first"],
        "outside": grades.names(evidence["outside"]),
        "early": grades.names(evidence["early"]),
    }
    if evidence["early"]:
        return _("The curriculum begins %(subject)s in grade %(first)s; this course is for %(early)s.") % values
    return _("This course is filed as %(stage)s but is also for %(outside)s.") % values


RULE = Rule(
    number="CURRICULUM",
    title=gettext_lazy("Within the curriculum"),
    theme=Theme.CONTENT,
    department="education",
    limits={
        # First and last grade; grade 6 may be primary (six years) or junior secondary (four years).
        "stages": {"primary": [1, 6], "junior": [6, 9], "senior": [10, 12]},
        # First grade with the subject. English begins in grade 3 nationally, in grade 1 in several provinces.
        "subjects": {
            "chinese": 1,
            "mathematics": 1,
            "english": 1,
            "politics": 1,
            "history": 7,
            "geography": 7,
            "biology": 7,
            "japanese": 7,
            "russian": 7,
            "physics": 8,
            "chemistry": 9,
        },
    },
    found=FOUND,
    wording=wording,
)
