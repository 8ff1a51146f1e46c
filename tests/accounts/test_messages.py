"""Messages are read as the reader writes days and numbers."""

from __future__ import annotations

from django.utils.translation import override

from accounts.models import Message


def test_a_filing_number_is_grouped_and_a_day_is_written_out() -> None:
    message = Message(
        text="%(number)s %(day)s %(count)d", params={"number": "1120190000070", "day": "2020-07-31", "count": 2}
    )
    with override("zh-hans"):
        assert str(message) == "11-2019-000007-0 2020年7月31日 2"
    with override("en"):
        assert str(message) == "11-2019-000007-0 31 July 2020 2"
