"""常用语: the canned reasons of a province: where each is offered, and how one gets into a text."""

from __future__ import annotations

from collections import defaultdict

from django.http import QueryDict

from institutions.models import Action
from rectification.models import CannedReason, Purpose

# A select of this name, and the field whose text it fills.
PREFIX = "canned_"
OF_ACT: dict[str, Purpose] = {
    Action.ACCEPT: Purpose.ACCEPTANCE,
    Action.ISSUE_NOTICE: Purpose.NOTICE_REASON,
    Action.REJECT: Purpose.REJECTION,
}


def offered(jurisdiction: str) -> dict[str, list[CannedReason]]:
    """The province's canned reasons by purpose."""
    found: dict[str, list[CannedReason]] = defaultdict(list)
    for reason in CannedReason.objects.filter(jurisdiction=jurisdiction):
        found[reason.purpose].append(reason)
    return dict(found)


def of_act(offered: dict[str, list[CannedReason]], action: str) -> dict[str, list[CannedReason]]:
    """The same for one act: of the reasons that the public reads, its own first, and those for any act."""
    own = offered.get(OF_ACT[action], []) if action in OF_ACT else []
    return offered | {Purpose.PUBLIC_REASON.value: own + offered.get(Purpose.PUBLIC_REASON, [])}


def filled_in(sent: QueryDict, jurisdiction: str) -> QueryDict:
    """What was sent, each canned reason that was chosen put into its field: after what was typed, and once."""
    chosen = {name.removeprefix(PREFIX): _number(sent.get(name)) for name in sent if name.startswith(PREFIX)}
    reasons = CannedReason.objects.filter(jurisdiction=jurisdiction).in_bulk(filter(None, chosen.values()))
    filled = sent.copy()
    for field, number in chosen.items():
        reason, typed = reasons.get(number), str(filled.get(field, "")).strip()
        if reason is not None and reason.text not in typed:
            filled[field] = f"{typed}\n{reason.text}" if typed else reason.text
    return filled


def _number(value: object) -> int:
    """The id that was chosen; 0 for none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
