"""What may be asked of training personnel."""

from __future__ import annotations

from django.db import models


class PersonQuerySet(models.QuerySet):
    def foreign(self) -> PersonQuerySet:
        """People of another nationality: their background must be shown."""
        return self.exclude(nationality="CN")
