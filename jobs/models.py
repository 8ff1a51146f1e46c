"""What is stored of background work: the job row is the truth, the broker only wakes a worker."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.querysets import JobQuerySet


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """One piece of work; a worker holds it by a lease that the sweeper takes back when it runs out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    # What it is about: the app's own key (a filing's id, a dossier's id), never a foreign key upwards.
    subject = models.CharField(max_length=60)
    requested_by = models.BigIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    phase = models.CharField(max_length=40, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~Q(state="running") | Q(lease_until__isnull=False),
            ),
            models.CheckConstraint(name="job_done_within_total", condition=Q(total=0) | Q(done__lte=models.F("total"))),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="job_open", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["kind", "subject", "-created_at"], name="job_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"

    @property
    def is_open(self) -> bool:
        """Still to be done or being done."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


class DemoClock(models.Model):
    """The one row that shifts the demo's clock; without DEMO it is never read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    shift = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(name="democlock_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.shift)
