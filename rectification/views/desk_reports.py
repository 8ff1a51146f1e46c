"""/review/reports/: the problems that the public reported, read and handled by the education department."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from filing_platform.errors import NotFound
from filing_platform.form_errors import cleaned
from rectification.counting import BoundedPaginator
from rectification.forms.desk_reports import HandlingForm
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
    found = visible.select_related("institution", "jurisdiction", "handled_by")
    page = BoundedPaginator(found.order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    user = request.user
    lines = [(each, reports.may_handle(each, user), reports.is_theirs(each, user)) for each in page.object_list]
    return render(request, "rectification/desk/reports.html", {"page_of_reports": page, "lines": lines})


@officers
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about a report."""
    found = get_object_or_404(ProblemReport.objects.visible_to(request.user), pk=pk)
    if not reports.may_handle(found, request.user):
        raise NotFound("not_found", "")
    reports.handle(found, request.user, cleaned(HandlingForm(request.POST))["handling"])
    messages.success(request, _("The report %(number)s is handled.") % {"number": found.number})
    return redirect("review-reports")
