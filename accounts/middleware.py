"""Reading choices and caching headers of every page; the second factor of officers; forms that met the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from accounts import unsent
from accounts.posts import rights_of
from accounts.reading import is_public, reading_of

Answer = Callable[[HttpRequest], HttpResponse]
SECOND_FACTOR_PAGE = "mfa_activate_totp"
# Where an officer without a second factor may still go: to set one up, to leave, to read.
OPEN_PREFIXES = ("/account/", "/sign-in/", "/sign-out/", "/language/", "/reading/", "/static/", "/livez", "/readyz")


class ReadingMiddleware:
    """Puts `reading` on the request, and says what a cache may keep."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reading = reading_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not is_public(request.path):
            response.headers.setdefault("Cache-Control", "no-store")
        else:
            # Language, print and colours come by cookie; files, feeds and the API are worded in the language too.
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class SecondFactorMiddleware:
    """An officer works with a second factor or not at all; the demo's sign-ins are let in without."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect(SECOND_FACTOR_PAGE)
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if settings.DEMO or is_public(request.path) or request.path.startswith(OPEN_PREFIXES):
            return False
        if not request.user.is_authenticated or not rights_of(request.user).is_officer:
            return False
        return not is_mfa_enabled(request.user)


class UnsentFormMiddleware:
    """Who was signed out while typing signs in and goes on: the form is kept until it is sent again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or is_public(request.path):
            return response
        address = request.get_full_path()
        if response.headers.get("Location") == redirect_to_login(address).url:
            return redirect_to_login(reverse("unsent") if unsent.keep(request) else _page_of_form(request))
        waiting = unsent.kept(request)
        if waiting is not None and waiting.address == address:
            unsent.forget(request)
        return response


def _page_of_form(request: HttpRequest) -> str:
    """The page the form was on: its own address may take nothing but forms."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or not page.path.startswith("/") or page.path.startswith("//"):
        return reverse("workspace")
    return page._replace(scheme="", netloc="", fragment="").geturl()
