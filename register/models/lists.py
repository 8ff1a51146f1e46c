"""What is stored of the lists: the changes (the truth), the entries derived from them, measures shown, reports."""

from __future__ import annotations

import builtins

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jurisdiction, User
from institutions.models import Decision, Dossier, Institution
from register.querysets import EntryQuerySet, PublicQuerySet, ReportQuerySet


class ListName(models.TextChoices):
    """Where an institution stands; empty = on no list (ended, suspended, withdrawn)."""

    WHITE = "white", _("white list")
    GRAY = "gray", _("gray list")
    BLACK = "black", _("black list")
    NOTICE = "notice", _("public notice")


class PublicStatus(models.TextChoices):
    """What the public may filter by: the lists, and `filed` (being screened, on no list yet)."""

    WHITE = "white", _("white list")
    GRAY = "gray", _("gray list")
    BLACK = "black", _("black list")
    NOTICE = "notice", _("public notice")
    FILED = "filed", _("filed, being screened")


class ListChange(models.Model):
    """One change of the lists; append-only. Where an institution stood on day D: data.md, "The truth"."""

    seq = models.BigAutoField(primary_key=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="list_changes")
    list = models.CharField(max_length=6, choices=ListName, blank=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    # As the public reads it.
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="list_changes")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="list_changes")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    # RFC 6962 leaf hash of the canonical line; see register/proofs.py.
    leaf = models.CharField(max_length=64)

    objects = PublicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "effective_on", "seq"], name="listchange_as_of"),
            models.Index(fields=["-effective_on", "-seq"], name="listchange_newest"),
            # The lists of a past day, all of them and one by itself.
            models.Index(fields=["-effective_on", "seq"], name="listchange_by_day"),
            models.Index(fields=["list", "-effective_on", "seq"], name="listchange_by_list"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.list or '-'} {self.effective_on}"


class Entry(models.Model):
    """One row an institution: what the public page and the search need; derived, rebuilt by one command.

    Where it stands today = `next_list` when `next_on` has come, else `list`.
    """

    institution = models.OneToOneField(Institution, models.CASCADE, related_name="entry")
    credit_code = models.CharField(max_length=18, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    # The dossier shown: of the newest list change, or, when only filed, none.
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    brand = models.CharField(max_length=60)
    list = models.CharField(max_length=6, choices=PublicStatus, blank=True)
    since = models.DateField(null=True)
    next_list = models.CharField(max_length=6, choices=PublicStatus, blank=True)
    next_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    filed_on = models.DateField(null=True)
    # [{"kind", "name", "address", "icp_number"}, …] for results.
    platforms = models.JSONField(default=builtins.list)
    subjects = ArrayField(models.CharField(max_length=12), default=builtins.list)
    grades = ArrayField(models.PositiveSmallIntegerField(), default=builtins.list)
    person_count = models.PositiveIntegerField(default=0)
    course_count = models.PositiveIntegerField(default=0)
    complaint_contact = models.CharField(max_length=120, blank=True)
    last_change = models.BigIntegerField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                name="entry_next_with_day",
                condition=Q(next_on=None, next_list="") | Q(next_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(F("since").desc(nulls_last=True), "id", name="entry_newest"),
            models.Index(fields=["list", "-since", "id"], name="entry_by_list"),
            models.Index(fields=["jurisdiction", "list", "-since", "id"], name="entry_by_jurisdiction"),
            # How many stand where, from the index alone.
            models.Index(fields=["jurisdiction", "list", "next_list", "next_on"], name="entry_standing"),
            models.Index(fields=["next_on"], name="entry_next", condition=Q(next_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.brand or self.name


class SearchTerm(models.Model):
    """One term that an entry is found by; register/terms.py makes them. The index alone answers a search."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="terms")
    # In the order of its bytes, so that a prefix is a range.
    term = models.CharField(max_length=320, db_collation="C")
    # Of the brand: among equals the shorter one comes first.
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["term"], include=["entry", "length"], name="searchterm_covering")]

    def __str__(self) -> str:
        return self.term


class MeasureKind(models.TextChoices):
    PAUSE_PLATFORM = "pause_platform", _("pause platform operation")
    STOP_PLATFORM = "stop_platform", _("stop platform operation")
    REMOVE_APP = "remove_app", _("remove the app from stores")
    CLOSE_WECHAT_ACCOUNT = "close_wechat_account", _("close the WeChat official account")
    CLOSE_MINI_PROGRAM = "close_mini_program", _("close the mini-program")
    ECONOMIC_PENALTY = "economic_penalty", _("economic penalty")


class MeasureStatus(models.TextChoices):
    ORDERED = "ordered", _("ordered")
    TAKEN = "taken", _("being carried out")
    DECLINED = "declined", _("declined")
    CARRIED_OUT = "carried_out", _("carried out")
    LIFTED = "lifted", _("lifted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublicMeasure(models.Model):
    """A measure as the public sees it; written by publishing, never by hand."""

    # The measure's own key in rectification, so that publishing twice writes one row.
    measure_id = models.BigIntegerField(unique=True)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="public_measures")
    kind = models.CharField(max_length=24, choices=MeasureKind)
    status = models.CharField(max_length=12, choices=MeasureStatus)
    department = models.CharField(max_length=20)
    decision_number = models.CharField(max_length=60, blank=True)
    ordered_on = models.DateField()
    status_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    reason = models.TextField(blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "-ordered_on"], name="publicmeasure_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class ProblemReport(models.Model):
    """举报: what a member of the public reports; never readable on the public connection."""

    number = models.CharField(max_length=12, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="problem_reports")
    # What they named: a name, a link, an app.
    about = models.CharField(max_length=300)
    text = models.TextField()
    contact = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    handling = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["jurisdiction", "-created_at"], name="problemreport_newest")]

    def __str__(self) -> str:
        return self.number
