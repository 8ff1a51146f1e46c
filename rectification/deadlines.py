"""Days that the law counts: rectification limits, extensions, working days, public notice."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import chinese_calendar

from accounts.models import Programme
from filing_platform.clock import SHANGHAI
from institutions.models import Filing
from rectification.models import Notice


def add_months(day: date, months: int) -> date:
    """The same day some months on; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def latest_deadline(filing: Filing, today: date) -> date:
    """The last day a notice of today may name (教基函〔2019〕8号: filings of 2019 by 30 June 2020, else six months)."""
    programme = filing.programme
    submitted = filing.first_submitted_at
    is_early = submitted is not None and submitted.astimezone(SHANGHAI).date() <= programme.early_until
    if is_early and today < programme.early_deadline:
        return programme.early_deadline
    return add_months(today, programme.rectification_months)


def latest_extension(notice: Notice, programme: Programme) -> date:
    """The last day that an extension may reach."""
    return add_months(notice.deadline, programme.extension_months)


def statement_until(programme: Programme, proposed_on: date) -> date:
    """The last day on which an institution may state its case against a rejection proposed that day."""
    return after_working_days(proposed_on, programme.statement_working_days)


def after_working_days(day: date, count: int) -> date:
    """The count-th working day after `day`, by the national calendar of holidays and made-up days."""
    while count:
        day += timedelta(days=1)
        count -= _is_working(day)
    return day


def _is_working(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        # Next year's holidays are announced in November; until then, weekends only.
        return day.weekday() < 5
