"""处置措施: ordered by education after a rejection, carried out by one department each, shown to the public."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import Department, Post, Role, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import Refused
from institutions import events, messages
from institutions.models import Decision, DecisionKind, DecisionState, Filing
from rectification import public_words
from rectification.models import Measure
from rectification.workflow import Who, require
from register import publishing
from register.models import MeasureKind, MeasureStatus

# From which status a measure may go where.
STEPS = {
    MeasureStatus.ORDERED: {
        MeasureStatus.TAKEN,
        MeasureStatus.DECLINED,
        MeasureStatus.CARRIED_OUT,
        MeasureStatus.WITHDRAWN,
    },
    MeasureStatus.TAKEN: {MeasureStatus.CARRIED_OUT, MeasureStatus.WITHDRAWN},
    MeasureStatus.CARRIED_OUT: {MeasureStatus.LIFTED, MeasureStatus.WITHDRAWN},
    MeasureStatus.DECLINED: {MeasureStatus.WITHDRAWN},
}
BY_DEPARTMENT = {MeasureStatus.TAKEN, MeasureStatus.DECLINED, MeasureStatus.CARRIED_OUT}
TOLD = {
    MeasureStatus.ORDERED: gettext_noop(
        "A measure has been ordered against %(institution)s: %(measure)s (%(about)s), to be carried out by"
        " %(department)s. Reason: %(reason)s The public page shows it. Whoever does not agree may ask for"
        " administrative reconsideration or sue within the time limits of the law."
    ),
    MeasureStatus.CARRIED_OUT: gettext_noop(
        "A measure against %(institution)s has been carried out by %(department)s: %(measure)s (%(about)s). %(reason)s"
    ),
    MeasureStatus.LIFTED: gettext_noop(
        "A measure against %(institution)s has been lifted: %(measure)s (%(about)s). Reason: %(reason)s"
    ),
    MeasureStatus.WITHDRAWN: gettext_noop(
        "A measure against %(institution)s has been withdrawn: %(measure)s (%(about)s). Reason: %(reason)s"
    ),
}
AMOUNT = gettext_noop("An economic penalty has an amount, other measures have none.")
NEEDS_REASON = {MeasureStatus.DECLINED, MeasureStatus.WITHDRAWN, MeasureStatus.LIFTED}


@transaction.atomic
def order(
    decision: Decision,
    user: User,
    kind: str,
    department: Department,
    *,
    reason: str,
    decision_number: str = "",
    amount: Decimal | None = None,
    platform_line: UUID | None = None,
) -> Measure:
    """Order a measure on a confirmed rejection."""
    require(decision.filing is not None)
    filing = Filing.objects.select_for_update().get(decisions=decision)
    require(Who.EDUCATION.may(user, filing))
    if decision.kind != DecisionKind.REJECT or decision.state != DecisionState.CONFIRMED:
        raise Refused("no_rejection", gettext_noop("Measures are ordered on a confirmed rejection."))
    if not reason.strip():
        raise Refused("no_reason", gettext_noop("Give the reason that the public will read."))
    if (kind == MeasureKind.ECONOMIC_PENALTY) != bool(amount):
        raise Refused("amount", AMOUNT)
    now = clock.now()
    measure = Measure.objects.create(
        institution=filing.institution,
        filing=filing,
        decision=decision,
        kind=kind,
        department=department,
        decision_number=decision_number.strip(),
        amount=amount,
        reason=public_words.check(reason),
        platform_line=platform_line,
        ordered_by=user,
        ordered_at=now,
        status_by=user,
        status_at=now,
    )
    _show(measure)
    _note(filing, user, measure)
    _tell_institution(measure)
    inbox.tell(
        _officers_of(department, filing.jurisdiction_id),
        f"measure-{measure.pk}",
        gettext_noop("A measure on %(institution)s waits for your department."),
        {"institution": filing.institution.name},
        "/review/measures/",
        mail=False,
    )
    return measure


@transaction.atomic
def move(measure: Measure, user: User, status: str, reason: str = "") -> Measure:
    """Take, decline, report carried out (its department), lift or withdraw (education)."""
    # The filing first: its row lock keeps the chain of events in one order.
    Filing.objects.select_for_update().get(pk=measure.filing_id)
    measure = Measure.objects.select_for_update(of=("self",)).select_related("filing").get(pk=measure.pk)
    require(may_move(measure, user, status))
    if status not in STEPS.get(MeasureStatus(measure.status), set()):
        raise Refused(
            "no_step",
            gettext_noop("A measure that is “%(status)s” does not take this step."),
            {"status": measure.get_status_display()},
        )
    if status in NEEDS_REASON and not reason.strip():
        raise Refused("no_reason", gettext_noop("Give a reason."))
    measure.status, measure.status_reason = status, reason.strip()
    measure.status_by, measure.status_at = user, clock.now()
    measure.save()
    _show(measure)
    _note(measure.filing, user, measure)
    _tell_institution(measure)
    return measure


def may_move(measure: Measure, user: Any, status: str) -> bool:
    """Its own department reports on it; education lifts and withdraws, and reports on its own."""
    rights = rights_of(user)
    jurisdiction = measure.filing.jurisdiction_id
    if status in BY_DEPARTMENT:
        own = Department.EDUCATION if jurisdiction in rights.education else None
        return measure.department_id == own or (jurisdiction, measure.department_id) in rights.departments
    return jurisdiction in rights.education


def waiting_for(found: QuerySet[Measure], user: Any) -> QuerySet[Measure]:
    """Those that the person's own department has to take on or carry out."""
    rights = rights_of(user)
    own = Q(pk__in=[])
    for jurisdiction, department in rights.departments | {(code, Department.EDUCATION) for code in rights.education}:
        own |= Q(filing__jurisdiction=jurisdiction, department=department)
    return found.filter(own, status__in=[MeasureStatus.ORDERED, MeasureStatus.TAKEN])


