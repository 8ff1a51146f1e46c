"""Invented identifiers, valid in form and check digit, in blocks that nobody issues (domain.md §4)."""

from __future__ import annotations

import random
from datetime import date, timedelta

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIRST_BIRTHDAY, _BIRTHDAYS = date(1962, 1, 1), 13_000
# A multiplier without a common divisor with the modulus visits every number once, in no order that shows.
_SCRAMBLE_BIRTHDAY, _SCRAMBLE_SERIAL = 7_919, 618_033
_STAGE_DIGIT = {"primary": "2", "junior": "3", "senior": "4"}


def credit_code(prefix: str, jurisdiction: str, serial: int) -> str:
    """18 characters: prefix (91, 52, 12), xx0000, an organisation code in the block XTXT, and both check digits.

    The Corps (66) registers with Xinjiang.
    """
    body = "XTXT" + _base31(serial, 4)
    region = "65" if jurisdiction == "66" else jurisdiction
    code = f"{prefix}{region}0000{body}{_organisation_check(body)}"
    total = sum(_ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(code))
    return code + _ALPHABET[(31 - total) % 31]


def icp_number(sign: str, institution: int) -> str:
    """京ICP备19012345号: the province's sign and a number of the institution's own."""
    return f"{sign}ICP备{17 + institution % 3}{institution * 7 % 1_000_000:06d}号"


def telecom_licence(sign: str, institution: int) -> str:
    """京B2-20190001."""
    return f"{sign}B2-{2015 + institution % 5}{institution % 10_000:04d}"


def mlps_number(jurisdiction: str, institution: int, year: int) -> str:
    """11 digits, a hyphen, 5 digits."""
    region = "65" if jurisdiction == "66" else jurisdiction
    return f"{region}00{institution % 1000:03d}{year:04d}-{institution % 100_000:05d}"


class People:
    """Numbers of people, each given once in a load; which one depends only on how many were given before."""

    def __init__(self) -> None:
        self._residents: dict[tuple[str, bool], int] = {}
        self._certificates = 0
        # Somebody who is on one institution's list and will be on another's (flaws.moonlighting).
        self.lent: dict[str, str] | None = None
        self._passports = 0

    def resident(self, jurisdiction: str, female: bool) -> str:
        """An identity number of region xx0000; its 17th digit is even for women."""
        region = "65" if jurisdiction == "66" else jurisdiction
        serial = self._residents.get((region, female), 0)
        self._residents[region, female] = serial + 1
        birthday = _FIRST_BIRTHDAY + timedelta(days=serial * _SCRAMBLE_BIRTHDAY % _BIRTHDAYS)
        order = serial // _BIRTHDAYS * 2 + (0 if female else 1)
        body = f"{region}0000{birthday:%Y%m%d}{order:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
        return body + "10X98765432"[total % 11]

    def passport(self) -> str:
        """A passport number of no country's form."""
        self._passports += 1
        return f"XT{self._passports * _SCRAMBLE_SERIAL % 10_000_000:07d}"

    def permit(self) -> str:
        """A Hong Kong permit number."""
        self._passports += 1
        return f"H{self._passports * _SCRAMBLE_SERIAL % 10_000_000:08d}"

    def certificate(self, jurisdiction: str, stage: str, female: bool, year: int) -> str:
        """A teacher qualification number that covers `stage`: year, province, authority, type, sex, serial."""
        self._certificates += 1
        block, order = divmod(self._certificates, 1_000_000)
        region = "65" if jurisdiction == "66" else jurisdiction
        serial = order * _SCRAMBLE_SERIAL % 1_000_000
        return f"{year}{region}{block + 10:03d}{_STAGE_DIGIT[stage]}{2 if female else 1}{serial:06d}"


def lower_certificate(number: str) -> str:
    """The same certificate one type lower: it no longer covers the stage it was given for."""
    return number[:9] + {"4": "3", "3": "2", "2": "1"}[number[9]] + number[10:]


def mobile(rng: random.Random) -> str:
    """A mobile number in a block that no operator has: 1x0 0000 xxxx."""
    return f"1{rng.choice('3579')}00000{rng.randrange(10_000):04d}"


def wechat_account(rng: random.Random) -> str:
    """gh_ and 12 hexadecimal digits."""
    return f"gh_{rng.getrandbits(48):012x}"


def mini_program(rng: random.Random) -> str:
    """wx and 16 hexadecimal digits."""
    return f"wx{rng.getrandbits(64):016x}"


def _base31(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 31)
        digits = _ALPHABET[digit] + digits
    return digits


def _organisation_check(body: str) -> str:
    values = [int(character, 36) for character in body]
    check = 11 - sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))
