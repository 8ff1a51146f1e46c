"""What is stored of courses: what is taught, when, by whom, for how much."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Dossier, Platform
from institutions.sealing import sealed_with_dossier
from personnel.models import Person, Stage, Subject


class Mode(models.TextChoices):
    LIVE = "live", _("live")
    RECORDED = "recorded", _("recorded")


class ChargeMode(models.TextChoices):
    BY_HOUR = "by_hour", _("by class hour")
    BY_PERIOD = "by_period", _("by period")
    FREE = "free", _("free of charge")


class Homework(models.TextChoices):
    NONE = "none", _("none")
    OPTIONAL = "optional", _("optional exercises")
    REQUIRED = "required", _("homework is set")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


AT_LEAST_ONE = [MinValueValidator(1)]
# One of these is a part of the course, so none cannot be stated: an unknown number is left open.
COUNTED = ("lesson_count", "lesson_minutes", "class_size", "hours_per_payment")


class Course(models.Model):
    """课程: one course of a dossier; grades are 1–12, fees in yuan."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="courses")
    line = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField(default=0)
    platform = models.ForeignKey(
        Platform, models.SET_NULL, null=True, blank=True, related_name="courses", verbose_name=_("platform")
    )
    name = models.CharField(_("course name"), max_length=120)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage)
    grades = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("grades"), default=list)
    mode = models.CharField(_("live or recorded"), max_length=8, choices=Mode)
    introduction = models.TextField(_("introduction"), blank=True)
    starts_on = models.DateField(_("first lesson on"), null=True, blank=True)
    ends_on = models.DateField(_("last lesson on"), null=True, blank=True)
    lesson_count = models.PositiveIntegerField(_("number of lessons"), null=True, blank=True, validators=AT_LEAST_ONE)
    # Recorded courses have no weekly schedule; their lesson length is here.
    lesson_minutes = models.PositiveSmallIntegerField(
        _("minutes a lesson"), null=True, blank=True, validators=AT_LEAST_ONE
    )
    class_size = models.PositiveIntegerField(
        _("pupils a class, at most"), null=True, blank=True, validators=AT_LEAST_ONE
    )
    pupils_abroad_only = models.BooleanField(_("only pupils outside mainland China"), default=False)
    homework = models.CharField(_("homework"), max_length=10, choices=Homework, blank=True)
    charge_mode = models.CharField(_("how it is charged"), max_length=10, choices=ChargeMode, blank=True)
    price = models.DecimalField(
        _("price in yuan, for a class hour or a period"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    hours_per_payment = models.PositiveIntegerField(
        _("class hours in one payment"), null=True, blank=True, validators=AT_LEAST_ONE
    )
    months_per_payment = models.DecimalField(
        _("months in one payment"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    refund_rule = models.TextField(_("refund rules"), blank=True)
    textbook = models.CharField(_("textbook"), max_length=200, blank=True)
    is_imported = models.BooleanField(_("imported from abroad"), default=False)
    copyright_proof = models.CharField(_("copyright proof"), max_length=200, blank=True)

    class Meta:
        ordering = ["dossier", "position", "id"]
        constraints = [
            models.UniqueConstraint("dossier", "line", name="course_line_once"),
            models.UniqueConstraint("dossier", "id", name="course_in_dossier"),
            models.CheckConstraint(
                name="course_grades",
                condition=Q(grades__contained_by=list(range(1, 13))),
            ),
            models.CheckConstraint(
                name="course_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="course_price", condition=Q(price=None) | Q(price__gte=0)),
            models.CheckConstraint(
                name="course_months_per_payment", condition=Q(months_per_payment=None) | Q(months_per_payment__gt=0)
            ),
            *(
                models.CheckConstraint(
                    name=f"course_{counted}", condition=Q(**{counted: None}) | Q(**{f"{counted}__gt": 0})
                )
                for counted in COUNTED
            ),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return self.name

    @property
    def is_free(self) -> bool:
        """Nothing is charged for it."""
        return self.charge_mode == ChargeMode.FREE

    def validate_constraints(self, exclude: Any = None) -> None:
        """The form says the same kindly; asking the database beforehand is a query a constraint, of every course."""


class Lesson(models.Model):
    """One weekly lesson of a live course."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="lessons")
    line = models.UUIDField(default=uuid.uuid4)
    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    # Minutes of teaching in one stretch, and of rest between two stretches.
    lesson_minutes = models.PositiveSmallIntegerField(_("minutes a lesson"))
    break_minutes = models.PositiveSmallIntegerField(_("minutes of break"), default=10)

    class Meta:
        ordering = ["course", "weekday", "starts"]
        constraints = [
            models.UniqueConstraint("dossier", "line", name="lesson_line_once"),
            models.CheckConstraint(name="lesson_weekday", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(name="lesson_ends_after_start", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="lesson_minutes", condition=Q(lesson_minutes__gt=0)),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}"


class CourseTeacher(models.Model):
    """A person of the dossier who teaches the course."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="course_teachers")
    line = models.UUIDField(default=uuid.uuid4)
    course = models.ForeignKey(Course, models.CASCADE, related_name="teachers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="courses")

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "line", name="courseteacher_line_once"),
            models.UniqueConstraint("course", "person", name="courseteacher_once"),
        ]
        triggers = sealed_with_dossier()

    def __str__(self) -> str:
        return f"{self.course_id} {self.person_id}"
