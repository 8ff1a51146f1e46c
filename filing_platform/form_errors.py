"""What every form says when something is wrong: what it is and how to mend it, in place of Django's own wording.

A form that knows better still says so itself, by `error_messages` or its cleaning.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core import validators
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filing_platform.errors import Refused

FIELDS: Final[dict[type[forms.Field], dict[str, Promise]]] = {
    forms.Field: {"required": _("Nothing is filled in here. It is needed.")},
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.ChoiceField: {
        "required": _("Nothing is chosen yet. Choose one."),
        "invalid_choice": _("This is not one of the choices. Choose one of those shown."),
    },
    forms.MultipleChoiceField: {
        "required": _("Nothing is chosen yet. Choose at least one."),
        "invalid_choice": _("“%(value)s” is not one of the choices. Choose among those shown."),
        "invalid_list": _("This is not one of the choices. Choose one of those shown."),
    },
    forms.ModelChoiceField: {
        "required": _("Nothing is chosen yet. Choose one."),
        "invalid_choice": _("This is not one of the choices. Choose one of those shown."),
    },
    forms.ModelMultipleChoiceField: {
        "required": _("Nothing is chosen yet. Choose at least one."),
        "invalid_choice": _("“%(value)s” is not one of the choices. Choose among those shown."),
        "invalid_list": _("This is not one of the choices. Choose one of those shown."),
        "invalid_pk_value": _("“%(pk)s” is not one of the choices. Choose among those shown."),
    },
    forms.UUIDField: {"invalid": _("The page was sent damaged. Open it again and send it once more.")},
    forms.IntegerField: {"invalid": _("This is no whole number. Enter digits only, such as 40.")},
    forms.DecimalField: {"invalid": _("This is no number. Enter digits, such as 80 or 99.50.")},
    forms.DateField: {"invalid": _("This is no date. Enter year, month and day, such as 2019-10-31.")},
    forms.TimeField: {"invalid": _("This is no time of day. Enter hour and minute, such as 19:00.")},
    forms.FileField: {
        "required": _("No file is chosen yet. Choose it."),
        "invalid": _("The file did not arrive. Choose it again."),
        "missing": _("The file did not arrive. Choose it again."),
        "empty": _("This file is empty. Choose another."),
        "max_length": _("The file's name has %(length)d characters; at most %(max)d are taken. Rename the file."),
    },
}
VALIDATORS: Final[dict[type[Any], Promise]] = {
    validators.MaxLengthValidator: _(
        "At most %(limit_value)d characters are taken; these are %(show_value)d. Shorten it."
    ),
    validators.MinLengthValidator: _(
        "At least %(limit_value)d characters are needed; there are %(show_value)d so far."
    ),
    validators.MaxValueValidator: _("Too large: enter %(limit_value)s at most."),
    validators.MinValueValidator: _("Too small: enter %(limit_value)s at least."),
    validators.EmailValidator: _("This is no e-mail address. Enter one such as name@example.cn."),
    validators.ProhibitNullCharactersValidator: _("Has characters that cannot be seen. Type the text again."),
}
DIGITS: Final = {
    "invalid": _("This is no number. Enter digits, such as 80 or 99.50."),
    "max_digits": _("Too many digits: at most %(max)s in all. Check the number."),
    "max_decimal_places": _("Too many digits after the point: at most %(max)s. Round it."),
    "max_whole_digits": _("Too many digits before the point: at most %(max)s. Check the number."),
}


def speak_plainly() -> None:
    """Make these the defaults of every form of the process."""
    for field, messages in FIELDS.items():
        field.default_error_messages = {**_own(field), **messages}  # type: ignore[dict-item]
    for validator, message in VALIDATORS.items():
        validator.message = message
    validators.DecimalValidator.messages = DIGITS  # type: ignore[assignment]


def _own(field: type[forms.Field]) -> dict[str, Any]:
    return vars(field).get("default_error_messages", {})


def cleaned(form: forms.Form) -> dict[str, Any]:
    """The values of a small form that has no page of its own; Refused with everything that is wrong with it."""
    if form.is_valid():
        return form.cleaned_data
    told = [
        message
        if name == "__all__" or form.fields[name].widget.is_hidden
        else gettext("%(label)s: %(error)s") % {"label": form.fields[name].label or name, "error": message}
        for name, messages in form.errors.items()
        for message in messages
    ]
    raise Refused("bad_form", "%(told)s", {"told": " ".join(map(str, told))})
