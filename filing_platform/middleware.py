"""Turns what views raise or leave bare into pages, and a form that met the sign-in back to the page it was on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from filing_platform import error_pages
from filing_platform.errors import DomainError

METHOD_NOT_ALLOWED = 405


class ErrorPageMiddleware:
    """The last resort of a view: it need not catch a domain error itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == METHOD_NOT_ALLOWED and not response.content:
            return error_pages.method_not_allowed(request, response["Allow"])
        sent_to = response.headers.get("Location")
        if request.method == "POST" and sent_to == redirect_to_login(request.get_full_path()).url:
            return _sign_in_and_back(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return error_pages.domain_error(request, exception)
        if isinstance(exception, error_pages.DATABASE_AWAY):
            return error_pages.unavailable(request)
        return None


def _sign_in_and_back(request: HttpRequest) -> HttpResponse:
    """To the sign-in and from there to the page the form was on: its own address may take nothing but forms."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or not page.path.startswith("/") or page.path.startswith("//"):
        return redirect(settings.LOGIN_URL)
    return redirect_to_login(page._replace(scheme="", netloc="", fragment="").geturl())
