"""Notices and receipts as papers: what they say, for page and PDF alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import Department
from filing_platform import clock
from filing_platform.templatetags.wording import daytime, grouped_number
from institutions.models import Dossier, Filing
from rectification import notices, receipts
from rectification.facts import apart
from rectification.materials import things_at
from rectification.models import Notice
from rectification.typesetting import typeset
from screening.models import Finding
from screening.wording import basis, sentence


def notice_pdf(notice: Notice) -> bytes:
    """The notice as issued. It is a Chinese document, whoever reads it."""
    return typeset("pdf/notice.typ", notice_content(notice))


def receipt_pdf(dossier: Dossier) -> bytes:
    """The receipt of a sealed version, in the reader's language."""
    return typeset("pdf/receipt.typ", receipt_content(dossier))


def notice_content(notice: Notice) -> dict[str, Any]:
    """What the notice says, for its page and its PDF alike: in Chinese, whoever reads it."""
    items = [(item.finding, item.requirement) for item in notice.items.select_related("finding")]
    with override("zh-hans"):
        rescinded = f"本通知书已于{_day(notice.rescinded_on)}撤销。" if notice.rescinded_on else ""
        issued = {"number": notice.number, "issued_on": _day(notice.issued_on), "rescinded": rescinded}
        return _content(notice.filing, notice.dossier, items, notice.text, notice.deadline) | issued


def draft_content(filing: Filing, dossier: Dossier, terms: dict[str, Any]) -> dict[str, Any]:
    """The same of a notice that is not issued yet; terms as `notices.issue` takes them, or what is typed so far."""
    found = Finding.objects.filter(dossier=dossier).confirmed().in_notice_order()
    items = [(finding, notices.requirement_of(finding, terms)) for finding in found]
    deadline = parse_date(str(terms.get("deadline") or ""))
    with override("zh-hans"):
        return _content(filing, dossier, items, str(terms.get("text") or ""), deadline) | DRAFT


def _content(
    filing: Filing, dossier: Dossier, items: list[tuple[Finding, str]], text: str, deadline: date | None
) -> dict[str, Any]:
    things = things_at(dossier, [(finding.section, finding.line) for finding, _requirement in items])
    names = {"filing": grouped_number(filing.number), "day": _day(deadline) if deadline else BLANK_DAY}
    return {
        "title": "整改通知书",
        "issuer": f"{filing.jurisdiction.formal_name}{Department.objects.get(pk=Department.EDUCATION).name}",
        "institution": filing.institution.name,
        "credit_code": filing.institution.credit_code,
        "filing": grouped_number(filing.number),
        "labels": LABELS,
        "opening": _paragraphs(text) or [OPENING % names],
        "items": [
            {
                "number": str(number),
                "about": _about(thing),
                "found": sentence(finding),
                "requirement": requirement if requirement != sentence(finding) else REQUIREMENT,
                "basis": basis(finding) or BASIS,
            }
            for number, ((finding, requirement), thing) in enumerate(zip(items, things, strict=True), 1)
        ],
        "closing": [CLOSING % names],
        "deadline": names["day"],
        "note": "文号与备案编号为本平台编制。" + ("演示数据，均为虚构。" if settings.DEMO else ""),
    }


def receipt_content(dossier: Dossier) -> dict[str, Any]:
    """What the receipt says; number and digest prove which materials were handed in, and when."""
    filing = dossier.filing
    receipt = receipts.of(filing, dossier)
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "platform": _("Online Training Filing Platform"),
        "title": _("Receipt of filed materials"),
        "number": grouped_number(filing.number),
        "facts": [
            {"label": _("Institution"), "value": filing.institution.name},
            {"label": _("Unified social credit code"), "value": filing.institution.credit_code},
            {"label": _("Kind"), "value": filing.get_kind_display()},
            {"label": _("Version"), "value": str(dossier.version)},
            {"label": _("Submitted"), "value": daytime(receipt.at)},
            {"label": _("Submitted by"), "value": receipt.by or "—"},
            {"label": _("Platforms"), "value": f"{dossier.platform_count:,}"},
            {"label": _("Training personnel"), "value": f"{dossier.person_count:,}"},
            {"label": _("Courses"), "value": f"{dossier.course_count:,}"},
        ],
        "digest_label": _("SHA-256 digest of the sealed materials"),
        "digest": dossier.digest,
        "next": [
            _("The departments of %(jurisdiction)s now screen the materials; you are told of every step.")
            % {"jurisdiction": filing.jurisdiction},
            _("The departments give their opinions by %(day)s.") % {"day": _day(receipt.opinions_by)},
            _("The review is to be over by %(day)s.") % {"day": _day(receipt.reviewed_by)},
            _("The number is this platform's own. The digest changes if anything in the materials does."),
            _("Printed on %(day)s.") % {"day": _day(clock.today())},
        ],
    }


LABELS = {
    "credit_code": "统一社会信用代码",
    "filing": "备案编号",
    "found": "问题",
    "requirement": "整改要求",
    "basis": "依据",
}
# Of a notice that is not issued yet.
DRAFT = {"number": "（草稿，文号于签发时编定）", "issued_on": "（签发之日）", "rescinded": ""}
BLANK_DAY = "　　年　月　日"
# Where the officers wrote no requirement of their own, or raised the finding by hand.
REQUIREMENT = "请对上述问题整改到位。"
BASIS = "《教育部等六部门关于规范校外线上培训的实施意见》"
OPENING = (
    f"你单位提交的校外线上培训备案材料（备案编号 %(filing)s）经会审，存在下列问题。依据{BASIS}，现通知你单位限期整改："
)
CLOSING = (
    "请于%(day)s前（含当日）逐项整改，在平台提交整改说明和更正后的备案材料。逾期未整改或者整改不到位的，将依照规定处理。"
    "你单位对本通知有异议的，可以在平台陈述、申辩。"
)


def _about(thing: Any) -> str:
    title = str(thing.section.title)
    return f"{title} › {apart(thing.section, thing.title, thing.facts)}" if thing.title != title else title


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")
