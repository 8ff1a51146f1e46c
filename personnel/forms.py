"""What filers type about their people: one person, a workbook, what becomes of those a workbook does not name."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from filing_platform import clock
from institutions.forms.draft import DraftForm
from institutions.forms.fields import DayField, capital
from institutions.models import Dossier
from institutions.workbooks.cells import Fault, Parsed, parse_past_date
from personnel import cells, identifiers, nationalities, vault
from personnel.models import Person, PersonRole, Stage, Subject
from personnel.wording import WORDING

YES_NO = [("False", _("No")), ("True", _("Yes"))]
NEEDED_FOR_TEACHERS = _("Needed for teachers")


class PersonForm(DraftForm):
    """One person. The identity number is never shown again: left empty, the stored one stays."""

    identity_number = forms.CharField(
        label=_("identity number"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    nationality = forms.ChoiceField(label=_("nationality"), choices=nationalities.choices)
    subjects = forms.MultipleChoiceField(
        label=_("subjects"),
        choices=capital(Subject.choices),
        required=False,
        help_text=NEEDED_FOR_TEACHERS,
        widget=forms.CheckboxSelectMultiple,
    )
    stages = forms.MultipleChoiceField(
        label=_("stages"),
        choices=capital(Stage.choices),
        required=False,
        help_text=NEEDED_FOR_TEACHERS,
        widget=forms.CheckboxSelectMultiple,
    )
    in_service = forms.TypedChoiceField(
        label=_("Is this person an in-service school teacher?"),
        choices=YES_NO,
        coerce=lambda chosen: chosen == "True",
        widget=forms.RadioSelect,
    )
    employed_from = DayField(label=_("employed from"), required=False)
    certificate_number = forms.CharField(
        label=_("teacher qualification number"),
        required=False,
        max_length=40,
        help_text=_("17 digits; whoever teaches a school subject must have one"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta(DraftForm.Meta):
        model = Person
        fields: ClassVar[list[str]] = [
            "name",
            "sex",
            "nationality",
            "identity_kind",
            "role",
            "employment",
            "employed_from",
            "certificate_number",
            "subjects",
            "stages",
            "in_service",
            "education",
            "work",
            "teaching",
        ]

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dossier = dossier
        self.fields["identity_number"].required = self.instance.identity_id is None
        if self.instance.pk:
            self.initial["in_service"] = str(self.instance.in_service)
        if self.instance.identity_id:
            self.fields["identity_number"].help_text = _("Stored: %(masked)s. Leave empty to keep it.") % {
                "masked": self.instance.identity_masked
            }

    def clean_name(self) -> str:
        return self._parsed("name", cells.parse_name(self.cleaned_data["name"]))

    def clean_employed_from(self) -> date | None:
        day = self.cleaned_data["employed_from"]
        if day:
            self._parsed("employed_from", parse_past_date(day, clock.today()))
        return day

    def clean_identity_number(self) -> str:
        return identifiers.normalise(self.cleaned_data["identity_number"]).replace("-", "")

    def clean_certificate_number(self) -> str:
        number = identifiers.normalise(self.cleaned_data["certificate_number"]).replace("-", "")
        if number and (problem := identifiers.certificate_problem(number, clock.today())):
            raise forms.ValidationError(problem)
        if number and (other := self._others().filter(certificate_number=number).first()):
            raise forms.ValidationError(_("%(name)s has this number already.") % {"name": other})
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_identity(cleaned.get("identity_kind"), cleaned.get("identity_number"))
        if cleaned.get("role") == PersonRole.TEACHER:
            for name in ("subjects", "stages"):
                if not cleaned.get(name):
                    self.add_error(name, WORDING.said("required_of_teachers", name, {}))
        return cleaned

    def save(self, commit: bool = True) -> Person:
        """Keep the person; an empty identity number keeps the one that is stored."""
        person: Person = super().save(commit=False)
        if number := self.cleaned_data["identity_number"]:
            stored = vault.store([(person.identity_kind, number)])[0]
            person.identity_id = stored.identity_id
            person.identity_masked, person.identity_commitment = stored.masked, stored.commitment
        if commit:
            person.save()
        return person

    def _check_identity(self, kind: str | None, number: str | None) -> None:
        if not kind:
            return
        if not number:
            if self.instance.identity_id and kind != self.initial.get("identity_kind"):
                self.add_error("identity_number", _("The kind of document changed: enter its number."))
            return
        if problem := identifiers.identity_problem(kind, number):
            self.add_error("identity_number", problem)
        elif other := self._others().filter(identity__look_up=vault.look_up_hash(kind, number)).first():
            self.add_error("identity_number", _("%(name)s has this number already.") % {"name": other})

    def _others(self):  # type: ignore[no-untyped-def]
        return self._dossier.people.exclude(line=self.instance.line)

    def _parsed(self, column: str, parsed: Parsed) -> str:
        if isinstance(parsed, Fault):
            raise forms.ValidationError(WORDING.said(parsed.code, column, parsed.params))
        return parsed
