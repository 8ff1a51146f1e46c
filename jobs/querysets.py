"""What may be asked of jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet):
    def about(self, kind: str, subject: object) -> JobQuerySet:
        """Jobs of one kind about one thing, newest first."""
        return self.filter(kind=kind, subject=str(subject)).order_by("-created_at")

    def claimable(self, at: datetime) -> JobQuerySet:
        """Waiting, or left behind by a worker whose lease ran out."""
        return self.filter(Q(state="queued") | Q(state="running", lease_until__lt=at))

    def left_lying(self, at: datetime) -> JobQuerySet:
        """Waiting for longer than the sweeper and a free worker need."""
        return self.filter(state="queued", created_at__lt=at - timedelta(minutes=5))
