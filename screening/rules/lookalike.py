"""LOOKALIKE: a name, brand or domain that passes for one on the black list or spoofs one on the white list."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from register.models import PublicStatus
from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Severity, Theme
from screening.skeleton import skeleton_sql

# www.青禾-ketang.com.cn → 青禾ketang: what is left of a host when its end and its punctuation go.
_HOST = (
    r"regexp_replace(substring(lower({address}) FROM '^(?:[a-z]+://)?(?:www\.)?([^/:?#]+)'),"
    r" '(\.(com|net|org|edu|gov|ac))?\.[a-z]+$', '')"
)

FOUND = f"""
WITH filed AS (
    SELECT *, CASE field WHEN 'host' THEN {skeleton_sql(_HOST.format(address="value"))}
              ELSE {skeleton_sql("value")} END AS skeleton
    FROM (
        SELECT profile.dossier_id, scope.institution_id, scope.day, 'profile' AS section, profile.line,
               filed.field, filed.value
        FROM scope
        JOIN institutions_profile AS profile USING (dossier_id)
        CROSS JOIN LATERAL (VALUES ('name', profile.name), ('brand', profile.brand)) AS filed (field, value)
        UNION ALL
        SELECT platform.dossier_id, scope.institution_id, scope.day, 'platforms', platform.line,
               filed.field, filed.value
        FROM scope
        JOIN institutions_platform AS platform USING (dossier_id)
        CROSS JOIN LATERAL (
            VALUES ('platform', platform.name),
                   ('host', CASE platform.kind WHEN 'website' THEN platform.address END)
        ) AS filed (field, value)
    ) AS filed
    WHERE char_length(value) > 1
),
listed AS (
    SELECT *, CASE field WHEN 'host' THEN {skeleton_sql(_HOST.format(address="value"))}
              ELSE {skeleton_sql("value")} END AS skeleton
    FROM (
        SELECT entry.institution_id, entry.name AS institution, entry.list, entry.next_list, entry.next_on,
               listed.field, listed.value
        FROM register_entry AS entry
        CROSS JOIN LATERAL (
            SELECT 'name' AS field, entry.name AS value
            UNION ALL SELECT 'brand', entry.brand
            UNION ALL
            SELECT 'host', platform ->> 'address' FROM jsonb_array_elements(entry.platforms) AS platform
            WHERE platform ->> 'kind' = 'website'
        ) AS listed
        WHERE 'white' IN (entry.list, entry.next_list) OR 'black' IN (entry.list, entry.next_list)
    ) AS listed
    WHERE char_length(value) > 1
)
SELECT filed.dossier_id, filed.section, filed.line,
       jsonb_build_object('alike', jsonb_agg(
           DISTINCT jsonb_build_object(
               'field', filed.field, 'value', filed.value, 'like', listed.value,
               'institution', listed.institution, 'list', standing.list
           )
       )) AS evidence
FROM filed
JOIN listed ON listed.skeleton = filed.skeleton
           AND (listed.field = 'host') = (filed.field = 'host')
           AND listed.institution_id <> filed.institution_id
JOIN institutions_institution AS own ON own.id = filed.institution_id
                                    AND own.succeeds_id IS DISTINCT FROM listed.institution_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN listed.next_on <= filed.day THEN listed.next_list ELSE listed.list END AS list
) AS standing
WHERE standing.list IN ('white', 'black') AND char_length(filed.skeleton) > 1
GROUP BY filed.dossier_id, filed.section, filed.line
"""

FIELDS = {
    "name": gettext_lazy("full name"),
    "brand": gettext_lazy("brand"),
    "platform": gettext_lazy("platform name"),
    "host": gettext_lazy("web address"),
}


def wording(evidence: Evidence) -> str:
    return phrases.sentences(
        _("The %(field)s “%(value)s” can be taken for “%(like)s” of %(institution)s (%(list)s).")
        % {**alike, "field": FIELDS[alike["field"]], "list": phrases.label(PublicStatus, alike["list"])}
        for alike in evidence["alike"]
    )


RULE = Rule(
    number="LOOKALIKE",
    title=gettext_lazy("Taken for another institution"),
    theme=Theme.BUSINESS,
    department="education",
    severity=Severity.GRAVE,
    clause=gettext_lazy("this platform's own check"),
    found=FOUND,
    wording=wording,
)
