"""会商纪要: two officers record a joint meeting that stands in for a department's opinion."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import Department, User
from accounts.posts import education_officers, rights_of
from filing_platform import clock
from filing_platform.errors import Conflict, Refused
from filing_platform.templatetags.wording import grouped_number
from institutions import events
from institutions.editing import current_dossier
from institutions.models import Dossier, Filing, State
from rectification.departments import hearings
from rectification.models import Resolution
from rectification.workflow import Who, decision_of, require


def wanting(dossier: Dossier, today: date) -> list[Department]:
    """The departments that a resolution may stand in for: late, or with problems that are not settled."""
    return [
        hearing.department
        for hearing in hearings(dossier, today)
        if not hearing.is_settled and (hearing.opinion is not None or hearing.is_late)
    ]


@transaction.atomic
def record(filing: Filing, user: User, department: Department, held_on: date, attendance: str, text: str) -> Resolution:
    """The first officer's record; only for a department that is late or found problems that are not settled."""
    filing = _open_to(filing, user)
    current = current_dossier(filing)
    assert current is not None
    if department not in wanting(current, clock.today()):
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
    inbox.tell(
        [officer for officer in education_officers(filing.jurisdiction_id) if officer.pk != user.pk],
        f"resolution-{resolution.pk}-{clock.now().timestamp()}",
        gettext_noop("%(officer)s recorded a joint-meeting resolution for %(filing)s; it waits for a second officer."),
        {"officer": str(user), "filing": f"{filing.institution.name} {grouped_number(filing.number)}"},
        f"/review/{filing.number}/#resolutions",
        mail=False,
    )
    return resolution


@transaction.atomic
def drop(resolution: Resolution, user: User, reason: str) -> None:
    """Taken back by who recorded it, or returned by another with a reason; what was confirmed stays."""
    filing = _open_to(resolution.dossier.filing, user)
    resolution = Resolution.objects.select_for_update(of=("self",)).select_related("recorded_by").get(pk=resolution.pk)
    if resolution.confirmed_by_id:
        raise Conflict("confirmed", gettext_noop("This resolution has been confirmed already."))
    is_own = resolution.recorded_by_id == user.pk
    if not is_own and not reason.strip():
        raise Refused("no_reason", gettext_noop("Say why it is returned."))
    _note(filing, "resolution_retracted" if is_own else "resolution_returned", user, resolution, reason.strip())
    if not is_own:
        inbox.tell(
            [resolution.recorded_by],
            f"resolution-{resolution.pk}-returned",
            gettext_noop("Your joint-meeting resolution for %(filing)s was returned: %(reason)s"),
            {"filing": f"{filing.institution.name} {grouped_number(filing.number)}", "reason": reason.strip()},
            f"/review/{filing.number}/#resolutions",
            mail=False,
        )
    resolution.delete()


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


def _note(filing: Filing, what: str, user: User, resolution: Resolution, reason: str = "") -> None:
    events.note(
        filing,
        what,
        actor=user,
        reason=reason,
        dossier_version=resolution.dossier.version,
        data={"department": resolution.department_id},
    )
