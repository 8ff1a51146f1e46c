"""The screening rules, one module each, in the order of the regulation's table."""

from __future__ import annotations

from screening.rules import (
    banned_content,
    cross_province,
    curriculum,
    duplicate_staff,
    eye_care,
    fees_shown,
    foreign_record,
    icp,
    lesson_break,
    lesson_length,
    live_end,
    lookalike,
    mlps,
    no_homework,
    no_in_service,
    prepay_hours,
    prepay_span,
    qualified,
    retention,
    school_hours,
    staff_shown,
    telecom,
)
from screening.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    lesson_length.RULE,
    lesson_break.RULE,
    live_end.RULE,
    school_hours.RULE,
    no_homework.RULE,
    curriculum.RULE,
    banned_content.RULE,
    eye_care.RULE,
    qualified.RULE,
    no_in_service.RULE,
    foreign_record.RULE,
    staff_shown.RULE,
    icp.RULE,
    mlps.RULE,
    telecom.RULE,
    retention.RULE,
    fees_shown.RULE,
    prepay_hours.RULE,
    prepay_span.RULE,
    duplicate_staff.RULE,
    lookalike.RULE,
    cross_province.RULE,
)

_BY_NUMBER = {rule.number: rule for rule in RULES}


def by_number(number: str) -> Rule:
    """The rule of that number; KeyError when there is none."""
    return _BY_NUMBER[number]
