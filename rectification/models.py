"""What is stored of rectification: notices, items, responses, judgements, statements, resolutions, measures."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Jurisdiction, User
from institutions.models import Blob, Decision, Dossier, Filing, Institution
from rectification.provinces import OfProvince
from rectification.table import state_trigger_sql
from register.models import ListChange, MeasureKind, MeasureStatus
from screening.models import Finding, Section


class GuardedFiling(Filing):
    """Puts the workflow's table into the database: no other insert or change of state gets through."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="state_table",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=state_trigger_sql(),
            )
        ]


class Notice(models.Model):
    """整改通知书: the rectification requirements sent to the institution, round by round."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="notices")
    round = models.PositiveSmallIntegerField()
    # 浙教线上整改〔2020〕18号, the platform's own numbering.
    number = models.CharField(max_length=60, unique=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notices")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="notice")
    issued_on = models.DateField()
    # As issued; Filing.deadline holds what extensions made of it.
    deadline = models.DateField()
    text = models.TextField(blank=True)
    rescinded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("filing", "round", name="notice_round_once"),
            models.CheckConstraint(name="notice_deadline_after_issue", condition=Q(deadline__gt=F("issued_on"))),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeItem(models.Model):
    """整改要求: one numbered requirement, from one confirmed finding."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="notice_items")
    section = models.CharField(max_length=12, choices=Section)
    line = models.UUIDField(null=True)
    requirement = models.TextField(blank=True)

    class Meta:
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint("notice", "number", name="noticeitem_number_once"),
            models.UniqueConstraint("notice", "finding", name="noticeitem_finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} #{self.number}"


class Response(models.Model):
    """整改说明: the institution's answer to one item; evidence beside it."""

    item = models.OneToOneField(NoticeItem, models.CASCADE, related_name="response")
    text = models.TextField()
    evidence = models.ManyToManyField(Blob, through="ResponseEvidence", related_name="+")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"response to {self.item_id}"


class ResponseEvidence(models.Model):
    """A file handed in as evidence of an answer."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint("response", "blob", name="responseevidence_once")]

    def __str__(self) -> str:
        return self.file_name


class JudgementVerdict(models.TextChoices):
    RECTIFIED = "rectified", _("rectified")
    INADEQUATE = "inadequate", _("inadequate")


class Judgement(models.Model):
    """Education's judgement of one response; inadequate confirms a finding on the current version."""

    item = models.OneToOneField(NoticeItem, models.CASCADE, related_name="judgement")
    # The resubmitted version that was judged.
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=10, choices=JudgementVerdict)
    reason = models.TextField(blank=True)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+")
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="judgement_inadequate_has_finding",
                condition=Q(verdict="rectified", finding=None) | Q(verdict="inadequate", finding__isnull=False),
            ),
            models.CheckConstraint(
                name="judgement_inadequate_with_reason", condition=Q(verdict="rectified") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.verdict}"


class Statement(models.Model):
    """陈述申辩: the institution's defence against a proposed rejection."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="statement")
    text = models.TextField()
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    # The officer who read it; a rejection cannot be confirmed before.
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"statement on {self.decision_id}"


class Resolution(models.Model):
    """会商纪要: a joint-meeting resolution of two officers that stands in for a department's opinion."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="resolutions")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    held_on = models.DateField()
    attendance = models.TextField()
    text = models.TextField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "department", name="resolution_once"),
            models.CheckConstraint(
                name="resolution_second_officer_is_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.department_id}"


class Measure(models.Model):
    """处置措施: an enforcement measure, carried out by one department."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="measures")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="measures")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="measures")
    kind = models.CharField(_("measure"), max_length=24, choices=MeasureKind)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=MeasureStatus, default=MeasureStatus.ORDERED)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    amount = models.DecimalField(_("amount in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # The platform it is about, by line.
    platform_line = models.UUIDField(null=True)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    status_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    status_at = models.DateTimeField()
    status_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_amount_of_penalty",
                condition=Q(kind="economic_penalty", amount__gt=0) | (~Q(kind="economic_penalty") & Q(amount=None)),
            ),
            models.CheckConstraint(
                name="measure_declined_with_reason",
                condition=~Q(status__in=["declined", "withdrawn"]) | ~Q(status_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["department", "status"], name="measure_of_department")]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class MinistryReport(models.Model):
    """报送: what a province told the ministry of its lists, in the working days that the programme gives."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="ministry_reports")
    # One after the other in each province: 第 3 期.
    serial = models.PositiveIntegerField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    note = models.TextField(blank=True)

    objects = OfProvince.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("jurisdiction", "serial", name="ministryreport_once")]
        indexes = [models.Index(fields=["-sent_at"], name="ministryreport_newest")]
        triggers = [pgtrigger.Protect(name="as_sent", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.serial}"


class ReportedChange(models.Model):
    """One list change in a report to the ministry; each is reported once."""

    report = models.ForeignKey(MinistryReport, models.PROTECT, related_name="lines")
    change = models.OneToOneField(ListChange, models.PROTECT, related_name="reported")
    # The last day on which it was to be reported.
    due_on = models.DateField()

    class Meta:
        triggers = [pgtrigger.Protect(name="as_sent", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.report_id} #{self.change_id}"


class Purpose(models.TextChoices):
    """Where a canned reason is offered."""

    DISMISSAL = "dismissal", _("dismissing a finding")
    ACCEPTANCE = "acceptance", _("the public reason of an acceptance")
    NOTICE_REASON = "notice_reason", _("the public reason of a notice")
    REJECTION = "rejection", _("the public reason of a rejection")
    PUBLIC_REASON = "public_reason", _("any reason that the public reads")
    NOTICE = "notice", _("the opening words of a notice")


class CannedReason(models.Model):
    """常用语: a text that a province's officers put into reasons and notices; kept by its administrator."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="canned_reasons")
    purpose = models.CharField(max_length=14, choices=Purpose)
    title = models.CharField(_("short name"), max_length=30)
    text = models.TextField(_("text"))

    objects = OfProvince.as_manager()

    class Meta:
        ordering = ["purpose", "title"]
        constraints = [
            models.UniqueConstraint("jurisdiction", "purpose", "title", name="cannedreason_title_once"),
        ]

    def __str__(self) -> str:
        return self.title
