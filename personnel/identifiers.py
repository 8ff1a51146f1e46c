"""Checks, normal forms and masks of people's identifiers: identity documents and teacher certificates (domain.md §4).

The workbook's reader checks 115,622 rows with these in a process without Django's set-up, so they
return codes; `identity_problem` and `certificate_problem` word them for forms.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from institutions.identifiers import normalise

__all__ = [
    "FAULTS",
    "certificate_fault",
    "certificate_problem",
    "certificate_type",
    "identity_fault",
    "identity_problem",
    "mask_certificate",
    "mask_identity",
    "normalise",
]

# GB/T 2260, first two digits; 66 is the platform's own for the Production and Construction Corps.
PROVINCES: Final = frozenset(
    ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44"]
    + ["45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "66"]
)
# Residence permits of Hong Kong, Macao and Taiwan people, and Taiwan itself, have numbers of the same form.
_IDENTITY_REGIONS: Final = PROVINCES | {"71", "81", "82", "83"}
FIRST_CERTIFICATE_YEAR: Final = 1996

_RESIDENT = re.compile("[0-9]{17}[0-9X]")
_LOOSE: Final = {
    "passport": re.compile("[A-Z0-9]{5,12}"),
    "hk_macao": re.compile("[HM][0-9]{8}([0-9]{2})?|8[12][0-9]{15}[0-9X]"),
    "taiwan": re.compile("[0-9]{8}([0-9]{2})?|83[0-9]{15}[0-9X]"),
    "foreign_resident": re.compile("[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
}
_CERTIFICATE = re.compile("[0-9]{17}")

FAULTS: Final[dict[str, Promise]] = {
    "identity_form": _("A resident identity number has 18 characters: 17 digits, then a digit or X."),
    "identity_region": _("No province begins with the first two digits: compare them with the card."),
    "identity_birth": _("Digits 7 to 14 are no date of birth: compare them with the card."),
    "identity_check": _("The last character does not fit the others: one digit is wrong. Compare them with the card."),
    "passport_form": _("A passport number has 5 to 12 letters and digits."),
    "hk_macao_form": _("A Hong Kong or Macao permit is H or M and 8 or 10 digits, or a residence permit of 18."),
    "taiwan_form": _("A Taiwan permit has 8 or 10 digits, or is a residence permit of 18."),
    "foreign_resident_form": _(
        "A permanent resident card is three letters and 12 digits, or 18 digits that begin with 9."
    ),
    "certificate_form": _("A teacher qualification number has 17 digits: copy it from the certificate."),
    "certificate_year": _("The first four digits are the year of the certificate, from 1996 to now."),
    "certificate_province": _("No province has digits 5 and 6: compare them with the certificate."),
    "certificate_type": _("Digit 10 is the kind of certificate, from 1 to 7: compare it with the certificate."),
    "certificate_sex": _("Digit 11 is 0, 1 or 2: compare it with the certificate."),
}


def identity_fault(kind: str, number: str) -> str:
    """Code of what is wrong with a normalised number of this kind of document; empty when nothing is."""
    if kind != "resident":
        return "" if _LOOSE[kind].fullmatch(number) else f"{kind}_form"
    if not _RESIDENT.fullmatch(number):
        return "identity_form"
    if number[-1] != ric.calc_check_digit(number):
        return "identity_check"
    if number[:2] not in _IDENTITY_REGIONS:
        return "identity_region"
    return "" if _is_birth_date(number[6:14]) else "identity_birth"


def certificate_fault(number: str, today: date) -> str:
    """Code of what is wrong with a normalised certificate number; empty when nothing is."""
    if not _CERTIFICATE.fullmatch(number):
        return "certificate_form"
    if not FIRST_CERTIFICATE_YEAR <= int(number[:4]) <= today.year:
        return "certificate_year"
    if number[4:6] not in PROVINCES:
        return "certificate_province"
    if number[9] not in "1234567":
        return "certificate_type"
    # Sources disagree on what the sex digit says: accept it, infer nothing.
    return "" if number[10] in "012" else "certificate_sex"


def identity_problem(kind: str, number: str) -> Promise | None:
    """What is wrong with an identity number as typed, worded, or None."""
    return FAULTS.get(identity_fault(kind, normalise(number)))


def certificate_problem(number: str, today: date) -> Promise | None:
    """What is wrong with a certificate number as typed, worded, or None."""
    return FAULTS.get(certificate_fault(normalise(number), today))


def certificate_type(number: str) -> str:
    """1 kindergarten, 2 primary, 3 junior, 4 senior, 5 vocational, 6 vocational practice, 7 higher."""
    return number[9:10]


def mask_identity(number: str) -> str:
    """110105********002X; of shorter numbers the first and the last two characters."""
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return f"{number[:1]}{'*' * (len(number) - 3)}{number[-2:]}" if len(number) > 4 else "*" * len(number)


def mask_certificate(number: str) -> str:
    """First six and last three digits."""
    return f"{number[:6]}{'*' * 8}{number[-3:]}" if len(number) > 9 else "*" * len(number)


def _is_birth_date(digits: str) -> bool:
    if digits[:2] not in ("19", "20"):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
