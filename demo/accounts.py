"""The people who sign in to the demo: the named accounts, officers of every province, a filer an institution."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import Department, JurisdictionDepartment, Post, Role, User
from demo import names
from demo.plans import Plan
from demo.sizes import JURISDICTIONS
from filing_platform.copying import Rows, take_ids
from filing_platform.secrets import secret

SINCE = date(2019, 7, 15)
# Nobody signs in to an account with this password.
UNUSABLE = "!demo"


@dataclass(frozen=True)
class Account:
    """One person with a post, or a filer."""

    username: str
    name: str
    role: str = ""
    jurisdiction: str | None = None
    department: str | None = None

    @property
    def is_demo(self) -> bool:
        """One of those that the demo prints: it has the password."""
        return self in DEMO


# Name, person, role, jurisdiction, department; contract.md, "Demo accounts".
DEMO = tuple(
    Account(*row)
    for row in (
        ("filer", "陈雨桐"),
        ("filer2", "沈嘉禾"),
        ("officer", "陈静怡", Role.EDUCATION_OFFICER, "11", Department.EDUCATION),
        ("officer2", "王启航", Role.EDUCATION_OFFICER, "11", Department.EDUCATION),
        ("cyberspace", "李文博", Role.DEPARTMENT_OFFICER, "11", "cyberspace"),
        ("telecom", "周建平", Role.DEPARTMENT_OFFICER, "11", "telecommunications"),
        ("broadcast", "赵雪琳", Role.DEPARTMENT_OFFICER, "11", "broadcasting"),
        ("police", "孙国强", Role.DEPARTMENT_OFFICER, "11", "public_security"),
        ("publications", "何思远", Role.DEPARTMENT_OFFICER, "11", "publications"),
        ("officer-sh", "徐海颖", Role.EDUCATION_OFFICER, "31", Department.EDUCATION),
        ("officer2-sh", "顾明哲", Role.EDUCATION_OFFICER, "31", Department.EDUCATION),
        ("province-admin", "刘春晴", Role.PROVINCIAL_ADMINISTRATOR, "11"),
        ("national-admin", "韩立新", Role.NATIONAL_ADMINISTRATOR),
        ("national-admin2", "唐晓岚", Role.NATIONAL_ADMINISTRATOR),
        ("observer", "邓书瑶", Role.OBSERVER),
    )
)
# How many education officers a jurisdiction has; the others have two.
_EDUCATION_OFFICERS = {"11": 4, "31": 3, "44": 3}


@dataclass
class Staff:
    """Ids of those who act: education officers, one officer a department, the administrator, by jurisdiction."""

    education: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    departments: dict[tuple[str, str], int] = field(default_factory=dict)
    administrators: dict[str, int] = field(default_factory=dict)
    demo: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def password() -> str:
    """The one password of all demo accounts: from DEMO_PASSWORD, or made once and kept in var/keys."""
    return secret("DEMO_PASSWORD", settings.VAR_DIR, size=5)


def hire(at: datetime) -> Staff:
    """The demo accounts and the officers of every jurisdiction, with their posts."""
    staff = Staff()
    people = [*DEMO, *_officers()]
    ids = take_ids(User, len(people))
    _write_users(zip(ids, people, strict=True), at)
    posts = Rows(Post, "user_id", "role", "jurisdiction_id", "department_id", "is_deputy", "valid_from")
    for pk, account in zip(ids, people, strict=True):
        if account.is_demo:
            staff.demo[account.username] = pk
        if account.role:
            staff.names[pk] = account.name
            posts.add(pk, account.role, account.jurisdiction, account.department, False, SINCE)
        if account.role == Role.EDUCATION_OFFICER and account.jurisdiction:
            staff.education[account.jurisdiction].append(pk)
        elif account.role == Role.PROVINCIAL_ADMINISTRATOR and account.jurisdiction:
            staff.administrators[account.jurisdiction] = pk
        elif account.jurisdiction and account.department:
            staff.departments.setdefault((account.jurisdiction, account.department), pk)
    posts.flush()
    return staff


def enrol(plans: Sequence[Plan], staff: Staff, at: datetime) -> int:
    """A filer for every institution that no demo account files for, and officers for its filings; how many people."""
    others = [plan for plan in plans if not plan.filer]
    ids = take_ids(User, len(others))
    rng = random.Random("filers")
    filers = [Account(f"filer-{plan.identity.credit_code.lower()}", names.person(rng)) for plan in others]
    _write_users(zip(ids, filers, strict=True), at)
    for pk, plan in zip(ids, others, strict=True):
        plan.filer_id = pk
    for plan in plans:
        plan.filer_id = plan.filer_id or staff.demo[plan.filer]
        _assign(plan, staff, rng)
    return len(others) + len(staff.names)


def _assign(plan: Plan, staff: Staff, rng: random.Random) -> None:
    """Two education officers of its jurisdiction work on each filing; the demo's own stand first and do the most."""
    officers = staff.education[plan.size.jurisdiction]
    for filing in plan.story.filings:
        (first,) = rng.choices(officers, [4, 3, 1, 1][: len(officers)])
        filing.officers = first, rng.choice([officer for officer in officers if officer != first])


def _officers() -> list[Account]:
    rng = random.Random("officers")
    named = {(account.jurisdiction, account.department) for account in DEMO}
    officers = []
    for code in JURISDICTIONS:
        there = sum(a.role == Role.EDUCATION_OFFICER and a.jurisdiction == code for a in DEMO)
        for number in range(there + 1, _EDUCATION_OFFICERS.get(code, 2) + 1):
            officers.append(
                Account(
                    f"education{number}-{code}", names.person(rng), Role.EDUCATION_OFFICER, code, Department.EDUCATION
                )
            )
    departments = JurisdictionDepartment.objects.exclude(department=Department.EDUCATION)
    for code, department in departments.order_by("jurisdiction", "department").values_list(
        "jurisdiction", "department"
    ):
        if (code, department) not in named:
            username = f"{department.replace('_', '-')}-{code}"
            officers.append(Account(username, names.person(rng), Role.DEPARTMENT_OFFICER, code, department))
    administered = {account.jurisdiction for account in DEMO if account.role == Role.PROVINCIAL_ADMINISTRATOR}
    officers += [
        Account(f"administrator-{code}", names.person(rng), Role.PROVINCIAL_ADMINISTRATOR, code)
        for code in JURISDICTIONS
        if code not in administered
    ]
    return officers


def _write_users(people: zip[tuple[int, Account]], at: datetime) -> None:
    users = Rows(
        User, "id", "password", "is_superuser", "username", "is_staff", "is_active", "date_joined", "name", "email"
    )
    addresses = Rows(EmailAddress, "user_id", "email", "verified", "primary")
    hashed = make_password(password())
    for pk, account in people:
        email = f"{account.username}@demo.invalid"
        usable = hashed if account.is_demo else UNUSABLE
        users.add(pk, usable, False, account.username, False, True, at, account.name, email)
        if account.is_demo:
            addresses.add(pk, email, True, True)
    users.flush()
    addresses.flush()
