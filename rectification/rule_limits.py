"""The rules as a programme's page shows them: their limits in words, since when, what is to come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Programme
from filing_platform import clock
from screening import limits
from screening.limits import InForce
from screening.models import RuleSetting

# Limits that administrators set, by rule; what else a rule has (lists of subjects, kinds, holidays) is not typed.
LABELS: Final[dict[str, dict[str, Promise]]] = {
    "LESSON-LENGTH": {"minutes": _("Minutes a lesson, at most")},
    "LESSON-BREAK": {"minutes": _("Minutes of break, at least")},
    "LIVE-END": {"latest": _("Live lessons end by")},
    "SCHOOL-HOURS": {"begins": _("School begins"), "ends": _("School ends")},
    "NO-HOMEWORK": {"grade": _("No homework up to grade")},
    "RETENTION": {
        "content": _("Months that content is kept, at least"),
        "live": _("Months that live video is kept, at least"),
        "logs": _("Months that user logs are kept, at least"),
    },
    "PREPAY-HOURS": {"hours": _("Class hours in one payment, at most")},
    "PREPAY-SPAN": {"months": _("Months in one payment, at most")},
}
# Has a word list.
WITH_WORDS: Final = "BANNED-CONTENT"


@dataclass(frozen=True)
class RuleShown:
    """One rule: its limits as pairs of label and value, the setting it rests on, those to come."""

    in_force: InForce
    limits: list[tuple[Promise, str]]
    setting: RuleSetting | None
    to_come: list[RuleSetting]


def shown(programme: Programme | None) -> list[RuleShown]:
    """Every rule as the programme has it today, or as the nation has it; the newest setting of its own beside it."""
    today = clock.today()
    resolved = limits.in_force(programme, today) if programme else limits.national(today)
    own: dict[str, list[RuleSetting]] = defaultdict(list)
    for setting in RuleSetting.objects.filter(programme=programme).order_by("-effective_from"):
        own[setting.rule].append(setting)
    return [
        RuleShown(
            each,
            values(each),
            next((setting for setting in own[each.rule.number] if setting.effective_from <= today), None),
            [setting for setting in own[each.rule.number] if setting.effective_from > today],
        )
        for each in resolved
    ]


def values(each: InForce) -> list[tuple[Promise, str]]:
    """The limits that administrators set, with what they are."""
    labels = LABELS.get(each.rule.number, {})
    return [(label, str(each.limits[name])) for name, label in labels.items()]


def terms(each: InForce, base: InForce, typed: dict[str, Any]) -> dict[str, Any]:
    """What differs from `base` once `typed` is set: hours as "HH:MM"; what is not typed stays as it is."""
    new = each.limits | {
        name: value.strftime("%H:%M") if isinstance(value, time) else value for name, value in typed.items()
    }
    return {name: value for name, value in new.items() if value != base.limits[name]}
