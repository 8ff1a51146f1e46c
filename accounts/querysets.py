"""What may be asked of posts and programmes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import Programme


class PostQuerySet(models.QuerySet):
    def in_force(self, on: date) -> PostQuerySet:
        """Posts that give rights on the day `on`."""
        return self.filter(valid_from__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def in_force(self, jurisdiction_code: str, on: date) -> Programme | None:
        """The programme that a filing opened on the day `on` is screened under."""
        return self.filter(jurisdiction_id=jurisdiction_code, in_force_from__lte=on).order_by("-version").first()
