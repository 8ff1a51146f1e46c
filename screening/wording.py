"""What a finding says, in the reader's language."""

from __future__ import annotations

from screening.models import Finding
from screening.rules import by_number


def sentence(finding: Finding) -> str:
    """What is wrong: the rule's words with the values it saw, or what the officer wrote."""
    return by_number(finding.rule).wording(finding.evidence) if finding.rule else finding.text


def heading(finding: Finding) -> str:
    """The rule's title; empty when an officer raised it."""
    return str(by_number(finding.rule).title) if finding.rule else ""


def basis(finding: Finding) -> str:
    """What the rule rests on: its source and the theme of the regulation; empty when an officer raised it."""
    if not finding.rule:
        return ""
    rule = by_number(finding.rule)
    return f"{rule.clause} · {rule.theme.label}"
