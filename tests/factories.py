"""Small things to test with: people with posts, institutions, filings in any state, dossiers and their rows.

A filing is born a draft, as the database asks; `submitted` and `flagged` lead it on by the workflow's table.
Credit codes are of a block that is never issued.
"""

from __future__ import annotations

import hashlib
from datetime import date, time, timedelta
from typing import Any

import factory
from django.db.models import F
from factory.django import DjangoModelFactory

from accounts.models import Department, Jurisdiction, Post, Programme, Role, User
from courses.models import Course, CourseTeacher, Lesson
from dossiers import sealing
from filing_platform import clock
from institutions import numbering
from institutions.models import (
    Blob,
    Commitment,
    DocumentKind,
    Dossier,
    DossierDocument,
    Filing,
    Institution,
    Membership,
    Platform,
    Profile,
    State,
)
from personnel.models import Identity, Person


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    name = factory.Sequence(lambda n: f"测试人员{n}")
    password = "!"


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    role = Role.EDUCATION_OFFICER
    jurisdiction_id = "11"
    department_id = Department.EDUCATION
    valid_from = date(2019, 7, 1)


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    jurisdiction = factory.LazyFunction(lambda: Jurisdiction.objects.get(code="11"))
    credit_code = factory.Sequence(lambda n: f"91110000XTXT{n:06d}")
    name = factory.Sequence(lambda n: f"北京测试第{n}教育科技有限公司")
    created_at = factory.LazyFunction(clock.now)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = "filer"
    since = factory.LazyFunction(clock.now)


class FilingFactory(DjangoModelFactory):
    class Meta:
        model = Filing

    institution = factory.SubFactory(InstitutionFactory)
    jurisdiction = factory.SelfAttribute("institution.jurisdiction")
    programme = factory.LazyAttribute(lambda filing: Programme.objects.filter(jurisdiction=filing.jurisdiction).first())
    kind = "initial"
    number = factory.LazyAttribute(lambda filing: numbering.next_number(filing.jurisdiction.code, clock.today().year))
    opened_at = factory.LazyFunction(clock.now)
    state_since = factory.LazyFunction(clock.now)


class DossierFactory(DjangoModelFactory):
    class Meta:
        model = Dossier

    filing = factory.SubFactory(FilingFactory)
    version = 1
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyFunction(clock.now)


class ProfileFactory(DjangoModelFactory):
    """A profile in order."""

    class Meta:
        model = Profile

    dossier = factory.SubFactory(DossierFactory)
    name = factory.SelfAttribute("dossier.filing.institution.name")
    brand = factory.Sequence(lambda n: f"测试学堂{n}号")
    credit_code = factory.SelfAttribute("dossier.filing.institution.credit_code")
    kind = "company"
    legal_representative = "张某"
    registered_address = "北京市某区某路1号"
    contact_address = "北京市某区某路1号"
    capital = 100
    established_on = date(2015, 1, 1)
    contact_person = "李某"
    contact_phone = "010-88880000"
    contact_email = "office@example.org"
    complaint_contact = "400-000-0000"
    fund_management = "预收费存入专用账户。"
    service_commitment = "按约定授课。"
    network_security = "专人负责。"


class PlatformFactory(DjangoModelFactory):
    """A website in order."""

    class Meta:
        model = Platform

    dossier = factory.SubFactory(DossierFactory)
    kind = "website"
    name = "官方网站"
    address = factory.Sequence(lambda n: f"https://www.school{n}.example/")
    icp_number = "京ICP备12345678号"
    runs_telecom_business = False
    mlps_number = "11010000000-20001"
    mlps_level = 3
    server_location = "北京"
    content_months = 12
    live_months = 6
    log_months = 12
    eye_care = True
    parental_control = True
    staff_shown = True
    fees_url = "https://www.school.example/fees"


class BlobFactory(DjangoModelFactory):
    class Meta:
        model = Blob

    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"blob {n}".encode()).hexdigest())
    size = 1000
    content_type = "application/pdf"
    pages = 1
    file = factory.LazyAttribute(lambda blob: f"documents/{blob.sha256}.pdf")
    created_at = factory.LazyFunction(clock.now)


class DossierDocumentFactory(DjangoModelFactory):
    class Meta:
        model = DossierDocument

    dossier = factory.SubFactory(DossierFactory)
    kind = DocumentKind.BUSINESS_LICENCE
    file_name = "scan.pdf"
    blob = factory.SubFactory(BlobFactory)


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    dossier = factory.SubFactory(DossierFactory)
    responsible = "own"
    signatory = "张某"
    signatory_post = "总经理"
    signed_on = date(2019, 10, 1)
    materials_true = True
    keeps_rules = True


