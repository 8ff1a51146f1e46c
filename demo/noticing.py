"""Notices with their items, the institutions' answers, and how they were judged."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from demo import reasons
from demo.chapters import Proposal, Round
from demo.reviewing import Case, Found
from filing_platform.copying import Rows, take_ids
from rectification.models import Judgement, JudgementVerdict, Notice, NoticeItem, Response, ResponseEvidence
from screening.models import Finding, FindingStatus
from screening.wording import sentence


@dataclass(eq=False)
class Item:
    """One requirement of a notice."""

    number: int
    found: Found
    is_answered: bool
    verdict: str = ""
    finding: Found | None = None


@dataclass(eq=False)
class Issued:
    """A notice with its items."""

    case: Case
    round: Round
    number: int
    items: list[Item]


def issue(case: Case, told: Round) -> Issued:
    """The items of a notice: one for each finding confirmed on its version by then."""
    confirmed = case.confirmed(told.version)
    answered = math.ceil(told.answered * len(confirmed) - 0.01)
    items = [Item(number, found, number <= answered) for number, found in enumerate(confirmed, 1)]
    return Issued(case, told, case.filing.rounds.index(told) + 1, items)


def judge(issued: Issued) -> None:
    """Education judges the answers: inadequate is what the rules find again, or what an officer writes down."""
    told, case = issued.round, issued.case
    if told.judged_at is None or told.judged_version is None:
        return
    again = {(found.rule, found.section, found.line): found for found in case.on(told.judged_version) if found.rule}
    judged = issued.items[: math.ceil(told.judged * len(issued.items) - 0.01)]
    for item in judged:
        found = again.get((item.found.rule, item.found.section, item.found.line))
        item.verdict = JudgementVerdict.INADEQUATE if found and told.is_inadequate else JudgementVerdict.RECTIFIED
        item.finding = found if item.verdict == JudgementVerdict.INADEQUATE else None
    if told.is_inadequate and not any(item.finding for item in judged):
        last = judged[-1]
        last.verdict = JudgementVerdict.INADEQUATE
        last.finding = case.raise_by_hand(
            told.judged_version, last.found.section, last.found.line, reasons.INADEQUATE_ANSWER, told.judged_at
        )
    for item in judged:
        _note(case, item, issued, told.judged_at)


def give_reason(case: Case, proposal: Proposal) -> None:
    """What the public will read of a proposed notice: how many problems of which kind."""
    assert proposal.version is not None
    proposal.public_reason = reasons.summary(Counter(found.rule for found in case.confirmed(proposal.version)))


def write(issued: list[Issued], signs: dict[str, str], evidence: int) -> int:
    """Notices in the order in which they were issued, their items, answers and judgements; how many notices.

    `evidence` is the blob of a file handed in with answers.
    """
    issued = sorted(issued, key=lambda notice: notice.round.issued_at)
    notices = Rows(
        Notice,
        *("id", "filing_id", "round", "number", "dossier_id", "decision_id", "issued_on", "deadline", "text"),
        "rescinded_on",
    )
    items = Rows(NoticeItem, "id", "notice_id", "number", "finding_id", "section", "line", "requirement")
    answers = Rows(Response, "id", "item_id", "text", "saved_by_id", "saved_at")
    files = Rows(ResponseEvidence, "response_id", "blob_id", "file_name")
    judgements = Rows(
        Judgement, *("item_id", "dossier_id", "verdict", "reason", "finding_id", "judged_by_id", "judged_at")
    )
    wordings = _wordings([item.found for notice in issued for item in notice.items])
    item_ids = iter(take_ids(NoticeItem, sum(len(notice.items) for notice in issued)))
    answer_ids = iter(take_ids(Response, sum(item.is_answered for notice in issued for item in notice.items)))
    serials: dict[str, int] = defaultdict(int)
    for pk, notice in zip(take_ids(Notice, len(issued)), issued, strict=True):
        told, case = notice.round, notice.case
        stem = f"{signs[case.plan.size.jurisdiction]}教线上整改〔{told.issued_at.year}〕"
        serials[stem] += 1
        full_number = f"{stem}{serials[stem]}号"
        case.notices.append((pk, full_number, told))
        place = (pk, case.filing.id, notice.number, full_number, told.version.id, told.proposal.id)
        notices.add(*place, told.issued_at.date(), told.deadline, "", told.rescinded_on)
        for item in notice.items:
            item_id = next(item_ids)
            found = item.found
            items.add(item_id, pk, item.number, found.id, found.section, found.line, wordings[found.id])
            if item.is_answered:
                text = reasons.ANSWERS.get(found.rule, reasons.ANSWER)
                answer_id = next(answer_ids)
                answers.add(answer_id, item_id, text, case.plan.filer_id, told.answered_at)
                if found.section != "courses":
                    files.add(answer_id, evidence, "整改证明材料.pdf")
            if item.verdict and told.judged_version:
                reason = reasons.INADEQUATE_ANSWER if item.finding else ""
                finding_id = item.finding.id if item.finding else None
                verdict = (item_id, told.judged_version.id, item.verdict, reason, finding_id)
                judgements.add(*verdict, case.filing.officers[0], told.judged_at)
    for rows in (notices, items, answers, files, judgements):
        rows.flush()
    return len(issued)


def _note(case: Case, item: Item, issued: Issued, at: datetime) -> None:
    first = case.filing.officers[0]
    if item.finding is not None and item.finding.rule:
        item.finding.decide(FindingStatus.CONFIRMED, first, at, reasons.INADEQUATE_ANSWER)
    reason = reasons.INADEQUATE_ANSWER if item.finding else ""
    told = issued.round
    case.note(f"judged_{item.verdict}", at, first, told.judged_version, reason, item=item.number, round=issued.number)


def _wordings(found: list[Found]) -> dict[int, str]:
    """What each finding says in Chinese: a notice is a Chinese document."""
    with override("zh-hans"):
        return {finding.pk: sentence(finding) for finding in Finding.objects.filter(pk__in=[one.id for one in found])}
