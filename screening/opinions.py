"""会审意见: each department of the programme gives its opinion on the current version of the materials."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.models import User
from filing_platform import clock
from filing_platform.errors import BadInput, Refused
from institutions import events
from institutions.models import Dossier, State
from screening.findings import department_of, locked_filing, require_open
from screening.models import Finding, Opinion, Verdict


@transaction.atomic
def give(dossier: Dossier, user: User, verdict: str, text: str = "") -> Opinion:
    """Give the opinion of the officer's department, or revise it, while the filing is submitted."""
    filing = locked_filing(dossier)
    department = department_of(user, filing)
    require_open(filing, dossier, (State.SUBMITTED,))
    if verdict not in Verdict.values:
        raise BadInput("no_verdict", gettext_noop("Choose an opinion."))
    findings = Finding.objects.filter(dossier=dossier).standing().of_department(department)
    if verdict == Verdict.PROBLEMS_FOUND and not findings.exists():
        raise Refused("no_finding", gettext_noop("Raise at least one finding first: what is the problem?"))
    own = findings.undecided().filter(raised_by__isnull=False).count()
    if verdict == Verdict.NO_OBJECTION and own:
        raise Refused(
            "own_findings",
            gettext_noop("Your department raised findings that wait for a verdict (%(count)d): take them back first."),
            {"count": own},
        )
    before = latest(dossier).get(department)
    opinion = Opinion.objects.create(
        dossier=dossier,
        department_id=department,
        revision=before.revision + 1 if before else 1,
        verdict=verdict,
        text=text.strip(),
        given_by=user,
        given_at=clock.now(),
    )
    events.note(
        filing,
        "opinion_given",
        actor=user,
        reason=opinion.text,
        dossier_version=dossier.version,
        data={"department": department, "verdict": verdict, "revision": opinion.revision},
    )
    return opinion


def latest(dossier: Dossier) -> dict[str, Opinion]:
    """The opinion in force of each department that has given one on this version, by department code."""
    return {opinion.department_id: opinion for opinion in Opinion.objects.filter(dossier=dossier).newest()}


def outdated(dossier: Dossier) -> dict[str, Opinion]:
    """Departments silent on this version: their last opinion on an earlier one, since when materials have changed."""
    earlier = (
        Opinion.objects.filter(dossier__filing=dossier.filing_id, dossier__version__lt=dossier.version)
        .exclude(department__in=Opinion.objects.filter(dossier=dossier).values("department"))
        .select_related("dossier")
        .order_by("department_id", "-dossier__version", "-revision")
        .distinct("department_id")
    )
    return {opinion.department_id: opinion for opinion in earlier}
