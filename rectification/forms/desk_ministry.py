"""What a provincial administrator types when a report has been sent to the ministry."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.desk import text_field


class ReportSentForm(forms.Form):
    """How it was sent; `expected` is how many changes the page showed."""

    expected = forms.IntegerField(widget=forms.HiddenInput())
    note = text_field(
        _("How it was sent"), required=False, rows=2, help_text=_("A letter's number, say; kept with the report.")
    )
