"""What may be asked of entries; today is always passed in, so that nothing must run at midnight."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, CharField, DateField, F, Q, When

from accounts.posts import rights_of


class PublicQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Read on the public connection, which can see nothing else."""
        return self.using("public")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Of the province for its education officers and administrators, all for the nation's; nobody else any."""
        rights = rights_of(user)
        if rights.national or rights.observer:
            return self
        return self.filter(jurisdiction__in=rights.education | rights.provincial)


class EntryQuerySet(PublicQuerySet):
    def with_status(self, today: date) -> EntryQuerySet:
        """Adds `status` and `status_since`: where each stands today; `status` is empty on no list."""
        come = Q(next_on__lte=today)
        moved = come & ~Q(next_list=F("list"))
        return self.annotate(
            status=Case(When(come, then=F("next_list")), default=F("list"), output_field=CharField()),
            status_since=Case(When(moved, then=F("next_on")), default=F("since"), output_field=DateField()),
        )

    def on_list(self, name: str, today: date) -> EntryQuerySet:
        """Those that stand on this list today."""
        still = Q(list=name) & (Q(next_on=None) | Q(next_on__gt=today))
        return self.filter(still | Q(next_on__lte=today, next_list=name))
