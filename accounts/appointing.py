"""Naming officers and ending their posts: the nation names provincial administrators, these the province's officers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import Department, Jurisdiction, Post, Role, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, FieldError, NotFound

OFFICERS = (Role.EDUCATION_OFFICER, Role.DEPARTMENT_OFFICER)

# What the mail begins with: which post, where, from when.
NAMED = {
    Role.EDUCATION_OFFICER: gettext_noop(
        "You are education officer of %(jurisdiction)s from %(day)s: named by %(who)s"
    ),
    Role.DEPARTMENT_OFFICER: gettext_noop(
        "You are officer of %(jurisdiction)s for the department %(department)s from %(day)s: named by %(who)s"
    ),
    Role.PROVINCIAL_ADMINISTRATOR: gettext_noop(
        "You are provincial administrator of %(jurisdiction)s from %(day)s: named by %(who)s"
    ),
}


def may_appoint(user: Any, role: str, jurisdiction_code: str) -> bool:
    """Whether this person fills such a post in that jurisdiction."""
    rights = rights_of(user)
    if role == Role.PROVINCIAL_ADMINISTRATOR:
        return rights.national
    return role in OFFICERS and jurisdiction_code in rights.provincial


@transaction.atomic
def appoint(
    by: User,
    *,
    email: str,
    name: str,
    role: str,
    jurisdiction: Jurisdiction,
    department: Department | None = None,
    valid_from: date,
    valid_until: date | None = None,
    is_deputy: bool = False,
) -> Post:
    """Give a person a post; who has no account yet gets one, and a mail that says how to set the password."""
    if not may_appoint(by, role, jurisdiction.pk):
        raise NotFound("not_found", "")
    if valid_until is not None and valid_until < valid_from:
        raise _wrong("valid_until", gettext_noop("A post cannot end before it begins."))
    if role == Role.DEPARTMENT_OFFICER and (department is None or department.pk == Department.EDUCATION):
        raise _wrong("department", gettext_noop("Choose the department that the officer speaks for."))
    person = _person(email.strip().lower(), name.strip())
    if person.pk == by.pk:
        raise _wrong("email", gettext_noop("Nobody names themselves."))
    department = _department(role, department)
    _refuse_beside_others(person, role, jurisdiction, department, valid_from, valid_until)
    post = Post.objects.create(
        user=person,
        role=role,
        jurisdiction=jurisdiction,
        department=department,
        is_deputy=is_deputy,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _tell(by, post)
    return post


def _tell(by: User, post: Post) -> None:
    """The post; who cannot sign in yet is told how in a message of its own."""
    values: dict[str, Any] = {
        "who": str(by),
        "jurisdiction": inbox.in_each_language(post.jurisdiction),
        "day": post.valid_from.isoformat(),
    }
    if post.role == Role.DEPARTMENT_OFFICER:
        values["department"] = inbox.in_each_language(post.department)
    inbox.tell([post.user], f"post-{post.pk}", NAMED[Role(post.role)], values, "/review/")
    if not post.user.has_usable_password():
        text = gettext_noop("Set a password, so that you can sign in to your post")
        inbox.tell([post.user], f"post-{post.pk}-password", text, {}, "/account/password/forgotten/")


@transaction.atomic
def end(by: User, post: Post) -> Post:
    """End a post: from now on it gives no rights. One that has not begun is taken away."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.jurisdiction_id is None or not may_appoint(by, post.role, post.jurisdiction_id):
        raise NotFound("not_found", "")
    yesterday = clock.today() - timedelta(days=1)
    if post.valid_from > yesterday:
        post.delete()
        return post
    post.valid_until = yesterday
    post.save(update_fields=["valid_until"])
    return post


def known(email: str) -> User | None:
    """Whose address it is."""
    return User.objects.filter(email__iexact=email.strip()).first()


def _refuse_beside_others(
    person: User,
    role: str,
    jurisdiction: Jurisdiction,
    department: Department | None,
    valid_from: date,
    valid_until: date | None,
) -> None:
    """One person serves one province, and gives one department's opinion there."""
    # Two administrators who name the same person wait for each other here.
    User.objects.select_for_update().get(pk=person.pk)
    for post in _at_that_time(person, valid_from, valid_until):
        names = {"person": str(person), "jurisdiction": str(post.jurisdiction)}
        if post.jurisdiction_id != jurisdiction.pk:
            text = gettext_noop(
                "%(person)s holds a post in %(jurisdiction)s. It must have ended before this one begins."
            )
            raise _wrong("email", text, names)
        if post.role == role and post.department_id == (department and department.pk):
            raise _wrong("email", gettext_noop("%(person)s holds this post already."), names)
        if post.role in OFFICERS and role in OFFICERS:
            names["department"] = str(post.department)
            text = gettext_noop(
                "%(person)s speaks for another department of %(jurisdiction)s: %(department)s. "
                "Nobody gives the opinions of two departments."
            )
            raise _wrong("department" if role == Role.DEPARTMENT_OFFICER else "email", text, names)


def _at_that_time(person: User, valid_from: date, valid_until: date | None) -> QuerySet[Post]:
    still = Post.objects.filter(Q(valid_until=None) | Q(valid_until__gte=valid_from), user=person)
    if valid_until is not None:
        still = still.filter(valid_from__lte=valid_until)
    return still.exclude(jurisdiction=None).select_related("jurisdiction", "department").order_by("pk")


def _wrong(field: str, message: str, params: dict[str, Any] | None = None) -> BadInput:
    problem = BadInput("post", message, params or {})
    problem.errors = [FieldError(field, str(problem))]
    return problem


def _person(email: str, name: str) -> User:
    if (whose := known(email)) is not None:
        return whose
    person = User(username=email, email=email, name=name)
    person.set_unusable_password()
    person.save()
    return person


def _department(role: str, department: Department | None) -> Department | None:
    if role == Role.EDUCATION_OFFICER:
        return Department.objects.get(pk=Department.EDUCATION)
    return department if role == Role.DEPARTMENT_OFFICER else None
