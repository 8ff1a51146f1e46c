"""Telling people: inbox rows written in the transaction that causes them, e-mail as a job after it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from accounts.models import User
from filing_platform import clock
from jobs import running

# Who was told already, by this transaction or by one at the same time, is not returned.
_TELL = """
    INSERT INTO accounts_message (user_id, key, text, params, address, created_at)
    SELECT unnest(%s::bigint[]), %s, %s, %s, %s, %s
    ON CONFLICT (user_id, key) DO NOTHING
    RETURNING user_id
"""


def in_each_language(thing: object) -> dict[str, str]:
    """What a thing is called, as a value of a message, for whoever reads it."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(thing)
    return found


def tell(
    users: Iterable[User | int], key: str, text: str, params: dict[str, Any], address: str, *, mail: bool = True
) -> None:
    """Write one message for each person; the same key is never told, nor mailed, twice.

    `text` is an English msgid (marked with gettext_noop where it is written) with %(name)s places.
    """
    people = {user if isinstance(user, int) else user.pk for user in users}
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [sorted(people), key, text, json.dumps(params), address, clock.now()])
        told = sorted(pk for (pk,) in cursor.fetchall())
    if mail and told:
        running.enqueue("mail", key, arguments={"users": told})
