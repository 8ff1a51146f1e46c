"""The sections of a dossier that describe the institution: profile, platforms, commitment."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models.dossier import Dossier
from institutions.sealing import sealed_with_dossier


class InstitutionKind(models.TextChoices):
    COMPANY = "company", _("company")
    NON_ENTERPRISE = "non_enterprise", _("private non-enterprise unit")
    PUBLIC_INSTITUTION = "public_institution", _("public institution")


class Profile(models.Model):
    """机构信息: who the institution is; one row a dossier. A draft may be empty, completeness says what is missing."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="profile")
    line = models.UUIDField(default=uuid.uuid4)
    name = models.CharField(_("full name on the licence"), max_length=120, blank=True)
    brand = models.CharField(_("brand parents know"), max_length=60, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    kind = models.CharField(_("kind of institution"), max_length=20, choices=InstitutionKind, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    registered_address = models.CharField(_("registered address"), max_length=200, blank=True)
    contact_address = models.CharField(_("contact address"), max_length=200, blank=True)
    capital = models.DecimalField(
        _("registered capital, in 10,000 yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    established_on = models.DateField(_("established on"), null=True, blank=True)
    contact_person = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    # Shown to the public: where parents complain.
    complaint_contact = models.CharField(_("complaint phone or address shown to parents"), max_length=120, blank=True)
    party_organisation = models.CharField(_("party organisation"), max_length=120, blank=True)
    fund_management = models.TextField(_("how prepaid fees are kept and refunded"), blank=True)
    service_commitment = models.TextField(_("service commitment"), blank=True)
    network_security = models.TextField(_("network-security system"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "line", name="profile_line_once"),
            models.CheckConstraint(name="profile_capital", condition=Q(capital=None) | Q(capital__gte=0)),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return self.brand or self.name


class PlatformKind(models.TextChoices):
    WEBSITE = "website", _("website")
    APP = "app", _("app")
    WECHAT_ACCOUNT = "wechat_account", _("WeChat official account")
    MINI_PROGRAM = "mini_program", _("mini-program")
    DESKTOP_CLIENT = "desktop_client", _("desktop client")


class Platform(models.Model):
    """业务系统: a website, app, account, mini-program or client on which lessons are given."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="platforms")
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=PlatformKind)
    name = models.CharField(_("platform name"), max_length=60)
    address = models.CharField(_("address, app id or account id"), max_length=300, blank=True)
    icp_number = models.CharField(_("ICP filing number"), max_length=30, blank=True)
    telecom_licence = models.CharField(_("telecom licence"), max_length=40, blank=True)
    runs_telecom_business = models.BooleanField(_("runs telecom business"), null=True, blank=True)
    mlps_number = models.CharField(_("MLPS certificate number"), max_length=17, blank=True)
    mlps_level = models.PositiveSmallIntegerField(_("MLPS level"), null=True, blank=True)
    server_location = models.CharField(_("where the servers stand"), max_length=120, blank=True)
    content_months = models.PositiveSmallIntegerField(
        _("content and training data kept, in months"), null=True, blank=True
    )
    live_months = models.PositiveSmallIntegerField(_("live video kept, in months"), null=True, blank=True)
    log_months = models.PositiveSmallIntegerField(_("user logs kept, in months"), null=True, blank=True)
    eye_care = models.BooleanField(_("reminds pupils to rest their eyes"), null=True, blank=True)
    parental_control = models.BooleanField(_("has parental control"), null=True, blank=True)
    staff_shown = models.BooleanField(_("shows name, photo and certificate of teachers"), null=True, blank=True)
    fees_url = models.CharField(_("page that shows the fees"), max_length=300, blank=True)
    complaint_url = models.CharField(_("page for complaints"), max_length=300, blank=True)
    agreement_url = models.CharField(_("user agreement"), max_length=300, blank=True)
    users = models.PositiveIntegerField(_("registered users"), null=True, blank=True)
    description = models.TextField(_("what pupils do on it"), blank=True)

    class Meta:
        ordering = ["dossier", "position", "id"]
        constraints = [
            models.UniqueConstraint("dossier", "line", name="platform_line_once"),
            # What composite foreign keys inside one dossier point at.
            models.UniqueConstraint("dossier", "id", name="platform_in_dossier"),
            models.CheckConstraint(
                name="platform_mlps_level", condition=Q(mlps_level=None) | Q(mlps_level__range=(1, 5))
            ),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return self.name


class ResponsibleParty(models.TextChoices):
    OWN = "own", _("the institution runs its own platform")
    HOST = "host", _("a platform host files for the institution")


class Commitment(models.Model):
    """机构承诺: the signed undertaking; one row a dossier."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="commitment")
    line = models.UUIDField(default=uuid.uuid4)
    responsible = models.CharField(
        _("who is responsible for the filing"), max_length=10, choices=ResponsibleParty, blank=True
    )
    host_name = models.CharField(_("platform host"), max_length=120, blank=True)
    signatory = models.CharField(_("signed by"), max_length=60, blank=True)
    signatory_post = models.CharField(_("post of the signatory"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    materials_true = models.BooleanField(_("the materials are true and complete"), default=False)
    keeps_rules = models.BooleanField(_("the institution keeps the rules for online training"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint("dossier", "line", name="commitment_line_once")]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.signatory}"
