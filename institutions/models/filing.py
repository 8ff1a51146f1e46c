"""A filing, its number, its events."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jurisdiction, Programme, User
from institutions.models.institution import Institution
from institutions.querysets import FilingQuerySet


class Kind(models.TextChoices):
    INITIAL = "initial", _("initial filing")
    CHANGE = "change", _("change filing")
    INSPECTION = "inspection", _("inspection")
    IMPORTED = "imported", _("moved in")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    FLAGGED = "flagged", _("problems found")
    RECTIFYING = "rectifying", _("rectifying")
    CLOSED = "closed", _("closed")


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Action(models.TextChoices):
    """The verbs of the workflow; the table itself is `rectification/workflow.py`."""

    OPEN = "open", _("open")
    SUBMIT = "submit", _("submit")
    FLAG = "flag", _("flag")
    ACCEPT = "accept", _("accept")
    CLEAR = "clear", _("clear")
    ISSUE_NOTICE = "issue_notice", _("issue notice")
    RESUBMIT = "resubmit", _("resubmit")
    EXTEND = "extend", _("extend")
    REJECT = "reject", _("reject")
    WITHDRAW = "withdraw", _("withdraw")
    TAKE_BACK = "take_back", _("take back")
    RESCIND = "rescind", _("rescind notice")
    OPEN_INSPECTION = "open_inspection", _("open inspection")
    MOVE_IN = "move_in", _("move in")


class FilingSerial(models.Model):
    """The last serial given in a jurisdiction and year."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("jurisdiction", "year", name="filingserial_once"),
            models.CheckConstraint(name="filingserial_six_digits", condition=Q(last__lte=999999)),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.year} {self.last}"


class Filing(models.Model):
    """One case. Only `rectification/workflow.py` writes `state`; the database refuses everything else."""

    number = models.CharField(_("filing number"), max_length=13, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="filings")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    # Counts every write of the row; pages carry it, transitions compare it.
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    state_since = models.DateTimeField()
    first_submitted_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # Last day of rectification, while a notice runs.
    deadline = models.DateField(null=True)
    # The institution handed in after the deadline.
    late = models.BooleanField(default=False)
    # Why an inspection was opened: report, rule, upheld objection.
    cause = models.TextField(blank=True)
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="filing_outcome_when_closed",
                condition=Q(state="closed", outcome__in=["accepted", "rejected", "withdrawn"])
                | (~Q(state="closed") & Q(outcome="")),
            ),
            models.CheckConstraint(name="filing_number_form", condition=Q(number__regex=r"^[0-9]{13}$")),
            models.CheckConstraint(
                name="filing_kind_state",
                condition=Q(kind__in=["initial", "change"])
                | (Q(kind="inspection") & ~Q(state="draft"))
                | Q(kind="imported", state="closed"),
            ),
            models.UniqueConstraint(
                "institution",
                name="filing_one_open",
                condition=~Q(state="closed") & ~Q(kind="inspection"),
            ),
            models.UniqueConstraint(
                "institution",
                name="filing_one_open_inspection",
                condition=~Q(state="closed") & Q(kind="inspection"),
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "state_since"], name="filing_queue"),
            models.Index(fields=["jurisdiction", "deadline"], name="filing_deadline", condition=Q(state="rectifying")),
            models.Index(fields=["institution", "-opened_at"], name="filing_of_institution"),
            # The desk's pages are read in this order and stop after one page, of a province or the nation.
            models.Index(
                fields=["jurisdiction", "state_since", "number"],
                name="filing_open_of_province",
                condition=~Q(state="closed"),
            ),
            models.Index(fields=["state_since", "number"], name="filing_open", condition=~Q(state="closed")),
            models.Index(fields=["jurisdiction", "state_since", "number"], name="filing_of_province"),
            models.Index(fields=["state_since", "number"], name="filing_in_order"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.state != State.CLOSED

    @property
    def is_editable(self) -> bool:
        """The filer may change the materials now."""
        return self.state in (State.DRAFT, State.RECTIFYING)


class FilingEvent(models.Model):
    """One thing that happened to a filing; append-only, each sealing the last of its filing by digest."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=30)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    dossier_version = models.PositiveIntegerField(null=True)
    data = models.JSONField(default=dict)
    # SHA-256 over the digest before it and this event's own columns; see institutions/events.py.
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("filing", "seq", name="filingevent_seq_once")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} #{self.seq} {self.action}"
