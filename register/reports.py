"""Problem reports 举报: stored where the public connection cannot read."""

from __future__ import annotations

import secrets

from filing_platform import clock
from institutions.models import Institution
from register.models import ProblemReport


def report(*, about: str, text: str, contact: str = "", credit_code: str = "") -> ProblemReport:
    """Keep a report; its number (year and eight digits) tells nobody how many there are."""
    institution = Institution.objects.filter(credit_code=credit_code).first() if credit_code else None
    return ProblemReport.objects.create(
        number=f"{clock.today().year}{secrets.randbelow(10**8):08d}",
        institution=institution,
        jurisdiction_id=institution.jurisdiction_id if institution else None,
        about=about,
        text=text,
        contact=contact,
        created_at=clock.now(),
    )
