"""Checks and normal forms of what institutions give: credit codes, ICP numbers, licences, phones (domain.md §4).

`…_problem` takes what a person typed and returns None or a translatable sentence that says what to
mend; `normalise…` returns the form to store and compare. [0-9], never \\d: that accepts full-width digits.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

Problem = str | Promise | None

# Signs of the provinces in ICP numbers; Sichuan is 蜀 here and 川 in telecom licences.
ICP_SIGNS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘陇青宁新"
USUAL_PREFIXES = ("91", "52", "12")

_INVISIBLE = re.compile("[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_DASHES = re.compile("[‐‑‒–—―−]")
_ICP = re.compile(f"[{ICP_SIGNS}]ICP备[0-9]{{6,12}}号(-[0-9]{{1,4}}[AX]?)?")
_TELECOM = re.compile(f"[{ICP_SIGNS}]?[AB][12](\\.[AB][12])*-[0-9]{{8}}")
_TELECOM_LEGACY = re.compile(f"[{ICP_SIGNS}]ICP证[0-9]{{6,8}}号")
_MLPS = re.compile("[0-9]{11}-?[0-9]{5}")
_MOBILE = re.compile("1[3-9][0-9]{9}")
_LANDLINE = re.compile("0[0-9]{2,3}-?[1-9][0-9]{6,7}(-[0-9]{1,6})?")
_SERVICE_LINE = re.compile("[48]00-?[0-9]{3}-?[0-9]{4}|95[0-9]{3,6}")
_WECHAT_APP_ID = re.compile("wx[0-9a-f]{16}")
_WECHAT_ORIGINAL_ID = re.compile("gh_[0-9a-f]{12}")
_HOST_LABEL = re.compile("(?!-)[a-z0-9-]{1,63}(?<!-)")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def normalise(text: str) -> str:
    """Half-width, upper case, without spaces and invisible characters; every dash is a hyphen."""
    if text.isascii() and text.isalnum():
        return text.upper()
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return _INVISIBLE.sub("", text).upper()


def credit_code_problem(text: str) -> Problem:
    """GB 32100-2015: 18 characters, a check character for the whole and one for the organisation code within."""
    code = normalise(text).replace("-", "")
    try:
        uscc.validate(code)
    except InvalidChecksum:
        return _("The check character is wrong: compare each character with the business licence.")
    except ValidationError:
        return _("Enter the 18 digits and capital letters from the business licence; it never has I, O, S, V or Z.")
    if code[16] != _organisation_check(code[8:16]):
        return _("The organisation code inside (characters 9 to 17) is wrong: compare it with the business licence.")
    return None


def credit_code_warning(text: str) -> Problem:
    """What is unusual, though right in form."""
    if normalise(text)[:2] in USUAL_PREFIXES:
        return None
    return _("Training institutions usually have a code that begins with 91, 52 or 12. Check that it is yours.")


def credit_code_province(text: str) -> str:
    """GB/T 2260 code of the province it was registered in, two digits."""
    return normalise(text)[2:4]


def normalise_credit_code(text: str) -> str:
    """The form that is stored and compared."""
    return normalise(text).replace("-", "")


def normalise_icp(text: str) -> str:
    """京ICP备12345678号-1, however it was typed."""
    return normalise(text).replace("備", "备").replace("號", "号").replace("證", "证")


def icp_problem(text: str) -> Problem:
    """Province sign + ICP备 + 6 to 12 digits + 号, then -n for a site, with A for an app, X for a mini-program."""
    if _ICP.fullmatch(normalise_icp(text)):
        return None
    return _("Enter the whole number as the register of ICP filings shows it, for example 京ICP备12345678号-1.")


def icp_sign(text: str) -> str:
    """The province's sign, or an empty string when it is no ICP number."""
    number = normalise_icp(text)
    return number[0] if _ICP.fullmatch(number) else ""


def normalise_telecom_licence(text: str) -> str:
    """京B2-20190001, however it was typed."""
    return normalise_icp(text)


def telecom_licence_problem(text: str) -> Problem:
    """京B2-20190001, A2.B1.B2-20200001 of the nation, or the older 京ICP证030173号."""
    number = normalise_telecom_licence(text)
    if _TELECOM.fullmatch(number) or _TELECOM_LEGACY.fullmatch(number):
        return None
    return _("Enter the number of the licence, for example 京B2-20190001 or 京ICP证030173号.")


def mlps_problem(text: str) -> Problem:
    """Certificate of the multi-level protection scheme: 11 digits and 5, the hyphen may be missing."""
    if _MLPS.fullmatch(normalise(text)):
        return None
    return _("Enter the 16 digits of the MLPS certificate, for example 11010520001-20001.")


def normalise_phone(text: str) -> str:
    """Digits and hyphens, without the country's code."""
    number = normalise(text).replace("(", "").replace(")", "-").strip("-")
    number = re.sub("^(\\+|00)86-?", "", number)
    return number.replace("-", "") if _MOBILE.fullmatch(number.replace("-", "")) else number


def phone_problem(text: str) -> Problem:
    """A mobile number, a landline with its area code, or a 400, 800 or 95 service line."""
    number = normalise_phone(text)
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number) or _SERVICE_LINE.fullmatch(number):
        return None
    return _("Enter a mobile number of 11 digits, or a landline with its area code, for example 010-12345678.")


def mask_phone(text: str) -> str:
    """138****8000."""
    number = normalise_phone(text)
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 10 else "****"


def wechat_app_id_problem(text: str) -> Problem:
    """AppID: wx and 16 hexadecimal digits."""
    if _WECHAT_APP_ID.fullmatch(normalise(text).lower()):
        return None
    return _("Enter the AppID: wx and 16 letters or digits.")


def wechat_original_id_problem(text: str) -> Problem:
    """Original id of a WeChat official account or mini-program: gh_ and 12 hexadecimal digits."""
    if _WECHAT_ORIGINAL_ID.fullmatch(normalise(text).lower()):
        return None
    return _("Enter the original id: gh_ and 12 letters or digits.")


def host_of(link: str) -> str:
    """The host of a pasted link, lower case, ASCII (xn--… for others), or an empty string when there is none."""
    link = _INVISIBLE.sub("", unicodedata.normalize("NFKC", link)).replace("。", ".")
    try:
        host = urlsplit(link if "://" in link else f"//{link}").hostname or ""
        host = host.rstrip(".").encode("idna").decode("ascii").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    return host if len(labels) > 1 and all(_HOST_LABEL.fullmatch(label) for label in labels) else ""


def host_problem(link: str) -> Problem:
    """A web address, with or without https://."""
    return None if host_of(link) else _("Enter the web address as the browser shows it, for example www.example.com.")


def _organisation_check(body: str) -> str:
    # GB 11714: weights over the first eight characters, X for ten.
    total = sum(_ORGANISATION_ALPHABET.index(c) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
