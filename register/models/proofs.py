"""What is stored of the proofs: the checkpoints that were signed, and roots of parts of the tree."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from register.querysets import PublicQuerySet


class Checkpoint(models.Model):
    """The log of list changes as it was signed once; append-only. All nodes serve the latest one."""

    # How many changes it covers, and the last of them.
    size = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    # Merkle root, as 64 hexadecimal digits.
    root = models.CharField(max_length=64)
    # The verifier key of whoever signed, and the signed note as it is published.
    key = models.CharField(max_length=300)
    note = models.TextField()
    signed_at = models.DateTimeField()

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("size", "key", name="checkpoint_size_once"),
            models.CheckConstraint(name="checkpoint_root", condition=Q(root__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"


class Tile(models.Model):
    """The root over 256 leaves of the log, once all of them were signed: proofs are made from it. Append-only."""

    # The first tile is number 0.
    number = models.BigIntegerField(primary_key=True)
    last_seq = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)

    objects = PublicQuerySet.as_manager()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number} {self.root[:12]}"
