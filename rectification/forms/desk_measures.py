"""What officers type of measures: ordering one, reporting on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from institutions.models import Decision
from rectification.forms.desk import public_text_field, text_field
from rectification.measures import AMOUNT, NEEDS_REASON
from register.models import MeasureKind, MeasureStatus


class MeasureForm(forms.Form):
    """A measure on a confirmed rejection."""

    kind = forms.ChoiceField(label=_("Measure"), choices=[("", _("Choose…")), *MeasureKind.choices])
    department = forms.ModelChoiceField(
        label=_("Department that carries it out"), queryset=Department.objects.none(), empty_label=_("Choose…")
    )
    platform_line = forms.ChoiceField(label=_("Platform it is about"), required=False)
    amount = forms.DecimalField(
        label=_("Amount in yuan"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Only for an economic penalty."),
    )
    decision_number = forms.CharField(label=_("Decision number"), required=False, max_length=60)
    reason = public_text_field(_("Reason that the public will read"))

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert decision.filing is not None
        there = decision.filing.programme.departments
        department, platform = self.fields["department"], self.fields["platform_line"]
        assert isinstance(department, forms.ModelChoiceField) and isinstance(platform, forms.ChoiceField)
        department.queryset = Department.objects.filter(pk__in=there.values("department"))
        platforms = decision.dossier.platforms.all() if decision.dossier else []
        platform.choices = [("", _("All of them")), *((str(p.line), f"{p.name} · {p.address}") for p in platforms)]
        self.initial.setdefault("reason", decision.public_reason)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_penalty = values.get("kind") == MeasureKind.ECONOMIC_PENALTY
        if "amount" in values and "kind" in values and is_penalty != bool(values["amount"]):
            self.add_error("amount", gettext(AMOUNT))
        return values

    def terms(self) -> dict[str, Any]:
        """Values as `measures.order` takes them."""
        values = dict(self.cleaned_data)
        values["platform_line"] = values["platform_line"] or None
        return values


class MeasureStepForm(forms.Form):
    """A new status of a measure."""

    status = forms.ChoiceField(label=_("Status"), choices=MeasureStatus.choices)
    reason = text_field(_("Reason"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("status") in NEEDS_REASON and not values.get("reason"):
            self.add_error("reason", _("Give a reason."))
        return values
