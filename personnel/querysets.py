"""What may be asked of training personnel."""

from __future__ import annotations

from django.db import models


class PersonQuerySet(models.QuerySet):
    def named(self, part: str) -> PersonQuerySet:
        """People whose name has this part; everybody when it is empty."""
        part = part.replace("\0", "").strip()
        return self.filter(name__icontains=part[:60]) if part else self
