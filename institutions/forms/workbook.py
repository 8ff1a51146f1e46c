"""What filers hand in of a workbook, and what becomes of rows that it does not name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

REMOVE, KEEP = "remove", "keep"


class WorkbookForm(forms.Form):
    """The workbook to hand in; what it holds is looked at by the reading process only."""

    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_("An .xlsx workbook, or a .csv file in UTF-8 or GB18030"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the workbook first.")},
    )


class ConfirmForm(forms.Form):
    """What becomes of rows in the materials that the workbook does not name."""

    missing = forms.ChoiceField(
        label=_("What should become of those that the workbook does not name?"),
        choices=[(KEEP, _("Keep them")), (REMOVE, _("Take them out of the materials"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether they stay or go.")},
    )

    @property
    def keeps_missing(self) -> bool:
        """They stay."""
        return self.cleaned_data["missing"] == KEEP
