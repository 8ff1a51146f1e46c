"""What an officer types to decide like findings together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.forms.desk import text_field
from screening.alike import MOST_AT_ONCE
from screening.models import Finding, FindingStatus
from screening.querysets import FindingQuerySet

TICKED, ALL = "ticked", "all"
MEANWHILE = gettext_lazy("Some of these findings have been decided meanwhile. Nothing was decided now: look again.")


class AlikeForm(forms.Form):
    """Which findings, the verdict on all of them, one reason; `expected` is how many the page said were waiting."""

    scope = forms.ChoiceField(choices=[(TICKED, TICKED), (ALL, ALL)])
    findings = forms.ModelMultipleChoiceField(queryset=Finding.objects.none(), required=False)
    expected = forms.IntegerField(required=False)
    verdict = forms.ChoiceField(choices=[(s, s) for s in (FindingStatus.CONFIRMED, FindingStatus.DISMISSED)])
    reason = text_field(gettext_lazy("Reason, the same for all of them"), required=False)

    def __init__(self, *args: Any, waiting: FindingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Needed for one of the two verdicts: its hint says which.
        self.fields["reason"].needed = True  # type: ignore[attr-defined]
        self.waiting = waiting
        field = self.fields["findings"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = waiting

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors.pop("findings", None):
            raise ValidationError(MEANWHILE)
        if values.get("verdict") == FindingStatus.DISMISSED and not values.get("reason"):
            self.add_error("reason", _("Say why this is not a problem."))
        if values.get("scope") == ALL and values.get("expected") != self.waiting.count():
            raise ValidationError(MEANWHILE)
        return values

    @property
    def chosen(self) -> set[int]:
        """The findings meant: those ticked, or the first of all that wait."""
        if self.cleaned_data["scope"] == ALL:
            return set(self.waiting.values_list("pk", flat=True)[:MOST_AT_ONCE])
        return {finding.pk for finding in self.cleaned_data["findings"]}
