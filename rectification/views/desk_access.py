"""The door of the desk: who is no officer, or may not see a filing, finds nothing there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.posts import rights_of
from institutions.models import Filing

View = Callable[..., HttpResponse]


def officers(view: View) -> View:
    """Signed in and holding a post; everybody else is sent to sign in, or finds nothing."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rights_of(request.user).is_officer:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def filing_of(request: HttpRequest, number: str) -> Filing:
    """The filing of that number, if this officer may see it; one query with what every page of it needs."""
    visible = Filing.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("institution", "jurisdiction", "programme", "assigned_to"), number=number
    )
