"""Fields take what people type."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from institutions.forms.fields import AmountField, DayField, HourField, WholeField


@pytest.mark.parametrize(
    "typed",
    ["2019-10-31", "2019/10/31", "2019.10.31", "20191031", "2019年10月31日", "２０１９－１０－３１", " 2019-10-31 "],
)
def test_a_day_may_be_written_in_many_ways(typed: str):
    assert DayField().clean(typed) == date(2019, 10, 31)


@pytest.mark.parametrize("typed", ["2019-13-01", "31.10", "soon", "2019-02-30", "\0"])
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["19:30", "１９：３０", "1930", "19.30", "19点30分", " 19 : 30 "])
def test_a_time_may_be_written_in_many_ways(typed: str):
    assert HourField().clean(typed) == time(19, 30)


def test_numbers_may_have_separators():
    assert WholeField().clean("１，２００") == 1200
    assert AmountField().clean(" 1 000.50 ") == Decimal("1000.50")


@pytest.mark.parametrize("typed", ["twelve", "1.5", "NaN", "--1"])
def test_what_is_no_whole_number_is_refused(typed: str):
    with pytest.raises(ValidationError):
        WholeField().clean(typed)
