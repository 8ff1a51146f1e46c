"""EYE-CARE: every platform has eye protection and parental control."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Theme

FOUND = """
SELECT platform.dossier_id, 'platforms' AS section, platform.line,
       jsonb_build_object(
           'eye_care', platform.eye_care IS TRUE, 'parental_control', platform.parental_control IS TRUE
       ) AS evidence
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
WHERE platform.eye_care IS NOT TRUE OR platform.parental_control IS NOT TRUE
"""


def wording(evidence: Evidence) -> str:
    if evidence["eye_care"]:
        return _("The platform has no parental control.")
    if evidence["parental_control"]:
        return _("The platform does not remind pupils to rest their eyes.")
    return _("The platform has neither eye protection nor parental control.")


RULE = Rule(
    number="EYE-CARE",
    title=gettext_lazy("Eye protection and parental control"),
    theme=Theme.DURATION,
    department="education",
    found=FOUND,
    wording=wording,
)
