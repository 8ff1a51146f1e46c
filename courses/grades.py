"""The twelve grades and what they are called: in Chinese each has a name of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

LABELS: Final[dict[int, Promise]] = {
    1: gettext_lazy("grade 1"),
    2: gettext_lazy("grade 2"),
    3: gettext_lazy("grade 3"),
    4: gettext_lazy("grade 4"),
    5: gettext_lazy("grade 5"),
    6: gettext_lazy("grade 6"),
    7: gettext_lazy("grade 7"),
    8: gettext_lazy("grade 8"),
    9: gettext_lazy("grade 9"),
    10: gettext_lazy("grade 10"),
    11: gettext_lazy("grade 11"),
    12: gettext_lazy("grade 12"),
}
# In the small boxes of a timetable.
SHORT: Final[dict[int, Promise]] = {
    1: pgettext_lazy("in a timetable", "G1"),
    2: pgettext_lazy("in a timetable", "G2"),
    3: pgettext_lazy("in a timetable", "G3"),
    4: pgettext_lazy("in a timetable", "G4"),
    5: pgettext_lazy("in a timetable", "G5"),
    6: pgettext_lazy("in a timetable", "G6"),
    7: pgettext_lazy("in a timetable", "G7"),
    8: pgettext_lazy("in a timetable", "G8"),
    9: pgettext_lazy("in a timetable", "G9"),
    10: pgettext_lazy("in a timetable", "G10"),
    11: pgettext_lazy("in a timetable", "G11"),
    12: pgettext_lazy("in a timetable", "G12"),
}


def names(grades: Iterable[int]) -> str:
    """The grades in words, a run of more than two by its ends; nothing for none."""
    known = sorted(grades)
    if len(known) > 2 and known == list(range(known[0], known[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": LABELS[known[0]], "last": LABELS[known[-1]]}
    return pgettext("between the parts of a list", ", ").join(str(LABELS[grade]) for grade in known)
