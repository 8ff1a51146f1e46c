"""What is stored of screening: rule settings, findings, the departments' opinions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Programme, User
from institutions.models import Dossier
from institutions.sealing import sealed_with_dossier
from screening.querysets import FindingQuerySet, OpinionQuerySet
from screening.rules.rule import Severity


class RuleSetting(models.Model):
    """The limits of one rule, of the nation (no programme) or of a programme, from a day on."""

    rule = models.CharField(max_length=20)
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="rule_settings")
    effective_from = models.DateField()
    enabled = models.BooleanField(default=True)
    limits = models.JSONField(default=dict)
    # For BANNED-CONTENT: the province's word list.
    words = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "rule", "programme", "effective_from", name="rulesetting_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.effective_from}"


class FindingStatus(models.TextChoices):
    CANDIDATE = "candidate", _("to be decided")
    CONFIRMED = "confirmed", _("confirmed")
    DISMISSED = "dismissed", _("dismissed")


class Section(models.TextChoices):
    PROFILE = "profile", _("institution")
    PLATFORMS = "platforms", _("platforms")
    DOCUMENTS = "documents", _("documents")
    PERSONNEL = "personnel", _("personnel")
    COURSES = "courses", _("courses")
    COMMITMENT = "commitment", _("commitment")


class Finding(models.Model):
    """问题: one problem in a dossier, tied to the row it is about by (section, line)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="findings")
    # Empty when an officer raised it by hand.
    rule = models.CharField(max_length=20, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    section = models.CharField(max_length=12, choices=Section)
    line = models.UUIDField(null=True)
    # Digest of the row it is about: unchanged in the next version means the same problem.
    row_digest = models.CharField(max_length=64, blank=True)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.SERIOUS)
    # What a rule saw, in named values that its wording uses.
    evidence = models.JSONField(default=dict)
    # What an officer wrote, when raised by hand.
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=FindingStatus, default=FindingStatus.CANDIDATE)
    raised_at = models.DateTimeField()
    verdict_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    verdict_reason = models.TextField(blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "dossier",
                "rule",
                "section",
                "line",
                name="finding_rule_once",
                condition=~Q(rule=""),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="finding_raised_by_rule_or_officer",
                condition=(~Q(rule="") & Q(raised_by=None)) | (Q(rule="") & Q(raised_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="finding_verdict_by_somebody",
                condition=Q(status="candidate", verdict_at=None)
                | (~Q(status="candidate") & Q(verdict_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="finding_dismissed_with_reason",
                condition=~Q(status="dismissed") | ~Q(verdict_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "status"], name="finding_of_dossier"),
            # What stands beside a thing; ten thousand findings on one dossier are joined by it.
            models.Index(fields=["dossier", "line"], name="finding_about"),
            models.Index(fields=["rule", "status"], name="finding_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule or 'officer'} {self.section} {self.status}"

    @property
    def is_carried_over(self) -> bool:
        """Dismissed on an earlier version, of which nothing that it was about has changed."""
        return self.verdict_at is not None and self.verdict_at < self.raised_at


class Explanation(models.Model):
    """情况说明: what the institution says beforehand about something that a rule would find."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="explanations")
    rule = models.CharField(max_length=20)
    section = models.CharField(max_length=12, choices=Section)
    line = models.UUIDField(null=True)
    text = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "dossier", "rule", "section", "line", name="explanation_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="explanation_says_something", condition=~Q(text="")),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return f"{self.rule} {self.section}"


class Verdict(models.TextChoices):
    NO_OBJECTION = "no_objection", _("no objection")
    PROBLEMS_FOUND = "problems_found", _("problems found")


class Opinion(models.Model):
    """会审意见: one department's verdict on one dossier; a revision is a new row."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="opinions")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(max_length=14, choices=Verdict)
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("dossier", "department", "revision", name="opinion_revision_once")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.verdict}"


class Screening(models.Model):
    """One run of all rules over a dossier: when, and with which settings."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="screening")
    screened_at = models.DateTimeField()
    findings = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.screened_at}"
