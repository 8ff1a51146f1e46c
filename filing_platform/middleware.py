"""Turns what views raise into pages: domain errors with their status, a database that is away into 503."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from filing_platform import error_pages
from filing_platform.errors import DomainError


class ErrorPageMiddleware:
    """The last resort of a view: it need not catch a domain error itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return error_pages.domain_error(request, exception)
        if isinstance(exception, error_pages.DATABASE_AWAY):
            return error_pages.unavailable(request)
        return None
