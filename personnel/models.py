"""What is stored of training personnel: public and private columns, and the identity vault."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from institutions.models import Dossier
from institutions.sealing import sealed_with_dossier
from personnel import nationalities
from personnel.cells import FIRST_YEAR
from personnel.identifiers import mask_certificate
from personnel.querysets import PersonQuerySet


class IdentityKind(models.TextChoices):
    RESIDENT = "resident", _("resident identity card")
    PASSPORT = "passport", _("passport")
    HK_MACAO = "hk_macao", _("Hong Kong or Macao permit")
    TAIWAN = "taiwan", _("Taiwan permit")
    FOREIGN_RESIDENT = "foreign_resident", _("foreign permanent resident card")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class PersonRole(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    TUTOR = "tutor", _("tutor")
    RESEARCHER = "researcher", _("curriculum researcher")
    MANAGER = "manager", _("manager")


class Employment(models.TextChoices):
    FULL_TIME = "full_time", _("full time")
    PART_TIME = "part_time", _("part time")


class Stage(models.TextChoices):
    PRIMARY = "primary", _("primary")
    JUNIOR = "junior", _("junior secondary")
    SENIOR = "senior", _("senior secondary")


class Subject(models.TextChoices):
    CHINESE = "chinese", pgettext_lazy("subject", "Chinese")
    MATHEMATICS = "mathematics", _("mathematics")
    ENGLISH = "english", pgettext_lazy("subject", "English")
    PHYSICS = "physics", _("physics")
    CHEMISTRY = "chemistry", _("chemistry")
    BIOLOGY = "biology", _("biology")
    HISTORY = "history", _("history")
    GEOGRAPHY = "geography", _("geography")
    POLITICS = "politics", _("ideology and politics")
    JAPANESE = "japanese", pgettext_lazy("subject", "Japanese")
    RUSSIAN = "russian", pgettext_lazy("subject", "Russian")


# Subjects whose teachers must hold a qualification certificate (教基函〔2019〕8号, 师资合格).
CERTIFIED_SUBJECTS = [
    Subject.CHINESE,
    Subject.MATHEMATICS,
    Subject.ENGLISH,
    Subject.POLITICS,
    Subject.HISTORY,
    Subject.GEOGRAPHY,
    Subject.PHYSICS,
    Subject.CHEMISTRY,
    Subject.BIOLOGY,
]


class Identity(models.Model):
    """The vault: one identity number, encrypted, found by keyed hash; outside every seal, so it can be erased."""

    kind = models.CharField(max_length=20, choices=IdentityKind)
    # HMAC-SHA256 of kind and normalised number under a key derived from PII_KEY.
    look_up = models.BinaryField(unique=True, max_length=32)
    # AES-GCM: 12 bytes nonce, ciphertext, 16 bytes tag.
    ciphertext = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16)
    # 16 random bytes: Person.identity_commitment = SHA-256(salt + normalised number).
    salt = models.BinaryField(max_length=16)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Person(models.Model):
    """培训人员: one person of a dossier. Private columns never reach the public connection."""

    # Without an index of its own: those below begin with it.
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="people", db_index=False)
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=60)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    # ISO 3166-1 alpha-2.
    nationality = models.CharField(_("nationality"), max_length=2, default="CN")
    identity_kind = models.CharField(_("kind of identity document"), max_length=20, choices=IdentityKind)
    # Indexed below.
    identity = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="people", db_index=False)
    identity_masked = models.CharField(max_length=32, blank=True)
    identity_commitment = models.CharField(max_length=64)
    certificate_number = models.CharField(_("teacher qualification number"), max_length=17, blank=True)
    subjects = ArrayField(models.CharField(max_length=12), verbose_name=_("subjects"), default=list)
    stages = ArrayField(models.CharField(max_length=8), verbose_name=_("stages"), default=list)
    role = models.CharField(_("role"), max_length=12, choices=PersonRole)
    employment = models.CharField(_("employment"), max_length=10, choices=Employment, blank=True)
    employed_from = models.DateField(_("employed from"), null=True, blank=True)
    in_service = models.BooleanField(_("in-service school teacher"), default=False)
    education = models.TextField(_("education"), blank=True)
    work = models.TextField(_("work experience"), blank=True)
    teaching = models.TextField(_("teaching experience"), blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "line", name="person_line_once"),
            models.UniqueConstraint("dossier", "id", name="person_in_dossier"),
            models.CheckConstraint(
                name="person_certificate_form",
                condition=Q(certificate_number="") | Q(certificate_number__regex=r"^[0-9]{17}$"),
            ),
            models.CheckConstraint(name="person_nationality", condition=Q(nationality__regex=r"^[A-Z]{2}$")),
            models.CheckConstraint(
                name="person_employed_from",
                condition=Q(employed_from=None) | Q(employed_from__range=(date(FIRST_YEAR, 1, 1), date(2100, 12, 31))),
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "position"], name="person_in_order"),
            models.Index(fields=["identity"], name="person_identity"),
            models.Index(fields=["certificate_number"], name="person_certificate", condition=~Q(certificate_number="")),
            models.Index(fields=["name"], name="person_name"),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return self.name

    def get_nationality_display(self) -> str:
        """The country, in the reader's words."""
        return nationalities.name_of(self.nationality)

    @property
    def certificate_masked(self) -> str:
        """The certificate's number as it may be shown."""
        return mask_certificate(self.certificate_number)

    @property
    def subjects_display(self) -> str:
        """What is taught, in the reader's words."""
        return _worded(Subject, self.subjects)

    @property
    def stages_display(self) -> str:
        """Whom it is taught to, in the reader's words."""
        return _worded(Stage, self.stages)


def _worded(choices: type[models.TextChoices], values: list[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(str(choices(value).label) for value in values)


class PersonnelImport(models.Model):
    """One uploaded personnel workbook: the file, and what reading it found; the work is a job."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="personnel_imports")
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
    # Some of the people that are no longer in the workbook, for whoever decides whether they go.
    removed_names = ArrayField(models.CharField(max_length=60), default=list)
    # The workbook with its problems marked.
    annotated = models.FileField(upload_to="workbooks/", max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["dossier", "-uploaded_at"], name="personnelimport_newest")]

    def __str__(self) -> str:
        return self.file_name


class WorkbookError(models.Model):
    """One thing wrong in a workbook: where, what, how to mend it. The value is masked where it is private."""

    personnel_import = models.ForeignKey(PersonnelImport, models.CASCADE, related_name="errors")
    # Row as the spreadsheet program counts it; 0 when it is about the whole file.
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["personnel_import", "code", "row"], name="workbookerror_grouped")]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.code}"
