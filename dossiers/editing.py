"""Which version may be edited now."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import Refused
from institutions.models import Dossier, Filing


def editable_dossier(filing: Filing) -> Dossier:
    """The unsealed version of a filing that is a draft or being rectified; Refused otherwise."""
    dossier = filing.dossiers.filter(sealed_at=None).first() if filing.is_editable else None
    if dossier is None:
        raise Refused("not_editable", gettext_noop("These materials have been submitted and cannot be changed now."))
    return dossier


def current_dossier(filing: Filing) -> Dossier | None:
    """The current version: the latest sealed one."""
    return filing.dossiers.filter(sealed_at__isnull=False).order_by("-version").first()


def touched(dossier: Dossier) -> None:
    """Note that the draft was changed just now."""
    dossier.changed_at = clock.now()
    dossier.save(update_fields=["changed_at"])
