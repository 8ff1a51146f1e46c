"""How allauth behaves here: limits, messages, e-mail, the sealing of second-factor secrets."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.client_address import client_address
from accounts.mailing import dated
from accounts.models import User
from accounts.sealing import cipher

SECOND_FACTOR = "second factor"
# The same words whether the name, the e-mail or the password is wrong: a reply tells nobody who exists.
WRONG = _("The name or e-mail and the password do not belong together. Check both and try again.")
TOO_MANY = _("Too many attempts. Wait a few minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: sign-in, sign-up, e-mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "account_inactive": _("This account has been closed."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is wrong or has been used. Enter the code your app shows now."),
        "username_taken": _("This user name is taken. Choose another."),
        "email_taken": _("There is an account with this e-mail already."),
        "username_blacklisted": _("This name cannot be used. Choose another."),
        "same_as_current": _("This is what it is already."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow an address that tries many accounts; guesses at one account are django-axes' business, which
        counts in the database and locks out the guesser, not the person."""
        if not ratelimit.consume(request, action="sign_in_by_address"):
            raise self.validation_error("too_many_login_attempts")

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Only one that is to come: an account without an e-mail hears of nothing and cannot be got back."""
        return bool(email_address.email.lower() != email_address.user.email.lower())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Not when it has become another account's in the meantime."""
        others = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            failed = {"email": email_address.email}
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", failed)
            return False
        return bool(super().confirm_email(request, email_address))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """The mail as text and, in the platform's frame, as HTML."""
        request = allauth_context.request
        subject = render_to_string(f"{template_prefix}_subject.txt", context, request)
        text = render_to_string(f"{template_prefix}_message.txt", context, request).strip()
        to = [email] if isinstance(email, str) else email
        headers = dated() | (headers or {})
        mail = EmailMultiAlternatives(" ".join(subject.split()), text, self.get_from_email(), to, headers=headers)
        mail.attach_alternative(render_to_string("accounts/mail/frame.html", {"text": text}), "text/html")
        return mail


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factor: its secrets are kept encrypted under a key derived from PII_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return cipher(SECOND_FACTOR).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher(SECOND_FACTOR).decrypt(encrypted_text.encode()).decode()
