"""FOREIGN-RECORD: of foreign personnel, education, work and teaching background are shown."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT person.dossier_id, 'personnel' AS section, person.line,
       jsonb_build_object(
           'missing', to_jsonb(array_remove(ARRAY[
               CASE WHEN btrim(person.education) = '' THEN 'education' END,
               CASE WHEN btrim(person.work) = '' THEN 'work' END,
               CASE WHEN btrim(person.teaching) = '' THEN 'teaching' END
           ], NULL))
       ) AS evidence
FROM scope
JOIN personnel_person AS person USING (dossier_id)
WHERE person.nationality <> 'CN'
  AND (btrim(person.education) = '' OR btrim(person.work) = '' OR btrim(person.teaching) = '')
"""

PARTS = {
    "education": gettext_lazy("education"),
    "work": gettext_lazy("work experience"),
    "teaching": gettext_lazy("teaching experience"),
}


def wording(evidence: Evidence) -> str:
    missing = phrases.joined(PARTS[part] for part in evidence["missing"])
    return _("The background of foreign personnel is shown; missing: %(missing)s.") % {"missing": missing}


RULE = Rule(
    number="FOREIGN-RECORD",
    title=gettext_lazy("Background of foreign personnel"),
    theme=Theme.STAFF,
    department="education",
    found=FOUND,
    wording=wording,
)
