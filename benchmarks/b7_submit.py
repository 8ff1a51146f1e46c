"""B7: a 10,000-person dossier submitted (checks, seal, digest, events) and screened, against COPY of its people.

Needs a database with the national data (`manage.py load_demo`): the biggest dossier there is filed again by an
institution made for it, in a transaction that is rolled back.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.people import REPEAT

if TYPE_CHECKING:
    from accounts.models import User
    from institutions.models import Dossier, Filing, Institution

GOALS = {"acknowledged": 1.0, "screened": 5.0}


def run(repeat: int = REPEAT) -> dict[str, Any]:
    """Seconds of COPY, of the submission and of its screening (medians), and both ratios to COPY."""
    from django.db import transaction

    seconds: dict[str, list[float]] = {"copy": [], "acknowledged": [], "screened": []}
    for _ in range(repeat):
        with transaction.atomic():
            people = _measure(seconds)
            transaction.set_rollback(True)
    result = {side: round(median(values), 3) for side, values in seconds.items()}
    ratios = {side: round(result[side] / result["copy"], 2) for side in GOALS}
    return {
        "benchmark": "B7",
        "people": people,
        "seconds": result,
        "raw": seconds,
        "ratios": ratios,
        "goal": "acknowledged ≤ 1× COPY, screened ≤ 5×",
        "reached": all(ratios[side] <= goal for side, goal in GOALS.items()),
    }


def _measure(seconds: dict[str, list[float]]) -> int:
    from dossiers import copying
    from institutions.models import Dossier
    from rectification import opening, workflow
    from screening import running

    source = Dossier.objects.filter(sealed_at__isnull=False).order_by("-person_count").first()
    if source is None or source.person_count < 10_000:
        sys.exit("B7 needs the national data: DEMO=1 python manage.py load_demo")
    institution, user = _filer()
    filing = opening.open_filing(institution, "initial", user)
    filing.dossiers.all().delete()
    dossier = copying.copy_into(filing, source)
    seconds["copy"].append(_copy_people(dossier, _another(filing, dossier)))
    seconds["acknowledged"].append(_timed(lambda: workflow.perform("submit", filing, user, filing.version)))
    dossier.refresh_from_db()
    seconds["screened"].append(_timed(lambda: running.screen(dossier)))
    return source.person_count


def _filer() -> tuple[Institution, User]:
    from accounts.models import User
    from filing_platform import clock
    from institutions.models import Institution, Membership

    institution = Institution.objects.create(
        credit_code="91110000BENCH00004", jurisdiction_id="11", name="benchmark", created_at=clock.now()
    )
    user = User.objects.create(username="benchmark", email="benchmark@benchmark.invalid")
    Membership.objects.create(user=user, institution=institution, role="administrator", since=clock.now())
    return institution, user


def _another(filing: Filing, dossier: Dossier) -> Dossier:
    """An unsealed dossier of another filing, to copy the people into."""
    from accounts.models import Programme
    from filing_platform import clock
    from institutions.models import Dossier, Filing, Institution

    institution = Institution.objects.create(
        credit_code="91110000BENCH00012", jurisdiction_id="11", name="benchmark", created_at=clock.now()
    )
    other = Filing.objects.create(
        number="1199990000012",
        institution=institution,
        jurisdiction_id="11",
        programme=Programme.objects.get(pk=filing.programme_id),
        kind="initial",
        opened_at=clock.now(),
        state_since=clock.now(),
    )
    return Dossier.objects.create(filing=other, version=1, created_at=dossier.created_at, changed_at=dossier.changed_at)


def _copy_people(source: Dossier, target: Dossier) -> float:
    """Seconds to COPY the source's people into the target; reading them out is not counted."""
    from django.db import connection

    from personnel.models import Person

    columns = [f.column for f in Person._meta.concrete_fields if f.column not in ("id", "dossier_id")]
    names = ", ".join(columns)
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT {target.pk}, {names} FROM personnel_person WHERE dossier_id = {source.pk}) TO STDOUT", rows
        )
        rows.seek(0)
        return _timed(lambda: cursor.copy_expert(f"COPY personnel_person (dossier_id, {names}) FROM STDIN", rows))


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start
