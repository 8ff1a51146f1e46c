"""What is said of each thing that can be wrong in a personnel workbook, and how to mend it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from institutions.workbooks.wording import Wording, listed
from personnel import nationalities
from personnel.columns import COLUMNS
from personnel.identifiers import FAULTS
from personnel.models import Employment, IdentityKind, PersonRole, Sex, Stage, Subject

CLOSED_SETS: Final = {
    "sex": Sex,
    "identity_kind": IdentityKind,
    "subjects": Subject,
    "stages": Stage,
    "role": PersonRole,
    "employment": Employment,
}
CELLS: Final = FAULTS | {
    "required_of_teachers": _("Must be filled in for everybody whose role is teacher."),
    "name_form": _("Does not look like a name: it begins with a letter and has no line breaks."),
    "digits_lost": _(
        "The cell holds a number, not text, and spreadsheet programs keep only its first 15 digits: the rest is lost."
        " Format the column as text, then type or paste the number again."
    ),
    "repeated": _("Stands in a row above already. Each person is named once: take out one of the two rows."),
}


def allowed(column: str) -> str:
    """The words that can stand in a column of a closed set."""
    if column == "nationality":
        return gettext("the country's name, such as %(home)s or %(other)s, or its two letters, such as CN or US") % {
            "home": nationalities.name_of(nationalities.HOME),
            "other": nationalities.name_of("US"),
        }
    if column == "in_service":
        return gettext("yes, no")
    return listed(str(label) for label in CLOSED_SETS[column].labels)


WORDING: Final = Wording(COLUMNS, ("name", "identity_number", "role"), CELLS, allowed)
