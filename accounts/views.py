"""Pages of one's own account, and the switches of language, print and colours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.reading import PRINT_COOKIE, PRINTS, THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 3600

# Without a token, so that public pages need no cookie and can be cached; it changes nothing but how one reads.
language = csrf_exempt(require_POST(set_language))


@csrf_exempt
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Keep large print or colours in a cookie, and go back; without a token for the same reason."""
    response = redirect(_way_back(request))
    for cookie, choices in ((PRINT_COOKIE, PRINTS), (THEME_COOKIE, THEMES)):
        if request.POST.get(cookie) in choices:
            response.set_cookie(cookie, request.POST[cookie], A_YEAR, secure=settings.SECURE, samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    """The page of this site that asked, never another site's."""
    asked = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if known else "/"
