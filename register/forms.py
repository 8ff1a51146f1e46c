"""What the public types: the search with its filters, a person to look up, a problem to report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import BadInput, FieldError
from personnel.models import Subject
from register.models import ListName, PublicStatus
from register.provinces import provinces
from register.search import LAST_PAGE, Asked

GRADES = range(1, 13)


class RegisterForm(forms.Form):
    """The parameters of /register/ and of its API."""

    q = forms.CharField(max_length=500, required=False)
    list = forms.ChoiceField(choices=PublicStatus, required=False)
    province = forms.ChoiceField(choices=lambda: [(code, code) for code in provinces()], required=False)
    subject = forms.ChoiceField(choices=Subject, required=False)
    grade = forms.TypedChoiceField(
        choices=[(grade, grade) for grade in GRADES], coerce=int, empty_value=None, required=False
    )
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)
    as_of = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day and day > clock.today():
            raise forms.ValidationError(_("That day has not come yet: choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("as_of") and data.get("list") not in ("", None, *ListName.values):
            self.add_error("list", _("Who had only filed on a past day is not kept; ask for one of the lists."))
        return data

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            text=data["q"], list=data["list"], province=data["province"], subject=data["subject"], grade=data["grade"]
        )

    @property
    def page_number(self) -> int:
        return self.cleaned_data["page"] or 1


class PersonForm(forms.Form):
    """A person by the whole name or the whole certificate number."""

    q = forms.CharField(
        label=_("Full name or full certificate number"),
        min_length=2,
        max_length=60,
        help_text=_("Both must be complete. Nothing else is looked up, so that nobody is collected."),
    )


class ReportForm(forms.Form):
    """A problem as a member of the public reports it."""

    about = forms.CharField(
        label=_("What is it about?"), max_length=300, help_text=_("A name, a link, an app, an account.")
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you saw, where and when. The education department of the province reads it."),
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        max_length=120,
        required=False,
        help_text=_("A phone number or an e-mail address, if you want an answer. It is never published."),
    )
    institution = forms.CharField(max_length=18, required=False, widget=forms.HiddenInput)
    # People do not see it; programs fill it in.
    website = forms.CharField(required=False)

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))


def read(data: QueryDict) -> RegisterForm:
    """The parameters, checked; raises BadInput naming each that cannot be taken."""
    form = RegisterForm(data)
    if form.is_valid():
        return form
    errors = [FieldError(name, str(message)) for name, messages in form.errors.items() for message in messages]
    raise BadInput("parameters", gettext_noop("The address asks for something that cannot be answered."), errors=errors)