class IdentityFactory(DjangoModelFactory):
    """A number in the vault, of which only the look-up matters here."""

    class Meta:
        model = Identity

    kind = "resident"
    look_up = factory.Sequence(lambda n: hashlib.sha256(f"identity {n}".encode()).digest())
    key_id = "test"
    salt = b"0" * 16


class PersonFactory(DjangoModelFactory):
    """A mathematics teacher of primary pupils with a certificate for primary school."""

    class Meta:
        model = Person

    dossier = factory.SubFactory(DossierFactory)
    name = factory.Sequence(lambda n: f"王某{n}")
    sex = "female"
    identity_kind = "resident"
    identity = factory.SubFactory(IdentityFactory)
    identity_masked = "110000********0013"
    identity_commitment = factory.Sequence(lambda n: hashlib.sha256(f"commitment {n}".encode()).hexdigest())
    certificate_number = factory.Sequence(lambda n: f"20141100121{n:06d}")
    subjects = ["mathematics"]
    stages = ["primary"]
    role = "teacher"
    employment = "full_time"


class CourseFactory(DjangoModelFactory):
    """A live mathematics course for grade 5 in order; it has no lesson yet."""

    class Meta:
        model = Course

    dossier = factory.SubFactory(DossierFactory)
    name = factory.Sequence(lambda n: f"五年级数学{n}班")
    subject = "mathematics"
    stage = "primary"
    grades = [5]
    mode = "live"
    introduction = "同步复习课内知识。"
    starts_on = date(2020, 3, 1)
    ends_on = date(2020, 6, 20)
    lesson_count = 16
    homework = "none"
    charge_mode = "by_hour"
    price = 80
    hours_per_payment = 30
    refund_rule = "未上课时全额退费。"


class LessonFactory(DjangoModelFactory):
    """Wednesday 19:00–19:30: within the limit of every year."""

    class Meta:
        model = Lesson

    dossier = factory.SelfAttribute("course.dossier")
    course = factory.SubFactory(CourseFactory)
    weekday = 3
    starts = time(19, 0)
    ends = time(19, 30)
    lesson_minutes = 30
    break_minutes = 10


class CourseTeacherFactory(DjangoModelFactory):
    class Meta:
        model = CourseTeacher

    dossier = factory.SelfAttribute("course.dossier")
    course = factory.SubFactory(CourseFactory)
    person = factory.SubFactory(PersonFactory, dossier=factory.SelfAttribute("..course.dossier"))


def officer(department: str = Department.EDUCATION, jurisdiction: str = "11", **user: Any) -> User:
    """An officer of a department of a jurisdiction."""
    role = Role.EDUCATION_OFFICER if department == Department.EDUCATION else Role.DEPARTMENT_OFFICER
    post = PostFactory(user=UserFactory(**user), role=role, department_id=department, jurisdiction_id=jurisdiction)
    return post.user


def whole_dossier(**kwargs: Any) -> Dossier:
    """An unsealed dossier with everything that a submission needs and nothing that a rule finds."""
    dossier: Dossier = DossierFactory(**kwargs)
    ProfileFactory(dossier=dossier)
    platform = PlatformFactory(dossier=dossier)
    for kind in ("business_licence", "contract_template", "privacy_policy", "signed_commitment", "mlps_report"):
        DossierDocumentFactory(dossier=dossier, kind=kind)
    course = CourseFactory(dossier=dossier, platform=platform)
    LessonFactory(course=course)
    CourseTeacherFactory(course=course)
    CommitmentFactory(dossier=dossier)
    return dossier


def submitted(dossier: Dossier) -> Dossier:
    """Seal the dossier and put its draft or rectifying filing into `submitted`."""
    sealing.seal(dossier)
    _move(dossier.filing, State.SUBMITTED, submitted_at=clock.now())
    Filing.objects.filter(pk=dossier.filing_id, first_submitted_at=None).update(first_submitted_at=clock.now())
    dossier.filing.refresh_from_db()
    return dossier


def flagged(dossier: Dossier) -> Dossier:
    """As `submitted`, then `flagged`."""
    submitted(dossier)
    _move(dossier.filing, State.FLAGGED)
    return dossier


def rectifying(dossier: Dossier, days: int = 30) -> Dossier:
    """As `flagged`, then `rectifying` with a deadline so many days ahead."""
    flagged(dossier)
    _move(dossier.filing, State.RECTIFYING, deadline=clock.today() + timedelta(days=days))
    return dossier


def _move(filing: Filing, state: State, **fields: Any) -> None:
    Filing.objects.filter(pk=filing.pk).update(state=state, version=F("version") + 1, state_since=clock.now(), **fields)
    filing.refresh_from_db()
