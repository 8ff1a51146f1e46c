"""Education's judgement of each response after resubmission; inadequate confirms a finding on the current version."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from filing_platform import clock
from filing_platform.errors import Refused
from institutions import events
from institutions.editing import current_dossier
from institutions.models import Dossier, Filing, State
from rectification.models import Judgement, JudgementVerdict, NoticeItem
from rectification.workflow import Who, decision_of, require
from screening.models import Finding, FindingStatus


@transaction.atomic
def judge(item: NoticeItem, user: User, verdict: str, reason: str = "") -> Judgement:
    """Judge one item, or revise the judgement, while the filing is submitted and nothing is proposed."""
    filing = Filing.objects.select_for_update().get(pk=item.notice.filing_id)
    require(Who.EDUCATION.may(user, filing))
    current = current_dossier(filing)
    if filing.state != State.SUBMITTED or decision_of(filing) or current is None or item.notice.rescinded_on:
        raise Refused(
            "not_now", gettext_noop("Answers are judged while the filing is submitted and nothing is proposed.")
        )
    inadequate = verdict == JudgementVerdict.INADEQUATE
    if inadequate and not reason.strip():
        raise Refused("no_reason", gettext_noop("Say what is still not right."))
    before = Judgement.objects.filter(item=item).select_related("finding").first()
    kept = before.finding if before and before.dossier_id == current.pk else None
    judgement, _created = Judgement.objects.update_or_create(
        item=item,
        defaults={
            "dossier": current,
            "verdict": verdict,
            "reason": reason.strip(),
            "finding": _finding(item, current, user, reason, kept) if inadequate else None,
            "judged_by": user,
            "judged_at": clock.now(),
        },
    )
    if kept is not None and not inadequate:
        _let_go(kept, user)
    events.note(
        filing,
        f"judged_{verdict}",
        actor=user,
        reason=reason.strip(),
        dossier_version=current.version,
        data={"item": item.number, "round": item.notice.round},
    )
    return judgement


def _finding(item: NoticeItem, current: Dossier, user: User, reason: str, kept: Finding | None) -> Finding:
    """The problem that goes on, confirmed on the current version; a finding of the same rule there is that problem."""
    finding = kept or _same_problem(item, current)
    if finding is None:
        finding = Finding(
            dossier=current,
            raised_by=user,
            department_id=item.finding.department_id,
            section=item.section,
            line=item.line,
            severity=item.finding.severity,
            raised_at=clock.now(),
        )
    if not finding.rule:
        finding.text = reason.strip()
    finding.status = FindingStatus.CONFIRMED
    finding.verdict_by, finding.verdict_at, finding.verdict_reason = user, clock.now(), reason.strip()
    finding.save()
    return finding


def _same_problem(item: NoticeItem, current: Dossier) -> Finding | None:
    if not item.finding.rule:
        return None
    return Finding.objects.filter(dossier=current, rule=item.finding.rule, section=item.section, line=item.line).first()


def _let_go(finding: Finding, user: User) -> None:
    """The judgement was revised to rectified: its finding goes with it; what was dismissed by hand stays as it is."""
    if finding.status == FindingStatus.DISMISSED:
        return
    if finding.rule:
        finding.status, finding.verdict_by, finding.verdict_at, finding.verdict_reason = (
            FindingStatus.CANDIDATE,
            None,
            None,
            "",
        )
        finding.save()
        return
    finding.status, finding.verdict_reason = FindingStatus.DISMISSED, gettext("The answer was judged rectified.")
    finding.verdict_by, finding.verdict_at = user, clock.now()
    finding.save()
