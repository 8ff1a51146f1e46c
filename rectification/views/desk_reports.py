"""/review/reports/: the problems that the public reported, read and handled by the education department."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.posts import rights_of
from filing_platform.errors import NotFound
from rectification.counting import BoundedPaginator, bounded_counts
from rectification.forms.desk_reports import HandlingForm
from rectification.forms.unfinished import Unfinished
from rectification.views.desk_access import officers
from register import reports
from register.models import ProblemReport

PAGE = 25


@officers
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The reports that the officer sees, newest first."""
    if not reports.may_read(request.user):
        raise NotFound("not_found", "")
    visible = ProblemReport.objects.visible_to(request.user)
    is_open = request.GET.get("show") != "all"
    found = (visible.filter(handled_at=None) if is_open else visible).order_by("-created_at", "-pk")
    page = BoundedPaginator(_with_names(found), PAGE).get_page(request.GET.get("page"))
    return _page(request, page.object_list, page, is_open=is_open)


@officers
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about a report."""
    found = get_object_or_404(ProblemReport.objects.visible_to(request.user), pk=pk)
    if not reports.may_handle(found, request.user):
        raise NotFound("not_found", "")
    form = HandlingForm(request.POST)
    if not form.is_valid():
        shown = _with_names(ProblemReport.objects.filter(pk=pk))
        return _page(request, shown, refused=Unfinished(f"report-{pk}", form))
    reports.handle(found, request.user, form.cleaned_data["handling"])
    messages.success(request, _("The report %(number)s is handled.") % {"number": found.number})
    return redirect("review-reports")


def _with_names(found: QuerySet[ProblemReport]) -> QuerySet[ProblemReport]:
    return found.select_related("institution", "jurisdiction", "handled_by")


def _page(
    request: HttpRequest,
    shown: Iterable[ProblemReport],
    page: Page | None = None,
    refused: Unfinished | None = None,
    *,
    is_open: bool = True,
) -> HttpResponse:
    """The reports `shown`; or the one whose handling was refused, with what was typed: 422."""
    user = request.user
    waiting = ProblemReport.objects.visible_to(user).filter(handled_at=None)
    context = {
        "page_of_reports": page,
        "lines": [(each, reports.may_handle(each, user), reports.is_theirs(each, user)) for each in shown],
        "waiting": bounded_counts({"waiting": waiting})["waiting"],
        "is_open": is_open,
        "decides": bool(rights_of(user).education),
        "unfinished": refused,
    }
    return render(request, "rectification/desk/reports.html", context, status=422 if refused else 200)
