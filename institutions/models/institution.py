"""An institution and the people who file for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Jurisdiction, User
from institutions.querysets import InstitutionQuerySet


class Institution(models.Model):
    """A company that runs off-campus online training; identity = unified social credit code."""

    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="institutions")
    # As first given; what is filed and published is in the dossier's profile.
    name = models.CharField(_("name"), max_length=120)
    succeeds = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    created_at = models.DateTimeField()

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["jurisdiction"], name="institution_jurisdiction")]

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    FILER = "filer", _("filer")
    ADMINISTRATOR = "administrator", _("institution administrator")


class Membership(models.Model):
    """A person who files for an institution."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "institution", name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.institution_id} {self.role}"


class Invitation(models.Model):
    """An open invitation to file for an institution; gone once accepted or withdrawn."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=MembershipRole)
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("institution", "email", name="invitation_once")]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.email}"
