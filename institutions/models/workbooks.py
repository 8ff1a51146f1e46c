"""What is stored of a workbook that was handed in, and of what is wrong in it; each room has its own tables."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from institutions.models.dossier import Dossier


class WorkbookImport(models.Model):
    """One uploaded workbook: the file, and what reading it found, its `errors`; the work is a job."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="%(app_label)s_imports")
    job_id = models.UUIDField(null=True)
    file = models.FileField(upload_to="workbooks/", max_length=120)
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.BigIntegerField()
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    # Headings that the platform does not know and left out.
    ignored_columns = ArrayField(models.CharField(max_length=80), default=list)
    # Some of those that are no longer in the workbook, for whoever decides whether they go.
    removed_names = ArrayField(models.CharField(max_length=120), default=list)
    # The workbook with its problems marked.
    annotated = models.FileField(upload_to="workbooks/", max_length=120, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["dossier", "-uploaded_at"], name="%(class)s_newest")]

    def __str__(self) -> str:
        return self.file_name


class WorkbookProblem(models.Model):
    """One thing wrong in a workbook: where, what, how to mend it. The value is masked where it is private."""

    # Row as the spreadsheet program counts it; 0 when it is about the whole file.
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.code}"
