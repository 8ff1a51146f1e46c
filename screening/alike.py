"""Like findings: the candidates of one rule on one version of the materials, decided together with one reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict, NotFound
from institutions import events
from institutions.models import Dossier
from screening.findings import OPEN_STATES, locked_filing, require_open
from screening.models import Finding, FindingStatus
from screening.querysets import FindingQuerySet
from screening.rules import by_number
from screening.rules.rule import Rule

# One event names every finding that it decided, and one page holds them.
MOST_AT_ONCE = 1000
FEWEST = 2


@dataclass(frozen=True)
class Alike:
    """A rule, and how many of its findings wait for a verdict."""

    rule: Rule
    count: int


def alike(dossier: Dossier) -> list[Alike]:
    """The rules of which several findings are undecided, the most first."""
    counted = (
        Finding.objects.filter(dossier=dossier)
        .exclude(rule="")
        .undecided()
        .order_by()
        .values_list("rule")
        .annotate(count=Count("pk"))
        .filter(count__gte=FEWEST)
    )
    return [Alike(by_number(rule), count) for rule, count in counted.order_by("-count", "rule")]


def waiting(dossier: Dossier, rule: str) -> FindingQuerySet:
    """The candidates of the rule, in the order in which they were raised."""
    return Finding.objects.filter(dossier=dossier, rule=rule, status=FindingStatus.CANDIDATE).order_by("pk")


@transaction.atomic
def decide(dossier: Dossier, user: User, rule: str, chosen: Collection[int], status: FindingStatus, reason: str) -> int:
    """Confirm or dismiss the chosen candidates of one rule, all or none; how many. Education only.

    One statement and one event, whatever their number. Raises Conflict when one of them is a candidate no more.
    """
    filing = locked_filing(dossier)
    if filing.jurisdiction_id not in rights_of(user).education:
        raise NotFound("not_found", "")
    require_open(filing, dossier, OPEN_STATES)
    _check(chosen, status, reason)
    decided = waiting(dossier, rule).filter(pk__in=chosen)
    count = decided.update(status=status, verdict_reason=reason.strip(), verdict_by=user, verdict_at=clock.now())
    if count != len(chosen):
        raise Conflict(
            "decided_meanwhile",
            gettext_noop("Some of these findings have been decided meanwhile. Nothing was decided now: look again."),
        )
    events.note(
        filing,
        f"findings_{status}",
        actor=user,
        reason=reason.strip(),
        dossier_version=dossier.version,
        data={"rule": rule, "count": count, "findings": sorted(chosen)},
    )
    return count


def _check(chosen: Collection[int], status: FindingStatus, reason: str) -> None:
    if not chosen:
        raise BadInput("none_chosen", gettext_noop("Choose at least one finding."))
    if len(chosen) > MOST_AT_ONCE:
        raise BadInput(
            "too_many", gettext_noop("At most %(most)d findings are decided at once."), {"most": MOST_AT_ONCE}
        )
    if status == FindingStatus.DISMISSED and not reason.strip():
        raise BadInput("no_reason", gettext_noop("Say why this is not a problem."))
