"""ICP: platforms that need one have an ICP filing number of the right form."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules.rule import Evidence, Rule, Theme

# Province sign, ICP备, 6–12 digits, 号, and -n, with A for an app or X for a mini-program (domain.md §4).
FOUND = """
SELECT platform.dossier_id, 'platforms' AS section, platform.line,
       jsonb_build_object('number', platform.icp_number) AS evidence
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
WHERE scope.kinds ? platform.kind
  AND translate(normalize(upper(platform.icp_number), NFKC), ' ', '')
      !~ '^[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘陇青宁新]ICP备[0-9]{6,12}号(-[0-9]+[AX]?)?$'
"""


def wording(evidence: Evidence) -> str:
    if not evidence["number"]:
        return _("The platform has no ICP filing number.")
    return _("“%(number)s” is not an ICP filing number.") % evidence


RULE = Rule(
    number="ICP",
    title=gettext_lazy("Filing number of the platform"),
    theme=Theme.SECURITY,
    department="telecommunications",
    # Kinds of platform that need a filing of their own: an official account runs on its host's.
    limits={"kinds": ["website", "app", "mini_program", "desktop_client"]},
    found=FOUND,
    wording=wording,
)
