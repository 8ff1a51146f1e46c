"""The version that may be edited now: finding it, locking it for a change, its rows in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import Refused
from institutions.models import Dossier, Filing


def editable_dossier(filing: Filing) -> Dossier:
    """The unsealed version of a filing that is a draft or being rectified; Refused otherwise."""
    dossier = filing.dossiers.filter(sealed_at=None).first() if filing.is_editable else None
    if dossier is None:
        raise _not_editable(filing)
    return dossier


def current_dossier(filing: Filing) -> Dossier | None:
    """The current version: the latest sealed one."""
    return filing.dossiers.filter(sealed_at__isnull=False).order_by("-version").first()


def locked_dossier(filing: Filing) -> Dossier:
    """The editable version, its row locked: a submission waits for this change, or this change sees the seal."""
    found = Dossier.objects.select_for_update().filter(pk=editable_dossier(filing).pk, sealed_at=None).first()
    if found is not None:
        return found
    filing.refresh_from_db()
    return editable_dossier(filing)


def require_editable(dossier: Dossier) -> None:
    """Refused when this version is sealed, or its filing is not being edited."""
    if dossier.is_sealed or not dossier.filing.is_editable:
        raise _not_editable(dossier.filing)


def touched(dossier: Dossier) -> None:
    """Note that the draft was changed just now."""
    dossier.changed_at = clock.now()
    dossier.save(update_fields=["changed_at"])


def next_position(rows: Any) -> int:
    """The place after the last of these rows."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def remove_row(filing: Filing, model: type[models.Model], line: UUID) -> None:
    """Take the row out of the editable version; a row that is gone already is no error."""
    dossier = locked_dossier(filing)
    model._default_manager.filter(dossier=dossier, line=line).delete()
    touched(dossier)


def _not_editable(filing: Filing) -> Refused:
    return Refused(
        "not_editable",
        gettext_noop("These materials have been submitted and cannot be changed now."),
        onward=(reverse("file-filing", args=[filing.number]), gettext_noop("See how the filing stands")),
    )
