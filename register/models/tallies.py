"""What is stored of the figures: sums that triggers keep, in the transaction that changes what is counted.

Their SQL is in the migration `tallies`; nothing but triggers and register/tallies.py writes them.
"""

from __future__ import annotations

from django.db import models

from institutions.models import Institution


class Filed(models.Model):
    """What counts of an institution in the national figures: its latest sealed dossier; place is empty for nothing."""

    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True, related_name="+")
    place = models.CharField(max_length=12, blank=True)
    personnel = models.PositiveIntegerField()
    courses = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.institution_id} {self.place}"


class Topic(models.TextChoices):
    """What a tally counts, and what its `place` is."""

    FILED = "filed", "institutions that have filed, of a jurisdiction"
    ENTRY = "entry", "entries, of a jurisdiction"
    SUBJECT = "subject", "entries, of a subject taught"


class Tally(models.Model):
    """A part of a sum: a figure is the sum over all rows that speak of it, and true at any moment."""

    topic = models.CharField(max_length=8, choices=Topic)
    place = models.CharField(max_length=12)
    # As an entry has them.
    list = models.CharField(max_length=6, blank=True)
    next_list = models.CharField(max_length=6, blank=True)
    next_on = models.DateField(null=True)
    institutions = models.IntegerField()
    personnel = models.BigIntegerField()
    courses = models.BigIntegerField()
    # Of the entries those that came from a register kept elsewhere.
    moved_in = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.topic} {self.place} {self.institutions:+}"
