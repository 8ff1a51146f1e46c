"""Errors of the API as RFC 9457 problem details, in the language asked for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from filing_platform.errors import BadInput, DomainError

MEDIA_TYPE = "application/problem+json"
Detail = dict[str, Any]


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer of a REST view that raised this error; None lets it fail loudly (500)."""
    problem = problem_of(error)
    if problem is None:
        return None
    set_rollback()
    response = Response(problem, status=problem["status"], content_type=MEDIA_TYPE)
    for name, value in _headers(error).items():
        response[name] = value
    return response


def problem_of(error: Exception) -> Detail | None:
    """The problem details of an error: type, title, status, detail and, when fields are wrong, errors."""
    if isinstance(error, DomainError):
        errors = [_field_error(each.field, each.message, each.row) for each in _field_errors(error)]
        return problem(error.status, str(error), code=error.code, errors=errors)
    if isinstance(error, exceptions.ValidationError):
        return problem(400, gettext("What was sent cannot be taken."), "bad-input", list(_flat(error.detail)))
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, str(error.detail), code=str(error.default_code).replace("_", "-"))
    if isinstance(error, Http404):
        return problem(404, gettext("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return problem(403, gettext("This is not open to you."))
    return None


def problem(status: int, detail: str, code: str = "", errors: list[Detail] | None = None) -> Detail:
    """One problem as a JSON object; `type` is about:blank unless the error has a code of its own."""
    kind = f"urn:filing-platform:{code.replace('_', '-')}" if code else "about:blank"
    body: Detail = {"type": kind, "title": gettext(HTTPStatus(status).phrase), "status": status, "detail": detail}
    return body | ({"errors": errors} if errors else {})


def answer(status: int, detail: str, code: str = "", errors: list[Detail] | None = None) -> JsonResponse:
    """A problem as a plain Django response, for what fails outside a REST view."""
    return JsonResponse(problem(status, detail, code, errors), status=status, content_type=MEDIA_TYPE)


def _field_errors(error: DomainError) -> list[Any]:
    return error.errors if isinstance(error, BadInput) else []


def _field_error(field: str, message: str, row: int | None = None) -> Detail:
    return {"field": field, "row": row, "message": str(message)}


def _flat(detail: Any, path: str = "", row: int | None = None) -> Any:
    """Nested errors of serializers as a flat list; positions in lists are rows, from 1."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name), row)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail, start=1):
            yield from _flat(inner, path, number if isinstance(inner, dict) else row)
    else:
        yield _field_error(path, detail, row)


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers
