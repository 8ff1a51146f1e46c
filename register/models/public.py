"""The views that the public connection reads: public columns only, of dossiers that a list change names.

Their SQL is in the migration `public_views`; a column that is not here does not exist for the public.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from courses.models import ChargeMode, Mode, Weekday
from institutions.models import InstitutionKind, PlatformKind
from personnel import nationalities
from personnel.models import PersonRole, Stage, Subject


class PublicView(models.Model):
    """A view read on the public connection; see filing_platform/routers.py."""

    public_only = True

    dossier_id = models.BigIntegerField()
    line = models.UUIDField()

    class Meta:
        abstract = True
        managed = False

    def __str__(self) -> str:
        return str(self.line)


class PublicProfile(PublicView):
    dossier_id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    brand = models.CharField(max_length=60)
    credit_code = models.CharField(max_length=18)
    kind = models.CharField(max_length=20, choices=InstitutionKind)
    legal_representative = models.CharField(max_length=60)
    registered_address = models.CharField(max_length=200)
    established_on = models.DateField(null=True)
    complaint_contact = models.CharField(max_length=120)
    fund_management = models.TextField()
    service_commitment = models.TextField()
    # Of the whole sealed dossier; the proof of a list change contains it.
    digest = models.CharField(max_length=64)

    class Meta(PublicView.Meta):
        db_table = "public_profile"


class PublicPlatform(PublicView):
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=PlatformKind)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=300)
    icp_number = models.CharField(max_length=30)
    telecom_licence = models.CharField(max_length=40)
    mlps_level = models.PositiveSmallIntegerField(null=True)
    fees_url = models.CharField(max_length=300)
    complaint_url = models.CharField(max_length=300)

    class Meta(PublicView.Meta):
        db_table = "public_platform"


class PublicPerson(PublicView):
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    nationality = models.CharField(max_length=2)
    # First 6 and last 3 digits.
    certificate_masked = models.CharField(max_length=17)
    # The type digit of the number: 1 kindergarten … 7 higher.
    certificate_type = models.CharField(max_length=1)
    subjects = ArrayField(models.CharField(max_length=12))
    stages = ArrayField(models.CharField(max_length=8))
    role = models.CharField(max_length=12, choices=PersonRole)
    # Only of foreign staff (FOREIGN-RECORD); empty for everybody else.
    education = models.TextField()
    work = models.TextField()
    teaching = models.TextField()

    class Meta(PublicView.Meta):
        db_table = "public_person"

    def get_nationality_display(self) -> str:
        """The country, in the reader's words."""
        return nationalities.name_of(self.nationality)


class PublicCourse(PublicView):
    position = models.PositiveIntegerField()
    platform_line = models.UUIDField(null=True)
    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=12, choices=Subject)
    stage = models.CharField(max_length=8, choices=Stage)
    grades = ArrayField(models.PositiveSmallIntegerField())
    mode = models.CharField(max_length=8, choices=Mode)
    introduction = models.TextField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    lesson_count = models.PositiveIntegerField(null=True)
    lesson_minutes = models.PositiveSmallIntegerField(null=True)
    class_size = models.PositiveIntegerField(null=True)
    charge_mode = models.CharField(max_length=10, choices=ChargeMode)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    hours_per_payment = models.PositiveIntegerField(null=True)
    months_per_payment = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    refund_rule = models.TextField()
    textbook = models.CharField(max_length=200)

    class Meta(PublicView.Meta):
        db_table = "public_course"


class PublicLesson(PublicView):
    course_line = models.UUIDField()
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    lesson_minutes = models.PositiveSmallIntegerField()
    break_minutes = models.PositiveSmallIntegerField()

    class Meta(PublicView.Meta):
        db_table = "public_lesson"


class PublicCourseTeacher(PublicView):
    course_line = models.UUIDField()
    person_line = models.UUIDField()

    class Meta(PublicView.Meta):
        db_table = "public_course_teacher"


class PublicFigures(models.Model):
    """Filed institutions, personnel and courses of a jurisdiction: the counts stored at the seal, added up."""

    public_only = True

    jurisdiction = models.CharField(max_length=2, primary_key=True)
    institutions = models.IntegerField()
    personnel = models.IntegerField()
    courses = models.IntegerField()

    class Meta:
        managed = False
        db_table = "public_figures"

    def __str__(self) -> str:
        return self.jurisdiction
