"""A few invented institutions with sealed dossiers, decisions and list changes, for the register's tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from accounts.models import Programme, User
from courses.models import Course, Lesson
from dossiers.sealing import seal
from filing_platform import clock
from institutions.models import Decision, Dossier, Filing, Institution, Platform, Profile
from institutions.numbering import next_number
from personnel.models import Person

CODES = count(200_000)


@dataclass(frozen=True)
class Seeded:
    """An institution with its filing and its sealed first dossier."""

    institution: Institution
    filing: Filing
    dossier: Dossier


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.SHANGHAI)


def credit_code() -> str:
    return f"91110000XTXT{next(CODES):06d}"


def institution(
    brand: str = "青禾课堂",
    name: str = "北京青禾启明教育科技有限公司",
    *,
    jurisdiction: str = "11",
    submitted: date | None = date(2019, 10, 20),
    code: str = "",
    platforms: Sequence[tuple[str, str, str, str]] = (
        ("website", "青禾课堂", "https://www.qinghe.example/", "京ICP备19012345号-1"),
    ),
    people: int = 2,
    courses: int = 2,
) -> Seeded:
    """An institution whose initial filing has been submitted on the day `submitted` (None: still a draft)."""
    made = Institution.objects.create(
        credit_code=code or credit_code(), jurisdiction_id=jurisdiction, name=name, created_at=at(date(2019, 9, 1))
    )
    filing = _draft(made)
    dossier = _dossier(filing, made, brand, platforms, people, courses)
    if submitted:
        seal(dossier)
        _submit(filing, submitted)
    return Seeded(made, filing, dossier)


def decision(seeded: Seeded, kind: str = "accept", reason: str = "") -> Decision:
    """A decision confirmed by a second officer, now."""
    return Decision.objects.create(
        kind=kind,
        state="confirmed",
        institution=seeded.institution,
        filing=seeded.filing,
        dossier=seeded.dossier,
        proposed_by=officer("chen"),
        proposed_at=clock.now(),
        decided_by=officer("zhao"),
        decided_at=clock.now(),
        public_reason=reason,
    )


def officer(name: str) -> User:
    return User.objects.get_or_create(username=name, defaults={"email": f"{name}@demo.invalid"})[0]


def another_version(seeded: Seeded, brand: str, people: Sequence[str] = ()) -> Dossier:
    """A sealed second dossier of the same filing, with another brand, and people of these names (or three others)."""
    dossier = _dossier(seeded.filing, seeded.institution, brand, (), len(people) or 3, 0, version=2)
    for person, name in zip(dossier.people.order_by("position"), people, strict=False):
        dossier.people.filter(pk=person.pk).update(name=name)
    seal(dossier)
    return dossier


def _draft(institution: Institution) -> Filing:
    return Filing.objects.create(
        number=next_number(institution.jurisdiction_id, 2019),
        institution=institution,
        jurisdiction_id=institution.jurisdiction_id,
        programme=Programme.objects.get(jurisdiction=institution.jurisdiction_id, version=1),
        kind="initial",
        opened_at=at(date(2019, 9, 1)),
        state_since=at(date(2019, 9, 1)),
    )


def _submit(filing: Filing, day: date) -> None:
    filing.state, filing.version = "submitted", filing.version + 1
    filing.submitted_at = filing.first_submitted_at = filing.state_since = at(day)
    filing.save()


def _dossier(
    filing: Filing,
    institution: Institution,
    brand: str,
    platforms: Sequence[tuple[str, str, str, str]],
    people: int,
    courses: int,
    version: int = 1,
) -> Dossier:
    dossier = Dossier.objects.create(
        filing=filing, version=version, created_at=at(date(2019, 9, 1)), changed_at=at(date(2019, 9, 1))
    )
    Profile.objects.create(
        dossier=dossier,
        name=institution.name,
        brand=brand,
        credit_code=institution.credit_code,
        kind="company",
        legal_representative="沈知远",
        registered_address="北京市海淀区知新路1号",
        established_on=date(2015, 3, 2),
        contact_person="秘密联系人",
        contact_phone="13800138000",
        contact_email="secret@demo.invalid",
        complaint_contact="400-000-0101",
    )
    for position, (kind, name, address, icp_number) in enumerate(platforms):
        Platform.objects.create(
            dossier=dossier, position=position, kind=kind, name=name, address=address, icp_number=icp_number
        )
    for position in range(people):
        Person.objects.create(
            dossier=dossier,
            position=position,
            name=f"林老师{position}",
            identity_kind="resident",
            identity_masked="110000********001X",
            identity_commitment="0" * 64,
            certificate_number=f"2015110031{position:07d}",
            subjects=["mathematics"],
            stages=["primary"],
            role="teacher",
            education="不公开的学习经历",
        )
    for position in range(courses):
        _course(dossier, position)
    return dossier


def _course(dossier: Dossier, position: int) -> None:
    course = Course.objects.create(
        dossier=dossier,
        position=position,
        name=f"五年级数学思维 {position}",
        subject="mathematics" if position % 2 == 0 else "english",
        stage="primary",
        grades=[5],
        mode="live",
        lesson_minutes=40,
        charge_mode="by_hour",
        price=60,
        hours_per_payment=24,
        refund_rule="未上课时全额退还",
    )
    Lesson.objects.create(
        dossier=dossier, course=course, weekday=1 + position % 7, starts=time(19), ends=time(19, 40), lesson_minutes=40
    )
