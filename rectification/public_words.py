"""What officers write for the public: published word for word and kept for ever, so without anybody's numbers."""

from __future__ import annotations

import re
from unicodedata import normalize

from django.utils.translation import gettext_noop

from filing_platform.errors import Refused

PERSONAL = gettext_noop(
    "“%(number)s” looks like the number of a person's identity document or phone. What the public reads is kept for"
    " ever: take it out."
)
# Region, day of birth, serial number, check digit, which may be mistyped; no credit code of an institution begins so.
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-8][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])")


def personal_number(text: str) -> str:
    """The first resident identity number or mobile number in the text, its middle masked; '' for none."""
    plain = normalize("NFKC", text)
    found = _IDENTITY.search(plain) or _MOBILE.search(plain)
    return _masked(found[0]) if found else ""


def check(text: str) -> str:
    """The text without spaces around it; Refused when a number of a person stands in it."""
    if number := personal_number(text):
        raise Refused("personal_number", PERSONAL, {"number": number})
    return text.strip()


def _masked(number: str) -> str:
    return f"{number[:3]}…{number[-2:]}"
