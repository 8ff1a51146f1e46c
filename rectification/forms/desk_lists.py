"""What officers type for a list act or an inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from filing_platform import clock
from institutions.models import DecisionKind, Institution
from rectification import list_acts, lists
from rectification.forms.desk import DayInput, public_text_field, text_field
from register.models import ListName
from register.standings import Standing


class ListActForm(forms.Form):
    """Withdraw, suspend or end an entry, with the reason that the public will read."""

    public_reason = public_text_field(_("Reason that the public will read"), rows=4)

    def __init__(self, *args: Any, institution: Institution, standing: Standing, **kwargs: Any) -> None:
        self.institution, self.standing = institution, standing
        super().__init__(*args, **kwargs)

    def terms(self) -> dict[str, Any]:
        """The act's own values beside the reason."""
        return {}


class CorrectionForm(ListActForm):
    """Correct an entry: the list it should be on, and from which day."""

    list = forms.ChoiceField(label=_("The right list"), choices=[*ListName.choices])
    effective_on = forms.DateField(label=_("Effective on"), widget=DayInput())

    field_order = ["list", "effective_on", "public_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing, right = self.standing, self.fields["list"]
        assert isinstance(right, forms.ChoiceField)
        right.choices = [(name, name.label) for name in list_acts.right_lists(self.institution, standing)]
        # Of who is on no list any more: the list before, without a break.
        before = lists.entry_before(standing.change) if standing.change else None
        proposed = standing.list or (before.list if before else "")
        since = standing.since or clock.today()
        self.initial |= {"list": proposed, "effective_on": since}
        if first := list_acts.first_day(standing):
            self.fields["effective_on"].help_text = _("On %(day)s or later: until then the entry before it stands.") % {
                "day": date_format(first, "DATE_FORMAT")
            }

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Not after today."))
        first = list_acts.first_day(self.standing)
        if first is not None and day < first:
            message = _("From %(day)s on the entry before this one stands: choose that day or a later one.")
            raise forms.ValidationError(message % {"day": date_format(first, "DATE_FORMAT")})
        return day

    def terms(self) -> dict[str, Any]:
        return {"list": self.cleaned_data["list"], "effective_on": self.cleaned_data["effective_on"].isoformat()}


class InspectionForm(forms.Form):
    """Why a listed institution is inspected."""

    cause = text_field(_("Why it is inspected"), help_text=_("A report, a rule, an upheld objection."))


ACT_FORMS: dict[str, type[ListActForm]] = {
    DecisionKind.CORRECT_ENTRY: CorrectionForm,
    DecisionKind.WITHDRAW_ENTRY: ListActForm,
    DecisionKind.SUSPEND_ENTRY: ListActForm,
    DecisionKind.END_ENTRY: ListActForm,
}
