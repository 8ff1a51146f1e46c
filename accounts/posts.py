"""Which rights a person has now: the only reader of posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Department, Post, Role, User
from filing_platform import clock


@dataclass(frozen=True)
class Rights:
    """What a person's posts in force allow; jurisdictions by code, departments by (jurisdiction, department)."""

    education: frozenset[str] = frozenset()
    departments: frozenset[tuple[str, str]] = frozenset()
    provincial: frozenset[str] = frozenset()
    national: bool = False
    observer: bool = False
    posts: tuple[Post, ...] = field(default=(), compare=False)

    @property
    def is_officer(self) -> bool:
        """Holds any post at all."""
        return bool(self.posts)

    @property
    def jurisdictions(self) -> frozenset[str]:
        """Jurisdictions of which the person sees filings."""
        return self.education | self.provincial | {code for code, _ in self.departments}

    def department_in(self, jurisdiction: str) -> str | None:
        """The department the person speaks for in that jurisdiction, education first."""
        if jurisdiction in self.education:
            return Department.EDUCATION
        return next((department for code, department in sorted(self.departments) if code == jurisdiction), None)


def rights_of(user: Any) -> Rights:
    """The rights of this person today; nobody signed in has none. Read once a request and kept on the user."""
    if not isinstance(user, User) or not user.is_active:
        return Rights()
    day = clock.today()
    kept = getattr(user, "_rights", None)
    if kept is None or kept[0] != day:
        kept = (day, _read(user))
        user._rights = kept  # type: ignore[attr-defined]
    return kept[1]


def _read(user: User) -> Rights:
    posts = tuple(Post.objects.in_force(clock.today()).filter(user=user))

    def codes(role: str) -> frozenset[str]:
        return frozenset(p.jurisdiction_id for p in posts if p.role == role and p.jurisdiction_id)

    return Rights(
        education=codes(Role.EDUCATION_OFFICER),
        departments=frozenset(
            (p.jurisdiction_id, p.department_id)
            for p in posts
            if p.role == Role.DEPARTMENT_OFFICER and p.jurisdiction_id and p.department_id
        ),
        provincial=codes(Role.PROVINCIAL_ADMINISTRATOR),
        national=any(p.role == Role.NATIONAL_ADMINISTRATOR for p in posts),
        observer=any(p.role == Role.OBSERVER for p in posts),
        posts=posts,
    )


def education_officers(jurisdiction_code: str) -> list[User]:
    """Who may decide filings of the jurisdiction today."""
    in_force = Post.objects.in_force(clock.today()).filter(
        role=Role.EDUCATION_OFFICER, jurisdiction=jurisdiction_code, user__is_active=True
    )
    return [post.user for post in in_force.select_related("user").order_by("user_id")]
