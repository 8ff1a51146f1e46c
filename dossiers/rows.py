"""Rows of the editable version: locking it for a change, the next place in a list, taking a row out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max

from dossiers.editing import editable_dossier, touched
from institutions.models import Dossier, Filing


def locked_dossier(filing: Filing) -> Dossier:
    """The editable version, its row locked: a submission waits for this change, or this change sees the seal."""
    found = Dossier.objects.select_for_update().filter(pk=editable_dossier(filing).pk, sealed_at=None).first()
    if found is not None:
        return found
    filing.refresh_from_db()
    return editable_dossier(filing)


def next_position(rows: Any) -> int:
    """The place after the last of these rows."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def remove_row(filing: Filing, model: type[models.Model], line: UUID) -> None:
    """Take the row out of the editable version; a row that is gone already is no error."""
    dossier = locked_dossier(filing)
    model._default_manager.filter(dossier=dossier, line=line).delete()
    touched(dossier)
