"""DUPLICATE-STAFF: one identity or certificate number with several institutions, or twice with one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme


def _same(key: str, column: str, given: str) -> str:
    return f"""
    SELECT mine.dossier_id, mine.line, '{key}' AS key, others.institution_id
    FROM mine
    JOIN personnel_person AS other ON other.{column} = mine.{column} AND other.{given} AND other.id <> mine.id
    LEFT JOIN others ON others.dossier_id = other.dossier_id AND others.institution_id <> mine.institution_id
    WHERE mine.{given} AND (other.dossier_id = mine.dossier_id OR others.institution_id IS NOT NULL)"""


# `mine` is read first, whatever the planner thinks: just after a load, without statistics, it multiplied all people
# by all dossiers.
FOUND = f"""
WITH mine AS MATERIALIZED (
    SELECT scope.institution_id, person.id, person.dossier_id, person.line, person.identity_id,
           person.certificate_number
    FROM scope JOIN personnel_person AS person USING (dossier_id)
)
SELECT same.dossier_id, 'personnel' AS section, same.line,
       jsonb_build_object(
           'keys', jsonb_agg(DISTINCT same.key),
           'twice_here', bool_or(same.institution_id IS NULL),
           'institutions', coalesce(jsonb_agg(DISTINCT institution.name) FILTER (WHERE institution.id > 0), '[]')
       ) AS evidence
FROM ({_same("identity", "identity_id", "identity_id IS NOT NULL")}
    UNION ALL {_same("certificate", "certificate_number", "certificate_number <> ''")}
) AS same
LEFT JOIN institutions_institution AS institution ON institution.id = same.institution_id
GROUP BY same.dossier_id, same.line
"""

KEYS = {
    ("identity",): gettext_lazy("identity number"),
    ("certificate",): gettext_lazy("certificate number"),
    ("certificate", "identity"): gettext_lazy("identity and certificate number"),
}


def wording(evidence: Evidence) -> str:
    values = {
        "key": KEYS[tuple(evidence["keys"])],
        "institutions": phrases.joined(evidence["institutions"]),
    }
    if not evidence["institutions"]:
        return _("The same %(key)s is filed twice in these materials.") % values
    if not evidence["twice_here"]:
        return _("The same %(key)s is also filed by: %(institutions)s.") % values
    return _("The same %(key)s is filed twice in these materials, and by: %(institutions)s.") % values


RULE = Rule(
    number="DUPLICATE-STAFF",
    title=gettext_lazy("One person in several places"),
    theme=Theme.STAFF,
    department="education",
    clause=gettext_lazy("this platform's own check"),
    found=FOUND,
    wording=wording,
)
