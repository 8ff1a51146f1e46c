"""What a password must be, in the platform's words."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class NotLikeTheAccount(password_validation.UserAttributeSimilarityValidator):
    """Not nearly the name or the e-mail."""

    def get_error_message(self) -> str:
        return _("The password is much like your name or your e-mail. Choose another.")

    def get_help_text(self) -> str:
        return _("Not like your name or your e-mail.")


class LongEnough(password_validation.MinimumLengthValidator):
    """Of enough characters."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password is too short: it needs %(min_length)d character at least.",
            "The password is too short: it needs %(min_length)d characters at least.",
            self.min_length,
        )

    def get_help_text(self) -> str:
        told = ngettext("At least %(min_length)d character.", "At least %(min_length)d characters.", self.min_length)
        return told % {"min_length": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    """None of those that are tried first."""

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is guessed first. Choose another.")

    def get_help_text(self) -> str:
        return _("Not one that many people use.")
