"""RETENTION: content, training data and user logs are kept a year, live video six months."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Theme

# Live video is asked of platforms with live courses; a course that names no platform is on all of them.
FOUND = """
SELECT platform.dossier_id, 'platforms' AS section, platform.line,
       jsonb_build_object('short', asked.short) AS evidence
FROM scope
JOIN institutions_platform AS platform USING (dossier_id)
CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('what', what, 'months', months, 'limit', least) ORDER BY what) AS short
    FROM (VALUES
        ('content', platform.content_months, scope.content),
        ('logs', platform.log_months, scope.logs),
        ('live', platform.live_months, scope.live)
    ) AS kept (what, months, least)
    WHERE coalesce(months, 0) < least
      AND (what <> 'live' OR EXISTS (
          SELECT FROM courses_course AS course
          WHERE course.dossier_id = platform.dossier_id AND course.mode = 'live'
            AND (course.platform_id IS NULL OR course.platform_id = platform.id)
      ))
) AS asked
WHERE asked.short IS NOT NULL
"""

WHAT = {
    "content": gettext_lazy("content and training data"),
    "live": gettext_lazy("live video"),
    "logs": gettext_lazy("user logs"),
}


def wording(evidence: Evidence) -> str:
    parts = (
        _("%(what)s %(months)s months, at least %(limit)s")
        % {"what": WHAT[kept["what"]], "months": kept["months"] or 0, "limit": kept["limit"]}
        for kept in evidence["short"]
    )
    return _("Kept too short a time: %(parts)s.") % {"parts": phrases.joined(parts)}


RULE = Rule(
    number="RETENTION",
    title=gettext_lazy("How long data is kept"),
    theme=Theme.SECURITY,
    department="cyberspace",
    # Months.
    limits={"content": 12, "logs": 12, "live": 6},
    found=FOUND,
    wording=wording,
)
