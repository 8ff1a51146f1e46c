"""Which limits a rule has in a programme on a day, and changing them from a day on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop

from accounts.models import Programme, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, NotFound, Refused
from screening.models import RuleSetting
from screening.rules import RULES, by_number
from screening.rules.rule import Limit, Rule

# One row a rule and programme: the rule's own limits, over them the nation's, over them the programme's.
# Words add up. Two arrays of the length of what is asked, so that PostgreSQL knows how many rows to expect.
RESOLVED = """
    SELECT asked.rule, programme.id AS programme_id,
           asked.limits || coalesce(nation.limits, '{}') || coalesce(own.limits, '{}') AS limits,
           coalesce(nation.words, '{}') || coalesce(own.words, '{}') AS words,
           coalesce(own.enabled, nation.enabled, true) AS enabled
    FROM accounts_programme AS programme
    CROSS JOIN unnest(%(rules)s::text[], %(own_limits)s::jsonb[]) AS asked (rule, limits)
    LEFT JOIN LATERAL (
        SELECT * FROM screening_rulesetting
        WHERE rule = asked.rule AND programme_id IS NULL AND effective_from <= %(day)s
        ORDER BY effective_from DESC LIMIT 1
    ) AS nation ON true
    LEFT JOIN LATERAL (
        SELECT * FROM screening_rulesetting
        WHERE rule = asked.rule AND programme_id = programme.id AND effective_from <= %(day)s
        ORDER BY effective_from DESC LIMIT 1
    ) AS own ON true
"""


@dataclass(frozen=True)
class InForce:
    """A rule as a programme has it on a day."""

    rule: Rule
    limits: dict[str, Any]
    words: list[str]
    enabled: bool


def asked(rules: Sequence[Rule]) -> dict[str, list[str]]:
    """The rules and their own limits, as values of `RESOLVED`."""
    return {
        "rules": [rule.number for rule in rules],
        "own_limits": [json.dumps(rule.limits, default=_hours) for rule in rules],
    }


def in_force(programme: Programme, day: date | None = None) -> list[InForce]:
    """Every rule with the programme's limits on the day (today), in the order of the regulation; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rule, limits::text, words, enabled FROM ({RESOLVED}) AS r WHERE programme_id = %(programme)s",
            asked(RULES) | {"day": day or clock.today(), "programme": programme.pk},
        )
        rows = {number: values for number, *values in cursor.fetchall()}
    return [
        InForce(rule, json.loads(limits), words, enabled)
        for rule in RULES
        for limits, words, enabled in [rows[rule.number]]
    ]


def national(day: date) -> list[InForce]:
    """Every rule with the nation's limits on the day, which a programme's own go over."""
    newest = RuleSetting.objects.filter(programme=None, effective_from__lte=day).order_by("rule", "-effective_from")
    settings = {setting.rule: setting for setting in newest.distinct("rule")}
    return [_of_nation(rule, settings.get(rule.number)) for rule in RULES]


def own() -> list[InForce]:
    """Every rule with the limits that it brings itself, from the regulation."""
    return [_of_nation(rule, None) for rule in RULES]


def _of_nation(rule: Rule, setting: RuleSetting | None) -> InForce:
    own = json.loads(json.dumps(rule.limits, default=_hours))
    if setting is None:
        return InForce(rule, own, [], enabled=True)
    return InForce(rule, own | setting.limits, setting.words, setting.enabled)


def change(
    rule: str,
    programme: Programme | None,
    user: User,
    effective_from: date,
    limits: dict[str, Any],
    words: Iterable[str] = (),
    enabled: bool = True,
) -> RuleSetting:
    """Set limits from a day on: of a programme by its provincial administrator, of the nation by a national one.

    `limits` holds only what differs, each by its name and whole: hours of the day as "HH:MM", numbers from 0.
    The past is never changed.
    """
    if not may_change(user, programme):
        raise NotFound("not_found", "")
    if effective_from < clock.today():
        raise BadInput("past", gettext_noop("Choose today or a later day."))
    for name, value in limits.items():
        if not _fits(value, by_number(rule).limits.get(name)):
            raise BadInput("limit", gettext_noop("“%(name)s” does not take this value."), {"name": name})
    setting, _ = RuleSetting.objects.update_or_create(
        rule=rule,
        programme=programme,
        effective_from=effective_from,
        defaults={
            "limits": limits,
            "words": sorted({word.strip() for word in words if word.strip()}),
            "enabled": enabled,
        },
    )
    return setting


def cancel(setting: RuleSetting, user: User) -> None:
    """Take back limits whose day has not come."""
    if not may_change(user, setting.programme):
        raise NotFound("not_found", "")
    if setting.effective_from <= clock.today():
        raise Refused("in_force", gettext_noop("These limits are in force: set new ones from a day on."))
    setting.delete()


def may_change(user: User, programme: Programme | None) -> bool:
    """Of a programme its provincial administrator, of the nation a national one."""
    rights = rights_of(user)
    return rights.national if programme is None else programme.jurisdiction_id in rights.provincial


def _fits(value: object, own: Limit | None) -> bool:
    if isinstance(own, time):
        return isinstance(value, str) and _is_hour(value)
    if isinstance(own, int):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return own is not None and type(value) is type(own)


def _is_hour(text: str) -> bool:
    try:
        return time.fromisoformat(text).strftime("%H:%M") == text
    except ValueError:
        return False


def _hours(value: object) -> str:
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
