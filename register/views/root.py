"""What programs ask for at the root of the site: the mark, and which pages crawlers may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

DAY = 24 * 3600
# Workspaces, accounts, and the look-up of people, which nobody shall walk through.
CLOSED = (
    *("/file/", "/review/", "/admin/", "/account/", "/workspace/", "/mail/"),
    *("/sign-in/", "/sign-up/", "/sign-out/", "/language/", "/reading/", "/register/personnel/", "/register/report/"),
)


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """The register is open; what belongs to somebody is not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that were given no page: the same mark that every page names."""
    return redirect(static("icons/platform.svg"))
