"""Form fields that take what people type: full-width characters, spaces, separators, several ways to write a day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from filing_platform import clock

DAY_FORMATS = ["%Y-%m-%d", "%Y%m%d"]
HOUR_FORMATS = ["%H:%M", "%H%M", "%H:%M:%S"]
LONGEST_TEXT = 5000
YES_NO = [("True", _("Yes")), ("False", _("No"))]


def plain(value: Any) -> Any:
    """Text in its plainest form: no full-width characters, no spaces around; anything else as it is."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


def without_separators(value: Any) -> Any:
    """A number as typed without the marks that only help to read it: spaces, thousands commas."""
    return re.sub(r"[\s,_]", "", plain(value)) if isinstance(value, str) else value


class DayField(forms.DateField):
    """A day: 2019-10-31, 2019/10/31, 2019.10.31, 20191031, 2019年10月31日."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": DAY_FORMATS, "help_text": _("For example 2019-10-31")} | kwargs)
        self.widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = re.sub(r"[年月/.]", "-", without_separators(value)).rstrip("日")
        return super().to_python(value)


class HourField(forms.TimeField):
    """A time of the day: 19:00, 19：00, 1900, 19.00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": HOUR_FORMATS} | kwargs)
        self.widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = re.sub(r"[.点时]", ":", without_separators(value)).rstrip("分")
        return super().to_python(value)


class WholeField(forms.IntegerField):
    """A whole number, with or without separators."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(without_separators(value))


class AmountField(forms.DecimalField):
    """An amount, with or without separators; never below zero."""

    default_error_messages = {"min_value": _("An amount cannot be below zero. Enter it without the minus sign.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0} | kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(without_separators(value))


class YesNoField(forms.NullBooleanField):
    """A question that may stay open in a draft."""

    widget = forms.RadioSelect(choices=YES_NO)


FIELDS: dict[type[models.Field], type[forms.Field]] = {
    models.DateField: DayField,
    models.TimeField: HourField,
    models.IntegerField: WholeField,
    models.DecimalField: AmountField,
}


def not_to_come(day: date | None) -> date | None:
    """The day, when it is today or earlier: what is said to have happened has."""
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("This day has not come yet. Enter the day it happened; today at the latest."))
    return day


def forgiving(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field, in the forgiving kind where there is one."""
    if isinstance(field, models.BooleanField) and field.null:
        return YesNoField(label=capfirst(field.verbose_name), required=False)
    if isinstance(field, models.TextField):
        kwargs |= {"widget": forms.Textarea(attrs={"rows": 4}), "max_length": LONGEST_TEXT}
    if field.choices is None:
        kind = next((form for model, form in FIELDS.items() if isinstance(field, model)), None)
        return field.formfield(**({"form_class": kind} if kind else {}) | kwargs)
    if field.blank:
        return _open_choice(field, **kwargs)
    form_field = field.formfield(**kwargs)
    if not field.has_default():
        form_field.choices = [("", _("Choose")), *capital(field.choices)]
    return form_field


def _open_choice(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """A choice that may stay open: its blank says so."""
    form_field = field.formfield(**kwargs)
    form_field.choices = [("", _("Not chosen yet")), *capital(field.choices)]  # type: ignore[union-attr]
    return form_field


def capital(choices: Any) -> list[tuple[Any, Any]]:
    """The choices as a form offers them: each begins with a capital, in the reader's language."""
    return [(value, capfirst(label)) for value, label in choices]
