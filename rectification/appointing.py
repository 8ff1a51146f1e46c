"""Naming officers, beside what accounts knows: nobody screens institutions and files for one in one province."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from accounts import appointing as posts
from accounts.models import Jurisdiction, Post, User
from filing_platform.errors import BadInput, FieldError
from institutions.models import Membership


def appoint(by: User, *, email: str, jurisdiction: Jurisdiction, **typed: Any) -> Post:
    """Give the post, unless the person files for an institution of the province."""
    files_for = Membership.objects.filter(user__email__iexact=email.strip(), institution__jurisdiction=jurisdiction)
    if (membership := files_for.select_related("user", "institution").first()) is not None:
        text = gettext("%(person)s files for an institution of this province: %(institution)s.") % {
            "person": membership.user,
            "institution": membership.institution.name,
        }
        raise BadInput("files_there", text, errors=[FieldError("email", text)])
    return posts.appoint(by, email=email, jurisdiction=jurisdiction, **typed)
