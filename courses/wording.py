"""What is said of each thing that can be wrong in a course workbook, and how to mend it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.columns import COLUMNS
from courses.models import ChargeMode, Homework, Mode
from institutions.workbooks.wording import Wording, listed
from personnel.models import Stage, Subject

CLOSED_SETS: Final = {
    "subject": Subject,
    "stage": Stage,
    "mode": Mode,
    "homework": Homework,
    "charge_mode": ChargeMode,
}
CELLS: Final = {
    "repeated": _("A course of this name stands in a row above already. Give each course a name of its own."),
    "grades_form": _("Not grades that can be read. Write for example: 7, 8 or 7-9."),
    "slot_form": _("Not a time that can be read. Write from and to, for example 19:00-19:40; several by commas."),
    "slot_order": _("This lesson ends before it starts. Check both times."),
    "too_many_slots": _("More than %(limit)s lessons on one day. Check the cell."),
    "ends_before_starts": _("The last lesson is before the first. Check both days."),
    "whole_number": _("Not a whole number. Write digits only, for example 40."),
    "number_form": _("Not a number. Write digits, for example 80 or 99.50."),
    "out_of_range": _("Must be from %(least)s to %(most)s. Check the number."),
    "too_many_places": _("Has more than %(limit)s digits after the point. Round it."),
    "digits_lost": _(
        "The cell holds a number, not text, and spreadsheet programs keep only its first 15 digits: the rest is lost."
        " Format the column as text, then type or paste the number again."
    ),
    "teacher_unknown": _(
        "Nobody in the training personnel of this filing has this certificate number or name. Correct it, or add the"
        " person to the training personnel first."
    ),
    "teacher_ambiguous": _(
        "Several people in the training personnel have this name. Write the certificate number instead."
    ),
}


def allowed(column: str) -> str:
    """The words that can stand in a column of a closed set."""
    if column in ("pupils_abroad_only", "is_imported"):
        return gettext("yes, no")
    return listed(str(label) for label in CLOSED_SETS[column].labels)


WORDING: Final = Wording(COLUMNS, ("name", "subject", "mode"), CELLS, allowed)
