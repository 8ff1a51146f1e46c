"""What may be asked of institutions and filings; `visible_to` is the one door."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import ProgrammeDepartment
from accounts.posts import rights_of


class InstitutionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> InstitutionQuerySet:
        """Own institutions of a filer, the jurisdiction's of an officer, all of the nation's observers."""
        rights = rights_of(user)
        if rights.national or rights.observer:
            return self
        if rights.jurisdictions:
            return self.filter(jurisdiction__in=rights.jurisdictions)
        if getattr(user, "is_authenticated", False):
            return self.filter(memberships__user=user)
        return self.none()


class FilingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> FilingQuerySet:
        """What the person may see: workflow.md, "Who sees what". The rest does not exist for them."""
        rights = rights_of(user)
        if rights.national or rights.observer:
            return self.exclude(state="draft")
        if rights.is_officer:
            return self.filter(_of_province(rights) | _of_departments(rights))
        if getattr(user, "is_authenticated", False):
            return self.filter(institution__memberships__user=user)
        return self.none()

    def open(self) -> FilingQuerySet:
        """Not closed yet."""
        return self.exclude(state="closed")


def _of_province(rights: Any) -> Q:
    return Q(jurisdiction__in=rights.education | rights.provincial) & ~Q(state="draft")


def _of_departments(rights: Any) -> Q:
    seen = Q(pk__in=[])
    for jurisdiction, department in rights.departments:
        takes_part = ProgrammeDepartment.objects.filter(programme=OuterRef("programme"), department=department)
        seen |= Q(Exists(takes_part), jurisdiction=jurisdiction, first_submitted_at__isnull=False) & ~Q(state="draft")
    return seen
