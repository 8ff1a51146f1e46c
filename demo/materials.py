"""The materials of one invented institution, as plain rows, before they are written."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple


class Person(NamedTuple):
    line: str
    name: str
    sex: str
    nationality: str
    identity_kind: str
    identity_number: str
    certificate_number: str
    subjects: list[str]
    stages: list[str]
    role: str
    employment: str
    employed_from: date
    in_service: bool
    education: str
    work: str
    teaching: str


class Lesson(NamedTuple):
    line: str
    weekday: int
    starts: time
    ends: time
    lesson_minutes: int
    break_minutes: int


class Teacher(NamedTuple):
    line: str
    # The person's place among the people.
    position: int


class Course(NamedTuple):
    line: str
    # The platform's place among the platforms.
    platform: int
    name: str
    subject: str
    stage: str
    grades: list[int]
    mode: str
    introduction: str
    starts_on: date
    ends_on: date
    lesson_count: int
    lesson_minutes: int | None
    class_size: int | None
    homework: str
    charge_mode: str
    price: Decimal | None
    hours_per_payment: int | None
    months_per_payment: Decimal | None
    refund_rule: str
    textbook: str
    lessons: tuple[Lesson, ...]
    teachers: tuple[Teacher, ...]


class Platform(NamedTuple):
    line: str
    kind: str
    name: str
    address: str
    icp_number: str
    telecom_licence: str
    runs_telecom_business: bool
    mlps_number: str
    mlps_level: int | None
    server_location: str
    content_months: int
    live_months: int
    log_months: int
    eye_care: bool
    parental_control: bool
    staff_shown: bool
    fees_url: str
    complaint_url: str
    agreement_url: str
    users: int
    description: str


class Document(NamedTuple):
    line: str
    kind: str
    title: str
    file_name: str
    about_section: str
    about_line: str | None


class Profile(NamedTuple):
    line: str
    name: str
    brand: str
    credit_code: str
    kind: str
    legal_representative: str
    registered_address: str
    contact_address: str
    capital: Decimal
    established_on: date
    contact_person: str
    contact_phone: str
    contact_email: str
    complaint_contact: str
    party_organisation: str
    fund_management: str
    service_commitment: str
    network_security: str


class Commitment(NamedTuple):
    line: str
    responsible: str
    host_name: str
    signatory: str
    signatory_post: str
    signed_on: date


class Flaw(NamedTuple):
    """Something the rules will find: these columns of this row are so until it is mended."""

    section: str
    position: int
    changes: dict[str, Any]


@dataclass(frozen=True)
class Materials:
    """Everything of one dossier; what is here is in order, what is not is in the flaws."""

    profile: Profile
    platforms: list[Platform]
    people: list[Person]
    courses: list[Course]
    commitment: Commitment | None
    documents: list[Document]
    flaws: list[Flaw] = field(default_factory=list)

    def with_flaws(self, flaws: list[Flaw]) -> Materials:
        """The same materials before these flaws were mended."""
        if not flaws:
            return self
        platforms, people, courses = list(self.platforms), list(self.people), list(self.courses)
        rows: dict[str, list[Any]] = {"platforms": platforms, "personnel": people, "courses": courses}
        for flaw in flaws:
            section = rows[flaw.section]
            section[flaw.position] = section[flaw.position]._replace(**flaw.changes)
        return Materials(self.profile, platforms, people, courses, self.commitment, self.documents)

    def place(self, flaw: Flaw) -> tuple[str, str]:
        """Section and line of the row that has the flaw."""
        rows: dict[str, list[Any]] = {
            "platforms": self.platforms,
            "personnel": self.people,
            "courses": self.courses,
        }
        return flaw.section, flaw.changes.get("line") or rows[flaw.section][flaw.position].line

    def without_newcomers(self, people: int, courses: int) -> Materials:
        """The same materials before the last `people` and `courses` came."""
        if not people and not courses:
            return self
        return Materials(
            self.profile,
            self.platforms,
            self.people[: len(self.people) - people],
            self.courses[: len(self.courses) - courses],
            self.commitment,
            self.documents,
            self.flaws,
        )

    def half_filled(self) -> Materials:
        """A draft in the making: no people, courses and commitment yet, and three documents."""
        profile = self.profile._replace(contact_phone="", fund_management="", network_security="")
        return Materials(profile, self.platforms[:1], [], [], None, self.documents[:3])


def line(rng: random.Random) -> str:
    """A line: a UUID as 32 hexadecimal digits."""
    return f"{rng.getrandbits(128):032x}"
