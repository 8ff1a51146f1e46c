"""BANNED-CONTENT: no words of the province's list and no links to elsewhere in the texts of courses and platforms."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.rules import phrases
from screening.rules.rule import Evidence, Rule, Severity, Theme
from screening.skeleton import readable_sql

# Texts are read as people see them: full-width forms, zero-width characters and spaces hide nothing.
FOUND = rf"""
WITH listed AS MATERIALIZED (
    SELECT words, ARRAY(
        SELECT {readable_sql("word")} FROM unnest(words) WITH ORDINALITY AS each (word, position) ORDER BY position
    ) AS read
    FROM (SELECT DISTINCT words FROM scope) AS lists
)
SELECT text.dossier_id, text.section, text.line,
       jsonb_build_object('words', to_jsonb(seen.words), 'links', to_jsonb(seen.links)) AS evidence
FROM (
    SELECT scope.words, course.dossier_id, 'courses' AS section, course.line,
           {readable_sql("concat_ws(' | ', course.name, course.introduction, course.textbook, course.refund_rule)")}
               AS body
    FROM scope JOIN courses_course AS course USING (dossier_id)
    UNION ALL
    SELECT scope.words, platform.dossier_id, 'platforms', platform.line,
           {readable_sql("concat_ws(' | ', platform.name, platform.description)")}
    FROM scope JOIN institutions_platform AS platform USING (dossier_id)
) AS text
JOIN listed USING (words)
CROSS JOIN LATERAL (
    SELECT ARRAY(
               SELECT listed_word.word FROM unnest(listed.words, listed.read) AS listed_word (word, read)
               WHERE strpos(text.body, listed_word.read) > 0 ORDER BY 1
           ) AS words,
           CASE WHEN strpos(text.body, '://') > 0 THEN ARRAY(
               SELECT DISTINCT link.host[1] FROM regexp_matches(text.body, '://([a-z0-9.-]+)', 'g') AS link (host)
               WHERE NOT EXISTS (
                   SELECT FROM institutions_platform AS own
                   WHERE own.dossier_id = text.dossier_id AND strpos(lower(own.address), link.host[1]) > 0
               )
               ORDER BY 1
           ) ELSE '{{}}' END AS links
) AS seen
WHERE cardinality(seen.words) > 0 OR cardinality(seen.links) > 0
"""


def wording(evidence: Evidence) -> str:
    values = {"words": phrases.joined(evidence["words"]), "links": phrases.joined(evidence["links"])}
    if not evidence["links"]:
        return _("The text contains words of the province's list: %(words)s.") % values
    if not evidence["words"]:
        return _("The text links to addresses that are none of the filed platforms: %(links)s.") % values
    return _("The text contains words of the province's list (%(words)s) and links elsewhere (%(links)s).") % values


RULE = Rule(
    number="BANNED-CONTENT",
    title=gettext_lazy("Unrelated or harmful content"),
    theme=Theme.CONTENT,
    department="cyberspace",
    severity=Severity.GRAVE,
    found=FOUND,
    wording=wording,
)
