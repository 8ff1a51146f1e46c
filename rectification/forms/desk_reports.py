"""What an officer types on a report of the public."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.desk import text_field


class HandlingForm(forms.Form):
    """What was found and done."""

    handling = text_field(_("What was found and done"))
