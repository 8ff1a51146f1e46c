"""The lists as files."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from filing_platform import clock
from filing_platform.errors import NotFound
from register import checkpoints, exports, log
from register.caching import public_page
from register.forms import read
from register.models import Checkpoint

TEXT = "text/plain; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public_page
def download(request: HttpRequest) -> HttpResponse:
    """What can be taken, and what is in it."""
    context = {"columns": exports.COLUMNS, "checkpoint": checkpoints.latest()}
    return render(request, "register/download.html", context)


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
    """The canonical lines of all list changes that are signed."""
    lines = (f"{line}\n" for line in log.published(_signed().last_seq))
    response = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.jsonl"'
    return response


@require_safe
def proof_leaves(request: HttpRequest) -> HttpResponseBase:
    """The leaves of all list changes that are signed, one a line."""
    lines = (f"{leaf}\n" for leaf in log.leaves(_signed().last_seq))
    return StreamingHttpResponse(lines, content_type=TEXT)


@public_page
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed note."""
    return HttpResponse(_signed().note, content_type=TEXT)


@public_page
def public_key(request: HttpRequest) -> HttpResponse:
    """The key that the checkpoint is verified with."""
    return HttpResponse(f"{_signed().key}\n", content_type=TEXT)


def _signed() -> Checkpoint:
    latest = checkpoints.latest()
    if latest is None:
        raise NotFound("no_checkpoint", gettext_noop("Nothing has been signed yet. Try again in some minutes."))
    return latest


def _attached(response: HttpResponseBase, form: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="register-{clock.today():%Y-%m-%d}.{form}"'
    return response