def _tell_institution(measure: Measure) -> None:
    """What concerns it; who takes or declines a measure is the departments' own business."""
    text = TOLD.get(MeasureStatus(measure.status))
    if text is None:
        return
    institution = measure.institution
    params = {
        "measure": inbox.in_each_language(MeasureKind(measure.kind).label),
        "about": _about(measure),
        "department": inbox.in_each_language(measure.department),
        "reason": measure.status_reason or measure.reason,
    }
    address = f"/register/{institution.credit_code}/"
    messages.tell(institution, f"measure-{measure.pk}-{measure.status}", text, params, address)


def _about(measure: Measure) -> str | dict[str, str]:
    """The platform, by its name, and the number of the written decision; or what it is else about."""
    dossier = measure.decision.dossier
    platform = dossier and measure.platform_line and dossier.platforms.filter(line=measure.platform_line).first()
    told = [platform.name if platform else "", f"¥ {measure.amount:,.2f}" if measure.amount else ""]
    told.append(measure.decision_number)
    return " · ".join(filter(None, told)) or inbox.in_each_language(_("all platforms"))


def _show(measure: Measure) -> None:
    publishing.show_measure(
        measure_id=measure.pk,
        institution=measure.institution,
        kind=measure.kind,
        status=measure.status,
        department=measure.department_id,
        decision_number=measure.decision_number,
        ordered_on=measure.ordered_at.astimezone(clock.SHANGHAI).date(),
        status_on=measure.status_at.astimezone(clock.SHANGHAI).date(),
        amount=measure.amount,
        # What was withdrawn accuses nobody any more.
        reason="" if measure.status == MeasureStatus.WITHDRAWN else measure.reason,
    )


def _note(filing: Filing, user: User, measure: Measure) -> None:
    events.note(
        filing,
        f"measure_{measure.status}",
        actor=user,
        reason=measure.status_reason or measure.reason,
        data={"measure": measure.pk, "kind": measure.kind},
    )


def _officers_of(department: Department, jurisdiction_code: str) -> list[int]:
    return list(
        Post.objects.in_force(clock.today())
        .filter(
            department=department,
            jurisdiction=jurisdiction_code,
            role__in=[Role.DEPARTMENT_OFFICER, Role.EDUCATION_OFFICER],
        )
        .values_list("user_id", flat=True)
    )
