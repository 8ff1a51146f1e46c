"""Two institutions that pass for others: one for a black-listed one, one for a white-listed one (rule LOOKALIKE)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from opencc import OpenCC

from filing_platform.clock import DEMO_START
from institutions.models import Kind, State
from register.models import ListName

if TYPE_CHECKING:
    from demo.plans import Plan

ZERO_WIDTH_SPACE = "\u200b"


def plant(plans: Sequence[Plan]) -> None:
    """Rename two institutions that were submitted lately, in Beijing where there are some."""
    imitators = sorted((plan for plan in plans if _was_submitted_lately(plan)), key=lambda p: p.size.jurisdiction)
    for imitator, name in zip(imitators, (ListName.BLACK, ListName.WHITE), strict=False):
        victim = next((plan for plan in plans if plan.story.standing(DEMO_START.date()) == name), None)
        if victim is not None:
            imitator.identity = replace(imitator.identity, brand=_spoof(victim.identity.brand))
            imitator.is_lookalike = True


def _spoof(brand: str) -> str:
    """In traditional characters; with a character that nobody sees, where those are the same."""
    traditional = str(OpenCC("s2t").convert(brand))
    return traditional if traditional != brand else brand[:1] + ZERO_WIDTH_SPACE + brand[1:]


def _was_submitted_lately(plan: Plan) -> bool:
    (first, *later) = plan.story.filings
    return not later and first.kind == Kind.INITIAL and first.state == State.SUBMITTED and not first.rounds
