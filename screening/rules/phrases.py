"""Phrases that several rules' wordings share: lists, weekdays with times, grades, labels."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.models import Weekday


def joined(parts: Iterable[object]) -> str:
    """The parts as a list in the reader's language."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)


def sentences(parts: Iterable[str]) -> str:
    """Whole sentences one after the other."""
    return reduce(lambda before, after: _("%(before)s %(after)s") % {"before": before, "after": after}, parts)


def times(lessons: list[dict[str, Any]]) -> str:
    """Weekday, start and end of each lesson."""
    return joined(f"{Weekday(lesson['weekday']).label} {lesson['starts']}–{lesson['ends']}" for lesson in lessons)


def label(choices: type[Choices], value: object) -> str:
    """What a choice is called; the value itself when it is none of them."""
    return str(choices(value).label) if value in choices.values else str(value)
