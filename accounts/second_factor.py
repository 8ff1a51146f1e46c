"""Codes of the second factor: guesses are counted in the database, so that they count while Redis is away."""

from __future__ import annotations

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.forms import ValidationError

from accounts.adapter import TOO_MANY
from accounts.lock_out import code_guesses


class CountedCode(BaseAuthenticateForm):
    """Refuses when the account has had too many wrong codes, from whatever addresses.

    Only who knows the password gets here, so nobody else can lock a person out; allauth's own limit,
    which forgets with the cache, still slows the fast ones.
    """

    def clean_code(self) -> str:
        guesses = {"username": code_guesses(self.user)}
        if not AxesProxyHandler.is_allowed(context.request, guesses):
            raise ValidationError(TOO_MANY, code="too_many_login_attempts")
        try:
            code: str = super().clean_code()
        except ValidationError as error:
            if error.code == "incorrect_code":
                AxesProxyHandler.user_login_failed(sender=type(self), credentials=guesses, request=context.request)
            raise
        AxesProxyHandler.reset_attempts(username=guesses["username"])
        return code


class SignInCodeForm(CountedCode, AuthenticateForm):
    """The code after the password."""


class AgainCodeForm(CountedCode, ReauthenticateForm):
    """The code before something grave."""
