"""Uploaded files, and the documents of a dossier that point at them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models.dossier import Dossier
from institutions.sealing import sealed_with_dossier


class ScanState(models.TextChoices):
    PENDING = "pending", _("being checked")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("harmful")
    UNCHECKED = "unchecked", _("not checked: no scanner is set up")


class Blob(models.Model):
    """One uploaded file by its SHA-256; its scan state may change: it is outside the seal."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40)
    pages = models.PositiveIntegerField()
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.PENDING)
    file = models.FileField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="blob_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="blob_size", condition=Q(size__gt=0, size__lte=20 * 1024 * 1024)),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class DocumentKind(models.TextChoices):
    BUSINESS_LICENCE = "business_licence", _("business licence")
    CONTRACT_TEMPLATE = "contract_template", _("contract template")
    PRIVACY_POLICY = "privacy_policy", _("privacy policy")
    FUND_MANAGEMENT = "fund_management", _("fund management rules")
    SECURITY_SYSTEM = "security_system", _("network-security system")
    ICP_SCREENSHOT = "icp_screenshot", _("ICP filing screenshot")
    TELECOM_LICENCE = "telecom_licence", _("telecom licence")
    MLPS_CERTIFICATE = "mlps_certificate", _("MLPS certificate")
    MLPS_REPORT = "mlps_report", _("MLPS evaluation report")
    USER_AGREEMENT = "user_agreement", _("user agreement")
    COPYRIGHT_PROOF = "copyright_proof", _("copyright proof")
    IMPORTED_COURSE_PROOF = "imported_course_proof", _("proof for an imported course")
    SIGNED_COMMITMENT = "signed_commitment", _("signed commitment")
    OTHER = "other", _("other document")


class DossierDocument(models.Model):
    """A document of the dossier, perhaps about one platform or course (by section and line)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="documents")
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind of document"), max_length=30, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=120, blank=True)
    file_name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="uses")
    about_section = models.CharField(max_length=20, blank=True)
    about_line = models.UUIDField(null=True)

    class Meta:
        ordering = ["dossier", "position", "id"]
        constraints = [models.UniqueConstraint("dossier", "line", name="dossierdocument_line_once")]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return self.title or self.file_name
