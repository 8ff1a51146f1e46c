"""CROSS-PROVINCE: credit code or ICP number of another province than the filing's; a warning only."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Severity, Theme

# Characters 3 and 4 of a credit code are the province that registered it; 10 is the nation.
# The Corps (66, this platform's own code) is registered in Xinjiang (65).
FOUND = """
SELECT profile.dossier_id, 'profile' AS section, profile.line,
       jsonb_build_object('what', 'credit_code', 'value', profile.credit_code) AS evidence
FROM scope
JOIN institutions_profile AS profile USING (dossier_id)
WHERE substr(profile.credit_code, 3, 2) NOT IN ('', '10', replace(scope.jurisdiction_id, '66', '65'))
UNION ALL
SELECT platform.dossier_id, 'platforms', platform.line,
       jsonb_build_object('what', 'icp', 'value', platform.icp_number)
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
JOIN accounts_jurisdiction AS jurisdiction ON jurisdiction.code = scope.jurisdiction_id
WHERE platform.icp_number <> ''
  AND strpos(jurisdiction.icp_signs, left(btrim(platform.icp_number), 1)) = 0
"""


def wording(evidence: Evidence) -> str:
    if evidence["what"] == "credit_code":
        return _("The credit code %(value)s was given in another province than that of the filing.") % evidence
    return _("The ICP number %(value)s is of another province than that of the filing.") % evidence


RULE = Rule(
    number="CROSS-PROVINCE",
    title=gettext_lazy("Another province"),
    theme=Theme.BUSINESS,
    department="education",
    severity=Severity.NOTICE,
    clause=gettext_lazy("this platform's own check"),
    found=FOUND,
    wording=wording,
)
