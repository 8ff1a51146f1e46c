"""Rows of one province: who may see them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from accounts.posts import rights_of


class OfProvince(models.QuerySet[Any]):
    """Rows with a `jurisdiction`."""

    def visible_to(self, user: Any) -> Self:
        """Of the province for its administrators, all for the nation's; nobody else any."""
        rights = rights_of(user)
        if rights.national or rights.observer:
            return self
        return self.filter(jurisdiction__in=rights.provincial)

    def of_officer(self, user: Any) -> Self:
        """Of the provinces for which the person works in any post."""
        return self.filter(jurisdiction__in=rights_of(user).jurisdictions)
