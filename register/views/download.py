"""The lists as files."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filing_platform import clock
from register import exports
from register.caching import public_page
from register.forms import read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public_page
def download(request: HttpRequest) -> HttpResponse:
    """What can be taken, and what is in it."""
    return render(request, "register/download.html", {"columns": exports.COLUMNS})


@require_safe
def register_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The lists, or what the parameters of /register/ leave of them, as CSV, JSON or xlsx."""
    rows = exports.rows(read(request.GET).asked, clock.today(), settings.SITE_URL)
    if form == "csv":
        return _attached(StreamingHttpResponse(exports.as_csv(rows), content_type="text/csv; charset=utf-8"), form)
    if form == "json":
        return _attached(StreamingHttpResponse(exports.as_json(rows), content_type="application/json"), form)
    if form == "xlsx":
        return _attached(FileResponse(exports.as_xlsx(rows), content_type=XLSX), form)
    raise Http404


@require_safe
def proof_log(request: HttpRequest) -> HttpResponseBase:
    """The canonical lines of all list changes."""
    response = StreamingHttpResponse(exports.proof_log(), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.jsonl"'
    return response


def _attached(response: HttpResponseBase, form: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="register-{clock.today():%Y-%m-%d}.{form}"'
    return response
