"""One version of a filing's materials, and the seal that freezes it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from institutions.models.filing import Filing


class Dossier(models.Model):
    """Version n of a filing's materials; sealed on submission with a SHA-256 digest over its content."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="dossiers")
    version = models.PositiveIntegerField()
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    # Which published description of the digest it follows (docs/digest.md).
    digest_form = models.PositiveSmallIntegerField(default=1)
    platform_count = models.PositiveIntegerField(default=0)
    person_count = models.PositiveIntegerField(default=0)
    course_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("filing", "version", name="dossier_version_once"),
            models.UniqueConstraint("filing", name="dossier_one_unsealed", condition=Q(sealed_at=None)),
            models.CheckConstraint(
                name="dossier_sealed_with_digest",
                condition=Q(sealed_at=None, digest="") | Q(sealed_at__isnull=False, digest__regex=r"^[0-9a-f]{64}$"),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="sealed_forever",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.sealed_at IS NOT NULL"),
                func="RAISE EXCEPTION 'dossier % is sealed', OLD.id USING ERRCODE = 'restrict_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing} v{self.version}"

    @property
    def is_sealed(self) -> bool:
        """Frozen: neither it nor its rows can be changed."""
        return self.sealed_at is not None
