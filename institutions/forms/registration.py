"""Forms to register an institution and to invite people who file for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Jurisdiction
from institutions import identifiers
from institutions.forms.fields import plain
from institutions.models import Institution, MembershipRole


class RegistrationForm(forms.ModelForm):
    """Who files: the code on the licence, the name, the province that screens."""

    # Longer than the code itself: spaces and hyphens are taken and left out.
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 letters and digits on the business licence; spaces do not matter."),
    )

    # Asked only when code and province do not agree.
    sure = forms.BooleanField(label=_("Code and province are both right: it has moved since"), required=False)

    class Meta:
        model = Institution
        fields: ClassVar[list[str]] = ["credit_code", "name", "jurisdiction"]
        labels = {"name": _("Full name on the licence"), "jurisdiction": _("Province in which it is registered")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = Jurisdiction.objects.all()  # type: ignore[attr-defined]
        self.fields["jurisdiction"].empty_label = _("Choose a province")  # type: ignore[attr-defined]

    def clean_credit_code(self) -> str:
        """In capitals without separators; refused when a check digit is wrong."""
        code = identifiers.normalise_credit_code(self.cleaned_data["credit_code"])
        problem = identifiers.credit_code_problem(code)
        if problem:
            raise forms.ValidationError(problem)
        return code

    def clean(self) -> dict[str, Any]:
        """A wrong province cannot be put right afterwards: asked before anything is registered."""
        values = super().clean() or {}
        code, province = values.get("credit_code"), values.get("jurisdiction")
        self.asks_whether_sure = bool(
            code and province and province.code != "66" and identifiers.credit_code_province(code) != province.code
        )
        if self.asks_whether_sure and not values.pop("sure", False):
            self.add_error(
                "jurisdiction",
                _("The credit code was given out in another province. Choose that one, or say that both are right."),
            )
        values.pop("sure", None)
        return values

    def validate_unique(self) -> None:
        """An institution that is known already may still be without people: the domain function decides."""


class InvitationForm(forms.Form):
    """Whom to invite, and what for."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("They receive a link that works for 7 days."))
    role = forms.ChoiceField(
        label=_("What they may do"),
        choices=MembershipRole.choices,
        initial=MembershipRole.FILER,
        widget=forms.RadioSelect,
    )

    def clean_email(self) -> str:
        """Lower case, as accounts keep it."""
        return plain(self.cleaned_data["email"]).lower()
