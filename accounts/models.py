"""What is stored of people, posts, jurisdictions, departments, programmes and the inbox."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.querysets import PostQuerySet, ProgrammeQuerySet
from filing_platform.templatetags.wording import grouped_number


class Bilingual(models.Model):
    """A thing with a Chinese and an English name."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


# What a jurisdiction's formal Chinese name has beyond its usual one, where that is not 省.
FORMAL_ENDINGS = {
    "11": "市", "12": "市", "31": "市", "50": "市", "66": "",
    "15": "自治区", "45": "壮族自治区", "54": "自治区", "64": "回族自治区", "65": "维吾尔自治区",
}  # fmt: skip


class Jurisdiction(Bilingual):
    """A province, or the Xinjiang Production and Construction Corps; code = GB/T 2260, first two digits."""

    code = models.CharField(max_length=2, primary_key=True)
    # Signs that ICP numbers and telecom licences of the province begin with (Sichuan has two).
    icp_signs = models.CharField(max_length=4)

    class Meta:
        ordering = ["code"]

    @property
    def formal_name(self) -> str:
        """As it stands on a letter: 北京市, 广西壮族自治区."""
        return self.name + FORMAL_ENDINGS.get(self.code, "省")


class Department(Bilingual):
    """One of the six departments that screen together; education leads."""

    EDUCATION = "education"

    code = models.SlugField(max_length=20, primary_key=True)
    short = models.CharField(max_length=12)
    short_en = models.CharField(max_length=24)
    # One character that stands for it in the queue.
    initial = models.CharField(max_length=1)
    initial_en = models.CharField(max_length=2)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    @property
    def short_name(self) -> str:
        """As short as officers call it, in the reader's language."""
        return self.short_en if (get_language() or "").startswith("en") else self.short


class JurisdictionDepartment(models.Model):
    """Which departments a jurisdiction has: data, never a constant."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="departments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("jurisdiction", "department", name="jurisdiction_department_once")]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.department_id}"


class Programme(models.Model):
    """A jurisdiction's screening programme 排查方案: never edited once in force, a new version instead."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="programmes")
    version = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    title = models.CharField(max_length=120)
    # Rectification: filings submitted by `early_until` may run to `early_deadline`, later ones `rectification_months`.
    early_until = models.DateField()
    early_deadline = models.DateField()
    rectification_months = models.PositiveSmallIntegerField(default=6)
    extension_months = models.PositiveSmallIntegerField(default=3)
    public_notice_days = models.PositiveSmallIntegerField(default=7)
    statement_working_days = models.PositiveSmallIntegerField(default=5)
    opinion_days = models.PositiveSmallIntegerField(default=10)
    review_days = models.PositiveSmallIntegerField(default=60)
    # In which a change of the lists is told to the ministry.
    report_working_days = models.PositiveSmallIntegerField(default=10, db_default=10)
    publishes_filed = models.BooleanField(default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("jurisdiction", "version", name="programme_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class ProgrammeDepartment(models.Model):
    """A department that takes part in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="departments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("programme", "department", name="programme_department_once")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.department_id}"


class User(AbstractUser):
    """Anybody who signs in; rights come from posts and memberships, never from flags."""

    name = models.CharField(_("name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), unique=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Role(models.TextChoices):
    DEPARTMENT_OFFICER = "department_officer", _("department officer")
    EDUCATION_OFFICER = "education_officer", _("education officer")
    PROVINCIAL_ADMINISTRATOR = "provincial_administrator", _("provincial administrator")
    NATIONAL_ADMINISTRATOR = "national_administrator", _("national administrator")
    OBSERVER = "observer", _("national observer")


NATIONAL_ROLES = [Role.NATIONAL_ADMINISTRATOR, Role.OBSERVER]


class Post(models.Model):
    """Ties an officer to a jurisdiction (or the nation) and a department, from a day until a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    role = models.CharField(max_length=30, choices=Role)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="posts")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    # Named by the provincial administrator to stand in where there is one officer.
    is_deputy = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_nation_or_jurisdiction",
                condition=Q(role__in=NATIONAL_ROLES, jurisdiction__isnull=True)
                | (~Q(role__in=NATIONAL_ROLES) & Q(jurisdiction__isnull=False)),
            ),
            models.CheckConstraint(
                name="post_department_of_officers",
                condition=Q(role="education_officer", department="education")
                | (Q(role="department_officer", department__isnull=False) & ~Q(department="education"))
                | (~Q(role__in=["education_officer", "department_officer"]) & Q(department__isnull=True)),
            ),
            models.CheckConstraint(
                name="post_until_after_from",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.jurisdiction_id or ''} {self.department_id or ''}"


class Message(models.Model):
    """One message in a person's inbox, written in the transaction that causes it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="inbox")
    key = models.CharField(max_length=120)
    # A translatable template and its values: each reader reads it in their own language.
    text = models.TextField()
    params = models.JSONField(default=dict)
    address = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "key", name="message_once")]
        indexes = [models.Index(fields=["user", "-created_at"], name="message_newest")]

    def __str__(self) -> str:
        return self._said(gettext(self.text))

    @property
    def subject(self) -> str:
        """Of its mail: the first line."""
        return self._said(gettext(self.text).split("\n", 1)[0])

    @property
    def more(self) -> str:
        """What follows the first line."""
        return self._said(gettext(self.text).partition("\n")[2])

    def _said(self, text: str) -> str:
        return text % {name: _readable(value) for name, value in self.params.items()}


def _readable(value: object) -> object:
    """Days are stored as ISO dates, filing numbers as thirteen digits, names of things in each language."""
    if isinstance(value, dict):
        return value.get(get_language(), "") or next(iter(value.values()))
    if not isinstance(value, str):
        return value
    if len(value) == 13 and value.isdecimal():
        return grouped_number(value)
    found = parse_date(value)
    return date_format(found, "DATE_FORMAT") if found else value
