"""Who works on a filing: an education officer takes it on, or gives it back."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from institutions import events
from institutions.models import Filing
from rectification.workflow import Who, require


@transaction.atomic
def assign(filing: Filing, user: User, *, take: bool) -> Filing:
    """Take the filing on (from whoever has it), or give it back; a second time changes nothing."""
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    require(Who.EDUCATION.may(user, locked) and locked.is_open)
    filing.assigned_to = user if take else None
    if locked.assigned_to_id == (user.pk if take else None):
        return filing
    locked.assigned_to = filing.assigned_to
    # Not the version: who works on it does not make anybody's page stale.
    locked.save(update_fields=["assigned_to"])
    events.note(locked, "assigned" if take else "released", actor=user)
    return filing
