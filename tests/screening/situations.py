"""Situations that several screening tests start from."""

from collections.abc import Callable
from datetime import time

from django.db.models import F

from dossiers.copying import next_version
from filing_platform import clock
from institutions.models import Decision, Dossier, Filing
from tests import factories


def late(ends: time = time(21, 20), **kwargs: object) -> Dossier:
    """A dossier whose live lesson ends too late."""
    dossier = factories.whole_dossier(**kwargs)
    dossier.lessons.update(starts=time(20, 50), ends=ends)
    return dossier


def resubmit(dossier: Dossier, change: Callable[[Dossier], object] = lambda dossier: None) -> Dossier:
    """The next version of a submitted filing, as taking it back and submitting again makes it."""
    Filing.objects.filter(pk=dossier.filing_id).update(state="draft", version=F("version") + 1)
    dossier.filing.refresh_from_db()
    following = next_version(dossier.filing)
    change(following)
    return factories.submitted(following)


def propose(dossier: Dossier) -> Decision:
    """A notice that waits for its second officer."""
    return Decision.objects.create(
        kind="issue_notice",
        filing=dossier.filing,
        institution=dossier.filing.institution,
        dossier=dossier,
        proposed_by=factories.officer(),
        proposed_at=clock.now(),
    )
