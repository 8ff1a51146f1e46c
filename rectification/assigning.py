"""Who works on a filing: an education officer takes it on, hands it to a colleague, or gives it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import User
from accounts.posts import education_officers
from filing_platform.errors import NotFound
from institutions import events
from institutions.models import Filing
from rectification.workflow import Who, require

HANDED_OVER = gettext_noop("%(officer)s has assigned filing %(number)s of %(institution)s to you")
TAKEN = gettext_noop("%(officer)s has taken over filing %(number)s of %(institution)s, which was yours")
PASSED_ON = gettext_noop("%(officer)s has passed filing %(number)s of %(institution)s, which was yours, to %(to)s")


@transaction.atomic
def assign(filing: Filing, user: User, to: User | None) -> Filing:
    """Give the filing to an education officer of the province (from whoever has it), or to nobody; twice is once."""
    locked = Filing.objects.select_for_update(of=("self",)).select_related("institution").get(pk=filing.pk)
    require(Who.EDUCATION.may(user, locked) and locked.is_open)
    if to is not None and to != user and to not in colleagues(locked, user):
        raise NotFound("not_found", "")
    filing.assigned_to, before = to, locked.assigned_to
    if before == to:
        return filing
    locked.assigned_to = to
    # Not the version: who works on it does not make anybody's page stale.
    locked.save(update_fields=["assigned_to"])
    names = {"from": str(before)} if before and before != user else {}
    names |= {"to": str(to)} if to and to != user else {}
    note = events.note(locked, "assigned" if to else "released", actor=user, data=names)
    _tell(locked, user, before, to, note.seq)
    return filing


def colleagues(filing: Filing, user: User) -> list[User]:
    """To whom this officer may hand the filing."""
    return [officer for officer in education_officers(filing.jurisdiction_id) if officer != user]


def _tell(filing: Filing, user: User, before: User | None, to: User | None, seq: int) -> None:
    """Who has it now and who had it, unless they did it themselves."""
    told = {"officer": str(user), "number": filing.number, "institution": filing.institution.name, "to": str(to or "")}
    address = f"/review/{filing.number}/"
    if to is not None and to != user:
        inbox.tell([to], f"assigned-{filing.pk}-{seq}", HANDED_OVER, told, address, mail=False)
    if before is not None and before != user and to is not None:
        text = TAKEN if to == user else PASSED_ON
        inbox.tell([before], f"unassigned-{filing.pk}-{seq}", text, told, address, mail=False)
