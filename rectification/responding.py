"""The institution's answers: to each item of a notice, and to a proposed rejection."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import User
from filing_platform import clock
from filing_platform.errors import Refused
from institutions import events
from institutions.models import Blob, Decision, DecisionKind, DecisionState, Filing, State
from rectification.models import NoticeItem, Response, ResponseEvidence, Statement
from rectification.workflow import Who, require


@transaction.atomic
def answer(item: NoticeItem, user: User, text: str, evidence: Iterable[tuple[Blob, str]] = ()) -> Response:
    """Save the answer to one item, and files (blob, file name) that show it; it can be changed until resubmission."""
    filing = Filing.objects.select_for_update().get(pk=item.notice.filing_id)
    require(Who.FILER.may(user, filing))
    if filing.state != State.RECTIFYING or item.notice.rescinded_on is not None:
        raise Refused("not_rectifying", gettext_noop("This notice takes no answers now."))
    if not text.strip():
        raise Refused("no_text", gettext_noop("Say what has been done, or why not."))
    response, _created = Response.objects.update_or_create(
        item=item, defaults={"text": text.strip(), "saved_by": user, "saved_at": clock.now()}
    )
    ResponseEvidence.objects.bulk_create(
        [ResponseEvidence(response=response, blob=blob, file_name=name) for blob, name in evidence],
        ignore_conflicts=True,
    )
    return response


@transaction.atomic
def remove_evidence(evidence: ResponseEvidence, user: User) -> None:
    """Take a file of an answer back, as long as the answer can be changed."""
    notice = evidence.response.item.notice
    filing = Filing.objects.select_for_update().get(pk=notice.filing_id)
    require(Who.FILER.may(user, filing))
    if filing.state != State.RECTIFYING or notice.rescinded_on is not None:
        raise Refused("not_rectifying", gettext_noop("This notice takes no answers now."))
    evidence.delete()


@transaction.atomic
def hand_in_statement(decision: Decision, user: User, text: str) -> Statement:
    """The institution's defence against a proposed rejection; once, within the window."""
    require(decision.filing is not None)
    filing = Filing.objects.select_for_update().get(decisions=decision)
    decision = Decision.objects.get(pk=decision.pk)
    require(Who.FILER.may(user, filing) and decision.kind == DecisionKind.REJECT)
    if decision.state != DecisionState.PROPOSED or decision.statement_until is None:
        raise Refused("decided", gettext_noop("The proposal has been decided already."))
    if clock.today() > decision.statement_until:
        raise Refused("window_over", gettext_noop("The time for a statement has passed."))
    if hasattr(decision, "statement"):
        raise Refused("once", gettext_noop("A statement has been handed in already."))
    if not text.strip():
        raise Refused("no_text", gettext_noop("Write your statement."))
    statement = Statement.objects.create(
        decision=decision, text=text.strip(), handed_in_by=user, handed_in_at=clock.now()
    )
    _note(filing, "statement", user)
    inbox.tell(
        [decision.proposed_by_id],
        f"statement-in-{decision.pk}",
        gettext_noop("A statement on filing %(number)s has been handed in."),
        {"number": filing.number},
        f"/review/decisions/{decision.pk}/",
        mail=False,
    )
    return statement


@transaction.atomic
def read_statement(statement: Statement, user: User) -> Statement:
    """An education officer has read it; before that a rejection cannot be confirmed."""
    filing = Filing.objects.select_for_update().get(decisions=statement.decision)
    require(Who.EDUCATION.may(user, filing))
    if statement.read_at is None:
        statement.read_by, statement.read_at = user, clock.now()
        statement.save(update_fields=["read_by", "read_at"])
        _note(filing, "statement_read", user)
    return statement


def _note(filing: Filing, what: str, user: User) -> None:
    events.note(filing, what, actor=user)
