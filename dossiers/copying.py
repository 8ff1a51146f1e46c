"""A new version of a filing's materials, copied unchanged from a sealed one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from dossiers.sections import SECTIONS
from filing_platform import clock
from institutions.models import Dossier, Filing


@transaction.atomic
def next_version(filing: Filing) -> Dossier:
    """The editable version of the filing: the one that is there, or a copy of the latest sealed one."""
    editable = filing.dossiers.filter(sealed_at=None).first()
    if editable is not None:
        return editable
    latest = filing.dossiers.order_by("-version").first()
    return copy_into(filing, latest) if latest else empty_version(filing)


def empty_version(filing: Filing) -> Dossier:
    """Version 1 of a first filing."""
    at = clock.now()
    return Dossier.objects.create(filing=filing, version=1, created_at=at, changed_at=at)


@transaction.atomic
def copy_into(filing: Filing, source: Dossier) -> Dossier:
    """A new unsealed version of `filing` with the rows of `source`, one INSERT … SELECT a table."""
    at = clock.now()
    last = filing.dossiers.aggregate(last=Max("version"))["last"] or 0
    copy = Dossier.objects.create(filing=filing, version=last + 1, copied_from=source, created_at=at, changed_at=at)
    for section in SECTIONS:
        section.copy(source, copy)
    return copy
