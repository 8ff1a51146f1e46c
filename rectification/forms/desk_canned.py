"""What a provincial administrator types of the province's canned reasons."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.desk import LONGEST
from rectification.models import CannedReason, Purpose


class CannedReasonForm(forms.ModelForm):
    """One canned reason of a province, given as the instance's."""

    purpose = forms.ChoiceField(label=_("Offered for"), choices=Purpose.choices)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = CannedReason
        fields = ["purpose", "title", "text"]
        help_texts = {"title": _("As it stands in the officers' list.")}

    def _get_validation_exclusions(self) -> set[str]:
        # The province is not typed, and yet a short name is used once in it.
        return super()._get_validation_exclusions() - {"jurisdiction"}  # type: ignore[no-any-return, misc]
