"""QUALIFIED: who teaches one of the nine certified subjects holds a certificate that covers the stage taught.

A certificate covers its own stage and those below (教师资格条例 §5); its type is the tenth digit of its number.
Foreign nationals cannot hold one: FOREIGN-RECORD is theirs.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from personnel.models import CERTIFIED_SUBJECTS, Stage
from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

CERTIFIED = "'{" + ",".join(CERTIFIED_SUBJECTS) + "}'::varchar[]"

# Stages are ranked 1 primary, 2 junior, 3 senior; a certificate covers all up to its rank.
FOUND = f"""
SELECT person.dossier_id, 'personnel' AS section, person.line,
       jsonb_build_object(
           'certificate', substr(person.certificate_number, 10, 1),
           'needed', ('{{primary,junior,senior}}'::text[])[needed.rank],
           'courses', coalesce(taught.courses, '[]')
       ) AS evidence
FROM scope
JOIN personnel_person AS person USING (dossier_id)
LEFT JOIN (
    SELECT teacher.person_id,
           max(CASE course.stage WHEN 'senior' THEN 3 WHEN 'junior' THEN 2 ELSE 1 END) AS rank,
           jsonb_agg(course.name ORDER BY course.position, course.id) AS courses
    FROM scope
    JOIN courses_courseteacher AS teacher USING (dossier_id)
    JOIN courses_course AS course ON course.id = teacher.course_id
    WHERE course.subject = ANY ({CERTIFIED})
    GROUP BY teacher.person_id
) AS taught ON taught.person_id = person.id
CROSS JOIN LATERAL (
    SELECT greatest(
        taught.rank,
        CASE WHEN scope.roles ? person.role AND person.subjects && {CERTIFIED} THEN
            CASE WHEN 'senior' = ANY (person.stages) THEN 3
                 WHEN 'junior' = ANY (person.stages) THEN 2
                 WHEN 'primary' = ANY (person.stages) THEN 1 END
        END
    ) AS rank
) AS needed
WHERE person.nationality = 'CN'
  AND needed.rank > CASE substr(person.certificate_number, 10, 1)
      WHEN '2' THEN 1 WHEN '3' THEN 2 WHEN '4' THEN 3 WHEN '5' THEN 3 WHEN '7' THEN 3 ELSE 0 END
"""

CERTIFICATE_TYPES = {
    "1": gettext_lazy("kindergarten"),
    "2": gettext_lazy("primary school"),
    "3": gettext_lazy("junior secondary school"),
    "4": gettext_lazy("senior secondary school"),
    "5": gettext_lazy("secondary vocational school"),
    "6": gettext_lazy("vocational practice instructor"),
    "7": gettext_lazy("higher education"),
}


def wording(evidence: Evidence) -> str:
    values = {
        "needed": phrases.label(Stage, evidence["needed"]),
        "certificate": CERTIFICATE_TYPES.get(evidence["certificate"], evidence["certificate"]),
        "courses": phrases.joined(evidence["courses"]),
    }
    if not evidence["certificate"]:
        said = _("Teaches %(needed)s pupils without a teacher qualification certificate.") % values
    else:
        said = _("The certificate (%(certificate)s) does not cover %(needed)s.") % values
    if not evidence["courses"]:
        return said
    return phrases.sentences([said, _("Courses: %(courses)s.") % values])


RULE = Rule(
    number="QUALIFIED",
    title=gettext_lazy("Teacher qualification"),
    theme=Theme.STAFF,
    department="education",
    # Roles that teach the subjects they are filed with.
    limits={"roles": ["teacher", "tutor"]},
    found=FOUND,
    wording=wording,
)
