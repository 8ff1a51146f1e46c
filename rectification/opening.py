"""How a filing is born: opened by the filer, or as an inspection by an education officer."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.models import Programme, User
from accounts.posts import rights_of
from dossiers import copying, sealing
from filing_platform import clock
from filing_platform.errors import Conflict, Refused
from institutions import events, messages, numbering
from institutions.models import Action, Dossier, Filing, Institution, Kind, State
from jobs import running
from rectification.workflow import require
from register import publishing

INSPECTED = gettext_noop(
    "An inspection of %(institution)s is open: %(number)s\n"
    "What is on record is screened again. Reason: %(cause)s\n"
    "Nothing is to be done now. If problems are found, you get a notice here and can answer it."
)


@transaction.atomic
def open_filing(institution: Institution, kind: str, user: User) -> Filing:
    """A draft of a first filing (empty) or of a change (a copy of the published dossier)."""
    require(institution.memberships.filter(user=user).exists())
    _lock(institution)
    is_listed = publishing.is_listed(institution)
    has_inspection = institution.filings.open().filter(kind=Kind.INSPECTION).exists()
    if kind == Kind.INITIAL and is_listed:
        raise Refused("listed", gettext_noop("The institution is listed: file a change instead."))
    if kind == Kind.INITIAL and has_inspection:
        raise Refused("inspected", gettext_noop("An inspection of the institution is open: answer it first."))
    if kind == Kind.CHANGE and not is_listed:
        raise Refused("not_listed", gettext_noop("The institution is on no list yet: make a first filing."))
    if kind not in (Kind.INITIAL, Kind.CHANGE):
        raise Refused("kind", gettext_noop("Filers open first filings and changes."))
    filing = _create(institution, kind, State.DRAFT, user)
    source = publishing.published_dossier(institution) if kind == Kind.CHANGE else _filed_before(institution)
    if source is not None:
        copying.copy_into(filing, source)
    else:
        copying.empty_version(filing)
    events.append(filing, Action.OPEN, from_state="", to_state=State.DRAFT, actor=user)
    return filing


@transaction.atomic
def open_inspection(institution: Institution, user: User, cause: str) -> Filing:
    """A spot check of a listed institution: version 1 is a sealed copy of what is published."""
    require(institution.jurisdiction_id in rights_of(user).education)
    _lock(institution)
    if not cause.strip():
        raise Refused("no_cause", gettext_noop("Say why the institution is inspected."))
    published = publishing.published_dossier(institution)
    if published is None or not publishing.is_listed(institution):
        raise Refused("not_listed", gettext_noop("Only a listed institution is inspected."))
    filing = _create(institution, Kind.INSPECTION, State.FLAGGED, user, cause=cause.strip(), assigned_to=user)
    dossier = copying.copy_into(filing, published)
    sealing.seal(dossier)
    running.enqueue("screening", dossier.pk, user.pk)
    events.append(
        filing,
        Action.OPEN_INSPECTION,
        from_state="",
        to_state=State.FLAGGED,
        actor=user,
        reason=filing.cause,
        dossier_version=1,
        data={"digest": dossier.digest},
    )
    messages.tell(
        institution,
        f"inspection-{filing.pk}",
        INSPECTED,
        {"number": filing.number, "cause": filing.cause},
        f"/file/{filing.number}/",
    )
    return filing


def _create(institution: Institution, kind: str, state: str, user: User, **fields: Any) -> Filing:
    at = clock.now()
    programme = Programme.objects.in_force(institution.jurisdiction_id, at.date())
    if programme is None:
        raise Refused("no_programme", gettext_noop("The province has no screening programme in force yet."))
    submitted = {"first_submitted_at": at, "submitted_at": at} if state == State.FLAGGED else {}
    try:
        with transaction.atomic():
            return Filing.objects.create(
                number=numbering.next_number(institution.jurisdiction_id, at.year),
                institution=institution,
                jurisdiction_id=institution.jurisdiction_id,
                programme=programme,
                kind=kind,
                state=state,
                opened_at=at,
                state_since=at,
                **submitted,
                **fields,
            )
    except IntegrityError as error:
        raise Conflict(
            "already_open", gettext_noop("The institution has an open filing already: go on with that one.")
        ) from error


def _lock(institution: Institution) -> None:
    Institution.objects.select_for_update().get(pk=institution.pk)


def _filed_before(institution: Institution) -> Dossier | None:
    """The newest version of a filing that ended: nobody fills in ten thousand people twice."""
    ended = Dossier.objects.filter(filing__institution=institution, filing__state=State.CLOSED)
    return ended.order_by("-filing__opened_at", "-version").first()
