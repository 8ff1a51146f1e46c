"""The verbs on a finding: raise by hand, confirm, dismiss.

A verdict can change while the filing is submitted or flagged, the finding is on its current version and no
decision is proposed. A decision in force needs no guard of its own: a notice takes the filing out of these
states and the resubmission makes its findings those of an older version; a rescinded one brings both back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from accounts.models import Department, ProgrammeDepartment, User
from accounts.posts import rights_of
from dossiers.sections import by_name
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict, NotFound, Refused
from filing_platform.templatetags.wording import daytime
from institutions import events
from institutions.editing import current_dossier
from institutions.models import DecisionState, Dossier, Filing, State
from screening import fingerprints
from screening.models import Finding, FindingStatus
from screening.querysets import FindingQuerySet
from screening.rules.rule import Severity

OPEN_STATES = (State.SUBMITTED, State.FLAGGED)


def confirm(finding: Finding, user: User, reason: str = "", seen: str = "") -> Finding:
    """Confirm it as a problem; education only. Conflict when its status is no longer the one `seen` on the page."""
    return _decide(finding, user, FindingStatus.CONFIRMED, reason, seen)


def dismiss(finding: Finding, user: User, reason: str, seen: str = "") -> Finding:
    """Dismiss it, with the reason that reviewers of later versions will read; else as `confirm`."""
    if not reason.strip():
        raise BadInput("no_reason", gettext_noop("Say why this is not a problem."))
    return _decide(finding, user, FindingStatus.DISMISSED, reason, seen)


@transaction.atomic
def raise_finding(
    dossier: Dossier,
    user: User,
    section: str,
    line: UUID | None,
    text: str,
    severity: str = Severity.SERIOUS,
) -> Finding:
    """Raise a finding by hand, for the officer's own department, about a thing (or, without line, the section)."""
    filing = locked_filing(dossier)
    department = department_of(user, filing)
    require_open(filing, dossier, OPEN_STATES)
    if not text.strip():
        raise BadInput("no_text", gettext_noop("Say what the problem is."))
    if severity not in Severity.values:
        raise BadInput("no_severity", gettext_noop("Choose how serious the problem is."))
    rows = by_name(section).model._default_manager.filter(dossier=dossier)
    if line is not None and not rows.filter(line=line).exists():
        raise NotFound("no_such_line", "")
    finding = Finding.objects.create(
        dossier=dossier,
        raised_by=user,
        department_id=department,
        section=section,
        line=line,
        severity=severity,
        text=text.strip(),
        raised_at=clock.now(),
    )
    fingerprints.take([dossier.pk])
    _tell(filing, "finding_raised", user, finding)
    finding.refresh_from_db()
    return finding


@transaction.atomic
def take_back(finding: Finding, user: User) -> Finding:
    """Whoever's department raised it by hand says that it was none; not once education has confirmed it."""
    filing = locked_filing(finding.dossier)
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.raised_by_id is None or finding.department_id != department_of(user, filing):
        raise NotFound("not_found", "")
    require_open(filing, finding.dossier, OPEN_STATES)
    if finding.status != FindingStatus.CANDIDATE:
        raise Refused("decided", gettext_noop("The education department has decided on this finding already."))
    finding.status, finding.verdict_reason = FindingStatus.DISMISSED, gettext("Taken back by who raised it.")
    finding.verdict_by, finding.verdict_at = user, clock.now()
    finding.save(update_fields=["status", "verdict_reason", "verdict_by", "verdict_at"])
    _tell(filing, "finding_taken_back", user, finding)
    return finding


def undecided(dossier: Dossier) -> FindingQuerySet:
    """Findings of the dossier that wait for a verdict."""
    return Finding.objects.filter(dossier=dossier).undecided()


def confirmed(dossier: Dossier) -> FindingQuerySet:
    """Confirmed findings of the dossier."""
    return Finding.objects.filter(dossier=dossier).confirmed()


def locked_filing(dossier: Dossier) -> Filing:
    """The filing, its row locked: verdicts and opinions wait for transitions and the reverse."""
    return Filing.objects.select_for_update().get(pk=dossier.filing_id)


def department_of(user: Any, filing: Filing) -> str:
    """The department this officer speaks for in the filing's programme; NotFound for everybody else."""
    department = rights_of(user).department_in(filing.jurisdiction_id)
    if department == Department.EDUCATION:
        return department
    if not ProgrammeDepartment.objects.filter(programme=filing.programme_id, department=department).exists():
        raise NotFound("not_found", "")
    assert department is not None
    return department


def require_open(filing: Filing, dossier: Dossier, states: tuple[State, ...]) -> None:
    """Refused unless the filing is in one of the states, this is its current version and nothing is proposed."""
    if filing.state not in states or current_dossier(filing) != dossier:
        raise Refused("not_now", gettext_noop("These materials are not being reviewed now."))
    if filing.decisions.filter(state=DecisionState.PROPOSED).exists():
        raise Refused("proposed", gettext_noop("A decision on this filing waits for the second officer."))


@transaction.atomic
def _decide(finding: Finding, user: User, status: FindingStatus, reason: str, seen: str) -> Finding:
    filing = locked_filing(finding.dossier)
    if filing.jurisdiction_id not in rights_of(user).education:
        raise NotFound("not_found", "")
    require_open(filing, finding.dossier, OPEN_STATES)
    finding.refresh_from_db(fields=["status", "verdict_reason", "verdict_by", "verdict_at"])
    if (finding.status, finding.verdict_reason) == (status, reason.strip()):
        return finding
    if seen and seen != finding.status:
        raise _was_first(finding)
    finding.status, finding.verdict_reason = status, reason.strip()
    finding.verdict_by, finding.verdict_at = user, clock.now()
    finding.save(update_fields=["status", "verdict_reason", "verdict_by", "verdict_at"])
    _tell(filing, f"finding_{status}", user, finding)
    return finding


def _was_first(finding: Finding) -> Conflict:
    """Who gave another verdict since the page was made, and when."""
    return Conflict(
        "decided",
        gettext_noop("%(who)s was first: “%(what)s” on %(when)s. Nothing was done again."),
        {
            "who": str(finding.verdict_by or ""),
            "what": finding.get_status_display(),
            "when": daytime(finding.verdict_at) if finding.verdict_at else "",
        },
    )


def _tell(filing: Filing, action: str, user: User, finding: Finding) -> None:
    events.note(
        filing,
        action,
        actor=user,
        reason=finding.verdict_reason or finding.text,
        dossier_version=finding.dossier.version,
        data={"finding": finding.pk, "rule": finding.rule, "section": finding.section},
    )
