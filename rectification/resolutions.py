"""会商纪要: two officers record a joint meeting that stands in for a department's opinion."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.models import Department, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import Conflict, Refused
from institutions import events
from institutions.editing import current_dossier
from institutions.models import Filing, State
from rectification.departments import hearings
from rectification.models import Resolution
from rectification.workflow import Who, decision_of, require


@transaction.atomic
def record(filing: Filing, user: User, department: Department, held_on: date, attendance: str, text: str) -> Resolution:
    """The first officer's record; only for a department that is late or found problems that are not settled."""
    filing = _open_to(filing, user)
    current = current_dossier(filing)
    assert current is not None
    hearing = next((h for h in hearings(current, clock.today()) if h.department == department), None)
    require(hearing is not None)
    assert hearing is not None
    if hearing.is_settled or (hearing.opinion is None and not hearing.is_late):
        raise Refused("not_needed", gettext_noop("A resolution stands in only for a late or disagreeing department."))
    if held_on > clock.today() or not attendance.strip() or not text.strip():
        raise Refused("incomplete", gettext_noop("Give the day of the meeting, who attended, and what was resolved."))
    resolution, _created = Resolution.objects.update_or_create(
        dossier=current,
        department=department,
        defaults={
            "held_on": held_on,
            "attendance": attendance.strip(),
            "text": text.strip(),
            "recorded_by": user,
            "recorded_at": clock.now(),
            "confirmed_by": None,
            "confirmed_at": None,
        },
    )
    _note(filing, "resolution_recorded", user, resolution)
    return resolution


@transaction.atomic
def confirm(resolution: Resolution, user: User) -> Resolution:
    """The second officer's yes; the database refuses the first."""
    filing = _open_to(resolution.dossier.filing, user)
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.confirmed_by_id:
        raise Conflict("confirmed", gettext_noop("This resolution has been confirmed already."))
    if resolution.recorded_by_id == user.pk:
        raise Refused("same_officer", gettext_noop("You recorded this yourself: another officer must confirm it."))
    if filing.jurisdiction_id not in rights_of(resolution.recorded_by).education:
        raise Refused("recorder_left", gettext_noop("Who recorded this no longer decides here: record it anew."))
    resolution.confirmed_by, resolution.confirmed_at = user, clock.now()
    resolution.save(update_fields=["confirmed_by", "confirmed_at"])
    _note(filing, "resolution_confirmed", user, resolution)
    return resolution


def _open_to(filing: Filing, user: User) -> Filing:
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    require(Who.EDUCATION.may(user, filing))
    if filing.state != State.SUBMITTED or decision_of(filing):
        raise Refused("not_now", gettext_noop("Resolutions are recorded while the filing is submitted."))
    return filing


def _note(filing: Filing, what: str, user: User, resolution: Resolution) -> None:
    events.note(
        filing,
        what,
        actor=user,
        dossier_version=resolution.dossier.version,
        data={"department": resolution.department_id},
    )
