"""The two-person act behind every change of the lists."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from institutions.models.dossier import Dossier
from institutions.models.filing import Filing
from institutions.models.institution import Institution


class DecisionKind(models.TextChoices):
    ACCEPT = "accept", _("accept")
    ISSUE_NOTICE = "issue_notice", _("issue rectification notice")
    REJECT = "reject", _("reject")
    RESCIND = "rescind", _("rescind notice")
    CORRECT_ENTRY = "correct_entry", _("correct the list entry")
    WITHDRAW_ENTRY = "withdraw_entry", _("withdraw the list entry")
    SUSPEND_ENTRY = "suspend_entry", _("suspend the public notice")
    END_ENTRY = "end_entry", _("end the list entry")
    MOVE_IN = "move_in", _("move in a register")


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for the second officer")
    CONFIRMED = "confirmed", _("confirmed")
    RETURNED = "returned", _("returned")
    RETRACTED = "retracted", _("retracted")


class Decision(models.Model):
    """Proposed by one officer, then confirmed or returned by another, or retracted by the first."""

    kind = models.CharField(max_length=20, choices=DecisionKind)
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    # Empty for moving a whole register in.
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="decisions")
    # Empty for list acts.
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="decisions")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="decisions")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Exactly as the public will read it.
    public_reason = models.TextField(blank=True)
    internal_note = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    # What the act needs: deadline of a notice, list of a correction, and so on.
    terms = models.JSONField(default=dict)
    # A proposed rejection: the last day for the institution's statement.
    statement_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("filing", name="decision_one_proposed", condition=Q(state="proposed")),
            models.UniqueConstraint(
                "institution",
                name="decision_one_list_act_proposed",
                condition=Q(state="proposed", filing=None),
            ),
            models.CheckConstraint(
                name="decision_second_officer_is_another",
                condition=~Q(state__in=["confirmed", "returned"]) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decision_decided_by_somebody",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="decision_retracted_by_proposer",
                condition=~Q(state="retracted") | Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decision_returned_with_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["filing", "-proposed_at"], name="decision_of_filing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
