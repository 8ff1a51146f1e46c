"""Invented identity numbers, certificates and dossiers for the tests of personnel."""

from __future__ import annotations

from datetime import date, timedelta

from stdnum.cn import ric

from accounts.models import Jurisdiction, Programme, User
from filing_platform import clock
from institutions.models import Dossier, Filing, Institution, Membership


def identity_number(serial: int) -> str:
    """A valid number that nobody has: regions end in 0000."""
    day = date(1960, 1, 1) + timedelta(days=serial // 999)
    body = f"110000{day:%Y%m%d}{serial % 999 + 1:03}"
    return body + ric.calc_check_digit(body + "0")


def certificate_number(serial: int) -> str:
    """A valid certificate for senior secondary school."""
    return f"2015110014{serial % 3}{serial % 1000000:06}"


def filer_with_draft(
    username: str = "filer", number: str = "1120200000017", code: str = "91110000XTXT000105"
) -> Dossier:
    """A filer, the institution and an editable dossier."""
    jurisdiction = Jurisdiction.objects.get(code="11")
    institution = Institution.objects.create(
        credit_code=code, jurisdiction=jurisdiction, name="示例教育", created_at=clock.now()
    )
    user = User.objects.create_user(username, f"{username}@demo.invalid")
    Membership.objects.create(user=user, institution=institution, role="filer", since=clock.now())
    filing = Filing.objects.create(
        number=number,
        institution=institution,
        jurisdiction=jurisdiction,
        programme=Programme.objects.get(jurisdiction=jurisdiction),
        kind="initial",
        opened_at=clock.now(),
        state_since=clock.now(),
    )
    return Dossier.objects.create(filing=filing, version=1, created_at=clock.now(), changed_at=clock.now())
