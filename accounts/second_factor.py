"""Codes of the second factor: guesses and used codes are kept in the database, and count while Redis is away."""

from __future__ import annotations

import re
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django.db import transaction
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.adapter import TOO_MANY
from accounts.lock_out import code_guesses

# With the app's secret: the code that it gave last.
LAST_CODE = "last_code"


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
        if not _is_first_use(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        AxesProxyHandler.reset_attempts(username=guesses["username"])
        return code


class SetUpForm(ActivateTOTPForm):
    """The first code, which shows that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")


class SignInCodeForm(CountedCode, AuthenticateForm):
    """The code after the password."""


class AgainCodeForm(CountedCode, ReauthenticateForm):
    """The code before something grave."""


def _is_first_use(authenticator: Authenticator, code: str) -> bool:
    """Whether the code is not the one taken last; one before that has run out by itself.

    allauth notes it in the cache; recovery codes it takes out of the database.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    digits = re.sub("[^0-9]", "", code)
    with transaction.atomic():
        locked = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        if locked.data.get(LAST_CODE) == digits:
            return False
        locked.data[LAST_CODE] = digits
        locked.save(update_fields=["data"])
    return True
