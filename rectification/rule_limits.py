"""The rules as a programme's page shows them: their limits in words, since when, what is to come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Programme
from filing_platform import clock
from filing_platform.errors import FieldError
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


# What each may be at least and at most: what a regulation might ask, not a slip of the finger.
BOUNDS: Final[dict[tuple[str, str], tuple[Any, Any]]] = {
    ("LESSON-LENGTH", "minutes"): (10, 120),
    ("LESSON-BREAK", "minutes"): (1, 60),
    ("LIVE-END", "latest"): (time(12), time(23, 59)),
    ("NO-HOMEWORK", "grade"): (1, 12),
    ("RETENTION", "content"): (1, 120),
    ("RETENTION", "live"): (1, 120),
    ("RETENTION", "logs"): (1, 120),
    ("PREPAY-HOURS", "hours"): (1, 200),
    ("PREPAY-SPAN", "months"): (1, 12),
}
# Of these more is stricter; of every other limit less is.
STRICTER_UPWARDS: Final = {
    ("LESSON-BREAK", "minutes"),
    ("SCHOOL-HOURS", "ends"),
    ("NO-HOMEWORK", "grade"),
    ("RETENTION", "content"),
    ("RETENTION", "live"),
    ("RETENTION", "logs"),
}


@dataclass(frozen=True)
class ToCome:
    """A rule as it will be from a day on; the setting of one's own that makes it so, where it is one."""

    day: date
    enabled: bool
    values: list[tuple[Promise, str]]
    words: list[str]
    own: RuleSetting | None


@dataclass(frozen=True)
class RuleShown:
    """One rule: its limits as pairs of label and value, the setting it rests on, what is to come."""

    in_force: InForce
    limits: list[tuple[Promise, str]]
    setting: RuleSetting | None
    to_come: list[ToCome]

    @property
    def is_set(self) -> bool:
        """Has something to set beside whether it is applied."""
        return bool(self.limits) or self.in_force.rule.number == WITH_WORDS


def shown(programme: Programme | None) -> list[RuleShown]:
    """Every rule as the programme has it today, or as the nation has it; the newest setting of its own beside it."""
    today = clock.today()
    resolved = limits.in_force(programme, today) if programme else limits.national(today)
    settings: dict[str, list[RuleSetting]] = defaultdict(list)
    for setting in RuleSetting.objects.filter(Q(programme=programme) | Q(programme=None)).order_by("-effective_from"):
        settings[setting.rule].append(setting)
    of_rule = {each.rule.number: each for each in limits.own()}
    return [
        RuleShown(
            each,
            values(each),
            _newest(settings[each.rule.number], programme, today),
            _to_come(of_rule[each.rule.number], settings[each.rule.number], programme, today),
        )
        for each in resolved
    ]


def _newest(settings: list[RuleSetting], programme: Programme | None, day: date) -> RuleSetting | None:
    key = programme.pk if programme else None
    return next((each for each in settings if each.programme_id == key and each.effective_from <= day), None)


def _to_come(rule: InForce, settings: list[RuleSetting], programme: Programme | None, today: date) -> list[ToCome]:
    """As the resolution of limits.RESOLVED, for every later day on which something changes."""
    before, found = _resolved(rule, settings, programme, today), []
    for day in sorted({each.effective_from for each in settings if each.effective_from > today}):
        then, own = _resolved(rule, settings, programme, day), _newest(settings, programme, day)
        mine = own if own is not None and own.effective_from == day else None
        # A change of the nation that the programme's own limits stand over changes nothing here.
        if mine is not None or then != before:
            found.append(ToCome(day, then.enabled, values(then), then.words, mine))
        before = then
    return found


def _resolved(rule: InForce, settings: list[RuleSetting], programme: Programme | None, day: date) -> InForce:
    layers = [_newest(settings, None, day), _newest(settings, programme, day) if programme else None]
    for layer in [each for each in layers if each is not None]:
        words = [*rule.words, *layer.words]
        rule = replace(rule, limits=rule.limits | layer.limits, words=words, enabled=layer.enabled)
    return rule


def values(each: InForce) -> list[tuple[Promise, str]]:
    """The limits that administrators set, with what they are."""
    labels = LABELS.get(each.rule.number, {})
    return [(label, str(each.limits[name])) for name, label in labels.items()]


def in_words(each: InForce) -> str:
    """Its limits in one line."""
    if not each.enabled:
        return gettext("not applied")
    said = gettext("; ").join(f"{label} {value}" for label, value in values(each))
    return said or gettext("applied")


def faults(number: str, typed: dict[str, Any]) -> list[FieldError]:
    """What cannot be a limit: out of its bounds, or an end before its beginning."""
    found = []
    for name, value in typed.items():
        least, most = BOUNDS.get((number, name), (value, value))
        if not least <= value <= most:
            text = gettext("Choose a value from %(least)s to %(most)s.")
            found.append(FieldError(name, text % {"least": _plain(least), "most": _plain(most)}))
    if number == "SCHOOL-HOURS" and {"begins", "ends"} <= typed.keys() and typed["begins"] >= typed["ends"]:
        found.append(FieldError("ends", gettext("School ends after it begins.")))
    return found


def looser(base: InForce, typed: dict[str, Any], *, enabled: bool) -> list[str]:
    """In which limits `typed` asks less than `base`, each with the value of `base`."""
    if not base.enabled:
        return []
    if not enabled:
        return [gettext("the rule is applied")]
    labels = LABELS.get(base.rule.number, {})
    found = []
    for name, value in typed.items():
        new, given = _plain(value), base.limits[name]
        upwards = (base.rule.number, name) in STRICTER_UPWARDS
        if (new < given) if upwards else (new > given):
            found.append(f"{labels[name]} {given}")
    return found


def _plain(value: Any) -> Any:
    return value.strftime("%H:%M") if isinstance(value, time) else value


def terms(each: InForce, base: InForce, typed: dict[str, Any]) -> dict[str, Any]:
    """What differs from `base` once `typed` is set: hours as "HH:MM"; what is not typed stays as it is."""
    new = each.limits | {name: _plain(value) for name, value in typed.items()}
    return {name: value for name, value in new.items() if value != base.limits[name]}
