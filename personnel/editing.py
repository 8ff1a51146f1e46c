"""Adding, changing and taking out one person of a draft."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import Refused
from institutions.models import Dossier, Filing
from personnel import vault
from personnel.models import Person


def open_dossier(filing: Filing, *, lock: bool = False) -> Dossier:
    """The unsealed version of a draft or a rectification; Refused otherwise. `lock` keeps a submission waiting."""
    dossiers = filing.dossiers.select_for_update() if lock else filing.dossiers
    dossier = dossiers.filter(sealed_at=None).first() if filing.is_editable else None
    if dossier is None:
        raise Refused("not_editable", gettext_noop("These materials have been submitted and cannot be changed now."))
    return dossier


@transaction.atomic
def save_person(filing: Filing, person: Person, number: str) -> None:
    """Keep the person in the open version; an empty number keeps the one that is stored."""
    dossier = open_dossier(filing, lock=True)
    person.dossier = dossier
    if person.pk is None:
        last = dossier.people.aggregate(last=Max("position"))["last"]
        person.position = (last or 0) + 1
    if number:
        stored = vault.store([(person.identity_kind, number)])[0]
        person.identity_id = stored.identity_id
        person.identity_masked, person.identity_commitment = stored.masked, stored.commitment
    person.save()
    _touch(dossier)


@transaction.atomic
def remove_person(filing: Filing, line: UUID) -> None:
    """Take the person out of the open version; somebody who is gone already is no error."""
    dossier = open_dossier(filing, lock=True)
    dossier.people.filter(line=line).delete()
    _touch(dossier)


def _touch(dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(changed_at=clock.now())
