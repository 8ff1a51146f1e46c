"""Turns what views raise or leave bare into pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from filing_platform import error_pages
from filing_platform.errors import DomainError

METHOD_NOT_ALLOWED = 405


class NulMiddleware:
    """400 for an address or a cookie with a NUL in it: no text of the database holds one, and asking would fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (request.path, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values())
        if any("\0" in text for text in asked):
            raise BadRequest("NUL")
        return self.get_response(request)


class ErrorPageMiddleware:
    """The last resort of a view: it need not catch a domain error itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == METHOD_NOT_ALLOWED and not response.content:
            return error_pages.method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return error_pages.domain_error(request, exception)
        if isinstance(exception, error_pages.DATABASE_AWAY):
            return error_pages.unavailable(request)
        return None
