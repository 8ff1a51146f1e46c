"""Filing numbers, the platform's own: province (2) + year (4) + serial (6) + check digit (ISO 7064 mod 11,10)."""

from __future__ import annotations

import re

from django.db import connection
from stdnum.iso7064 import mod_11_10

FORM = re.compile(r"[0-9]{13}")


def next_number(jurisdiction_code: str, year: int) -> str:
    """The next free number of the jurisdiction and year; taken for good when the transaction commits."""
    return next_numbers(jurisdiction_code, year, 1)[0]


def next_numbers(jurisdiction_code: str, year: int, count: int) -> list[str]:
    """The next `count` free numbers, in order, with one look at the serial."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO institutions_filingserial AS serial (jurisdiction_id, year, last) VALUES (%s, %s, %s)
            ON CONFLICT (jurisdiction_id, year) DO UPDATE SET last = serial.last + excluded.last
            RETURNING last
            """,
            [jurisdiction_code, year, count],
        )
        last = cursor.fetchone()[0]
    return [number(jurisdiction_code, year, serial) for serial in range(last - count + 1, last + 1)]


def number(jurisdiction_code: str, year: int, serial: int) -> str:
    """The filing number of a serial, with its check digit."""
    body = f"{jurisdiction_code}{year}{serial:06d}"
    return body + mod_11_10.calc_check_digit(body)


def is_number(text: str) -> bool:
    """Has the form of a filing number and the right check digit."""
    return bool(FORM.fullmatch(text)) and mod_11_10.is_valid(text)
