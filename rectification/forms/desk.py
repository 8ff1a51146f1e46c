"""What officers type beside the materials: verdicts, findings, opinions, judgements, resolutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from filing_platform import clock
from institutions.editing import current_dossier
from institutions.models import Filing
from rectification import public_words, resolutions
from rectification.models import JudgementVerdict
from screening.models import FindingStatus, Section, Verdict
from screening.rules.rule import Severity

LONGEST = 2000
PUBLIC = _("Published word for word. Name no person and no identity number.")


class DayInput(forms.DateInput):
    """A day, chosen or typed as 2020-06-30."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def text_field(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=LONGEST, widget=widget)


def public_text_field(label: Any, rows: int = 3) -> forms.CharField:
    """Several lines that the public will read."""
    field = text_field(label, help_text=PUBLIC, rows=rows)
    field.validators.append(_without_personal_numbers)
    return field


def _without_personal_numbers(text: str) -> None:
    if number := public_words.personal_number(text):
        raise ValidationError(gettext(public_words.PERSONAL) % {"number": number})


class FindingVerdictForm(forms.Form):
    """Confirm a finding, or dismiss it with a reason."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=[(s, s) for s in FindingStatus if s != "candidate"])
    reason = text_field(_("Reason"), required=False)
    # The finding's status as the page showed it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("verdict") == FindingStatus.DISMISSED and not values.get("reason"):
            self.add_error("reason", _("Say why this is not a problem."))
        return values


class RaiseFindingForm(forms.Form):
    """A finding by hand, about one thing or a whole group."""

    section = forms.ChoiceField(label=_("Group"), choices=Section.choices)
    line = forms.UUIDField(label=_("Thing"), required=False)
    text = text_field(_("What is the problem?"))
    severity = forms.ChoiceField(label=_("How serious is it?"), choices=Severity.choices)


class OpinionForm(forms.Form):
    """The department's opinion on the current version."""

    verdict = forms.ChoiceField(label=_("Opinion on this version"), choices=Verdict.choices)
    text = text_field(_("Remarks"), required=False)


class JudgementForm(forms.Form):
    """Rectified, or inadequate with the reason."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=JudgementVerdict.choices)
    reason = text_field(_("Reason"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("verdict") == JudgementVerdict.INADEQUATE and not values.get("reason"):
            self.add_error("reason", _("Say what is still not right."))
        return values


class ReturnForm(forms.Form):
    """Why a resolution is returned; who recorded it takes it back without a word."""

    reason = text_field(_("Why is it returned?"), required=False)


class AssignForm(forms.Form):
    """To which colleague a filing goes."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, officers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[officer.pk for officer in officers])


class ResolutionForm(forms.Form):
    """What a joint meeting resolved in a department's stead."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), empty_label=None)
    held_on = forms.DateField(label=_("Day of the meeting"), widget=DayInput())
    attendance = text_field(_("Who attended"), rows=2)
    text = text_field(_("What was resolved"), rows=5)

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        current = current_dossier(filing)
        wanting = resolutions.wanting(current, clock.today()) if current else []
        field.queryset = Department.objects.filter(pk__in=[department.pk for department in wanting])

    def clean_held_on(self) -> date:
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError(_("This day has not come yet: record the meeting when it has taken place."))
        return day
