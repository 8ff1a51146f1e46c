"""Naming officers and ending their posts: the nation names provincial administrators, these the province's officers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import inbox
from accounts.models import Department, Jurisdiction, Post, Role, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import NotFound, Refused

OFFICERS = (Role.EDUCATION_OFFICER, Role.DEPARTMENT_OFFICER)


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
        raise Refused("ends_before", gettext_noop("A post cannot end before it begins."))
    person = _person(email.strip().lower(), name.strip())
    if person.pk == by.pk:
        raise Refused("oneself", gettext_noop("Nobody names themselves."))
    if role == Role.DEPARTMENT_OFFICER and (department is None or department.pk == Department.EDUCATION):
        raise Refused("no_department", gettext_noop("Choose the department that the officer speaks for."))
    post = Post.objects.create(
        user=person,
        role=role,
        jurisdiction=jurisdiction,
        department=_department(role, department),
        is_deputy=is_deputy,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    inbox.tell(
        [person],
        f"post-{post.pk}",
        gettext_noop("%(who)s has named you to a post in %(jurisdiction)s. Set a password if you have none yet."),
        {"who": str(by), "jurisdiction": jurisdiction.name},
        "/account/password/forgotten/" if not person.has_usable_password() else "/review/",
    )
    return post


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


def _person(email: str, name: str) -> User:
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        return known
    person = User(username=email, email=email, name=name)
    person.set_unusable_password()
    person.save()
    return person


def _department(role: str, department: Department | None) -> Department | None:
    if role == Role.EDUCATION_OFFICER:
        return Department.objects.get(pk=Department.EDUCATION)
    return department if role == Role.DEPARTMENT_OFFICER else None
