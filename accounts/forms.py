"""Forms of sign-in, sign-up and e-mail: allauth's, in the platform's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordKeyForm, SignupForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class SignUpForm(SignupForm):  # type: ignore[misc]
    """An account for somebody who files; the institution is registered after it, in the workspace."""

    field_order = ["name", "email", "username", "password1", "password2"]

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _("Notices about your filing are sent here.")
        self.fields["username"].label = _("User name")
        self.fields["username"].help_text = _("Letters, digits and @ . + - _ only. You sign in with it or your e-mail.")
        self.fields["password1"].label = _("Password")
        self.fields["password2"].label = _("Password, once more")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest) -> User:
        user = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """The password in place of a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, once more")


class ChangeEmailForm(AddEmailForm):  # type: ignore[misc]
    """Another e-mail, which takes the place of the present one when it is confirmed and not before."""

    def save(self, request: HttpRequest) -> EmailAddress:
        """allauth would take away a present address that was never confirmed, and leave the account without any."""
        to_come = EmailAddress.objects.filter(user=self.user, verified=False).exclude(email__iexact=self.user.email)
        to_come.delete()
        address = EmailAddress.objects.create(user=self.user, email=self.cleaned_data["email"])
        send_verification_email_to_address(request, address)
        return address
