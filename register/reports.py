"""Problem reports 举报: stored where the public connection cannot read, read and handled by officers."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict
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


def may_read(user: Any) -> bool:
    """Education officers, administrators and observers; which reports: `visible_to`."""
    rights = rights_of(user)
    return bool(rights.education or rights.provincial or rights.national or rights.observer)


def is_theirs(kept: ProblemReport, user: Any) -> bool:
    """Of the person's province; without a province it is the national administrator's.

    Who reported, and how to reach them, is told to these people alone: who only watches needs no names.
    """
    rights = rights_of(user)
    if kept.jurisdiction_id is None:
        return rights.national
    return kept.jurisdiction_id in rights.education | rights.provincial


def may_handle(kept: ProblemReport, user: Any) -> bool:
    """Theirs, and not handled yet."""
    return kept.handled_at is None and is_theirs(kept, user)


@transaction.atomic
def handle(kept: ProblemReport, user: User, handling: str) -> ProblemReport:
    """Note what was found and done; once only: Conflict when somebody was first."""
    if not handling.strip():
        raise BadInput("no_handling", gettext_noop("Say what was found and done."))
    locked = ProblemReport.objects.select_for_update().get(pk=kept.pk)
    if locked.handled_at is not None:
        raise Conflict("handled", gettext_noop("Somebody has handled this report already."))
    locked.handling, locked.handled_at, locked.handled_by = handling.strip(), clock.now(), user
    locked.save(update_fields=["handling", "handled_at", "handled_by"])
    return locked
