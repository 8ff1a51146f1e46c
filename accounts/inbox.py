"""Telling people: inbox rows written in the transaction that causes them, e-mail as a job after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import Message, User
from filing_platform import clock
from jobs import running


def tell(
    users: Iterable[User | int], key: str, text: str, params: dict[str, Any], address: str, *, mail: bool = True
) -> None:
    """Write one message for each person; the same key is never told twice.

    `text` is an English msgid (marked with gettext_noop where it is written) with %(name)s places.
    """
    people = {user if isinstance(user, int) else user.pk for user in users}
    Message.objects.bulk_create(
        [
            Message(user_id=pk, key=key, text=text, params=params, address=address, created_at=clock.now())
            for pk in sorted(people)
        ],
        ignore_conflicts=True,
    )
    if mail and people:
        running.enqueue("mail", key, arguments={"users": sorted(people)})
