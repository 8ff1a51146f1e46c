"""The pages of errors: what happened and what to do, in the platform's own look."""

from __future__ import annotations

import errno
import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from filing_platform import problem_details
from filing_platform.context import Frame
from filing_platform.errors import BadInput, DomainError

RETRY_AFTER = 30
# What was chosen or came with the page: nobody typed it, and its codes say nothing to a reader.
NOT_TYPED = (
    "verdict",
    "severity",
    "section",
    "line",
    "group",
    "status",
    "seen",
    "version",
    "answer",
    "take",
    "release",
)
# What the fields of forms without a page of their own are called.
LABELS = {"text": gettext_lazy("Text"), "reason": gettext_lazy("Reason")}
DATABASE_AWAY = (OperationalError, InterfaceError)
# A disk, a quota or a limit is used up.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# Names of what must never be shown again.
SECRET = re.compile(r"password|token|csrf|secret|identity|^code$")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return error_page(request, 400, gettext("The address or what was sent cannot be read."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return error_page(request, 403, gettext("This is not open to you."))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what is not there and what is not for this person."""
    return error_page(request, 404, gettext("There is nothing at this address."))


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405 for an address that only takes forms, opened as if it were a page; `allowed` is its Allow header."""
    message = gettext("This address only takes what a form sends; it is not a page to open.")
    response = error_page(request, 405, message)
    response["Allow"] = allowed
    return response


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429 of allauth's limits."""
    return error_page(request, 429, gettext("Too many attempts. Wait a few minutes, then try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when it is the database that does not answer, or the disk that is full; asks the database nothing."""
    error = sys.exception()
    if isinstance(error, DATABASE_AWAY):
        return unavailable(request)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return _come_back(request, gettext("The file could not be kept. Try again in a moment."))
    request.frame = Frame(request, plain=True)  # type: ignore[attr-defined]
    return error_page(request, 500, gettext("Something failed on our side."))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 while the database does not answer; asks it nothing."""
    return _come_back(request, gettext("The platform cannot be reached for a moment."))


def _come_back(request: HttpRequest, message: str) -> HttpResponse:
    request.frame = Frame(request, plain=True)  # type: ignore[attr-defined]
    response = error_page(request, 503, message)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or came from elsewhere; what was typed is shown, so that nothing is lost."""
    message = gettext("The form had been open too long, or was sent from another site.")
    return error_page(request, 403, message, template="errors/csrf.html")


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of a domain error: its message, its places, and what was typed."""
    template = f"errors/{error.status}.html"
    if _wants_json(request):
        answer = problem_details.problem_of(error)
        assert answer is not None
        return problem_details.answer(error.status, str(error), error.code, answer.get("errors"))
    errors = error.errors if isinstance(error, BadInput) else []
    context = {"message": str(error), "errors": errors, "typed": typed(request, error.labels)}
    if error.onward:
        address, words = error.onward
        context |= {"onward": address, "onward_words": gettext(words)}
    return render(request, template, context, status=error.status)


def error_page(request: HttpRequest, status: int, message: str, template: str = "") -> HttpResponse:
    """The page, or for the API the problem details, of this status."""
    if _wants_json(request):
        return problem_details.answer(status, message)
    context = {"message": message, "typed": typed(request)}
    return render(request, template or f"errors/{status}.html", context, status=status)


def typed(request: HttpRequest, labels: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What was sent in text fields, to be copied back; nothing secret. `labels` are those of a known form's fields."""
    if request.method != "POST":
        return []
    kept = [(name, value) for name, value in _sent(request) if value.strip() and not SECRET.search(name.lower())]
    if labels:
        return [(labels[name], value) for name, value in kept if name in labels]
    return [(str(LABELS.get(name, name)), value) for name, value in kept if name not in NOT_TYPED]


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # The body itself may be what cannot be read.
        return []


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
