"""What forms say when something is wrong: in the platform's words, never in Django's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.translation import override

from institutions.forms.fields import AmountField, DayField, HourField, WholeField

DJANGOS = (
    "This field",
    "Enter a",
    "Enter the",
    "Select a",
    "Ensure",
    "No file was",
    "The submitted",
    "“%(value)s” is not a",
)


def every_form(parent: type = forms.BaseForm) -> Iterator[type]:
    for form in parent.__subclasses__():
        yield form
        yield from every_form(form)


def test_no_form_of_the_platform_speaks_djangos_words():
    # Reading the addresses brings every view, and with it every form.
    assert get_resolver().reverse_dict
    ours = [
        form for form in every_form() if form.__module__.split(".")[0] not in ("django", "allauth", "django_filters")
    ]
    assert len(ours) > 20
    with override("en"):
        said = {
            f"{form.__name__}.{name}.{code}": str(message)
            for form in ours
            for name, field in getattr(form, "base_fields", {}).items()
            for code, message in field.error_messages.items()
            if code not in ("overflow", "incomplete", "list")
        }
    assert {place: words for place, words in said.items() if words.startswith(DJANGOS)} == {}


WRONG = [
    (forms.CharField(max_length=3), "12345", "最多 3 个字符，现有 5 个，请缩短。"),
    (WholeField(max_value=600), "七", "不是整数，请只填数字，例如 40。"),
    (WholeField(max_value=600), "601", "太大：最多填 600。"),
    (AmountField(max_digits=6, decimal_places=2), "1.005", "小数点后位数太多：最多 2 位，请四舍五入。"),
    (DayField(), "31/12", "不是日期，请填年、月、日，例如 2019-10-31。"),
    (HourField(), "25:00", "不是时刻，请填时和分，例如 19:00。"),
    (forms.EmailField(), "a@", "不是邮箱地址，请填写如 name@example.cn 的地址。"),
    (forms.CharField(), "", "这里还没有填写，此项必填。"),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG)
def test_what_is_wrong_is_said_plainly_in_chinese(field, typed, said):
    with override("zh-hans"), pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)
    with override("zh-hans"):
        assert refusal.value.messages == [said]
