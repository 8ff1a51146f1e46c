"""TELECOM: where telecom business is run there is a telecom licence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Theme

# 京B2-20190001, A2.B1.B2-20200001, and the older 京ICP证030173号 (domain.md §4).
FOUND = """
SELECT platform.dossier_id, 'platforms' AS section, platform.line,
       jsonb_build_object('number', platform.telecom_licence) AS evidence
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
WHERE platform.runs_telecom_business
  AND translate(normalize(upper(platform.telecom_licence), NFKC), ' ', '')
      !~ '^[^0-9A-Z]?([AB][12](\\.[AB][12])*-[0-9]{8}|ICP证[0-9]{6,8}号)$'
"""


def wording(evidence: Evidence) -> str:
    if not evidence["number"]:
        return _("Telecom business is run on the platform without a telecom licence.")
    return _("“%(number)s” is not the number of a telecom licence.") % evidence


RULE = Rule(
    number="TELECOM",
    title=gettext_lazy("Telecom licence"),
    theme=Theme.SECURITY,
    department="telecommunications",
    found=FOUND,
    wording=wording,
)
