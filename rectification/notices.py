"""Issuing a rectification notice: its number, one item for each confirmed finding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import override

from rectification.case import Case
from rectification.models import Notice, NoticeItem
from screening.models import Finding
from screening.wording import sentence


def issue(case: Case) -> Notice:
    """The notice of a confirmed decision; terms: deadline, text, requirements {finding id: text}."""
    assert case.decision is not None and case.current is not None
    terms = case.decision.terms
    last = case.filing.notices.aggregate(last=Max("round"))["last"] or 0
    notice = Notice.objects.create(
        filing=case.filing,
        round=last + 1,
        number=_next_number(case),
        dossier=case.current,
        decision=case.decision,
        issued_on=case.today,
        deadline=date.fromisoformat(terms["deadline"]),
        text=terms.get("text", ""),
    )
    confirmed = Finding.objects.filter(dossier=case.current).confirmed().in_notice_order()
    NoticeItem.objects.bulk_create(
        [
            NoticeItem(
                notice=notice,
                number=number,
                finding=finding,
                section=finding.section,
                line=finding.line,
                requirement=requirement_of(finding, terms),
            )
            for number, finding in enumerate(confirmed, 1)
        ]
    )
    return notice


def requirement_of(finding: Finding, terms: dict[str, Any]) -> str:
    """What was typed for the finding; else its own words."""
    typed = terms.get("requirements", {}).get(str(finding.pk), "").strip()
    if typed:
        return typed
    # The notice is a Chinese document, whoever issues it.
    with override("zh-hans"):
        return sentence(finding)


def _next_number(case: Case) -> str:
    """京教线上整改〔2020〕18号: the platform's own numbering, by jurisdiction and year."""
    sign = case.filing.jurisdiction.icp_signs[0] if case.filing.jurisdiction_id != "66" else "兵"
    stem = f"{sign}教线上整改〔{case.today.year}〕"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [stem])
    serial = Notice.objects.filter(number__startswith=stem).count() + 1
    return f"{stem}{serial}号"
