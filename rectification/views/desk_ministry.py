"""/review/ministry/: what a province reports to the ministry of its lists, by when, and what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Jurisdiction
from accounts.posts import Rights, rights_of
from filing_platform import clock
from filing_platform.errors import Conflict
from rectification import ministry
from rectification.counting import BoundedPaginator
from rectification.forms.desk_ministry import ReportSentForm
from rectification.models import MinistryReport
from rectification.views.desk_access import officers

PAGE = 25


@officers
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Of a provincial administrator their own province; of the nation's all, and how each stands."""
    rights = rights_of(request.user)
    if len(rights.provincial) == 1:
        return redirect("review-ministry-province", code=next(iter(rights.provincial)))
    if not (rights.provincial or rights.national or rights.observer):
        raise Http404
    context = {
        "standings": [each for each in ministry.standings(clock.today()) if _sees(rights, each.jurisdiction)],
        "page_of_reports": _page(request, ministry.sent(request.user)),
    }
    return render(request, "rectification/desk/ministry.html", context)


@officers
@require_http_methods(["GET", "POST"])
def province(request: HttpRequest, code: str) -> HttpResponse:
    """What waits in one province, with the last day of each; its administrator notes that it has been sent."""
    jurisdiction = _jurisdiction(request, code)
    may_send = code in rights_of(request.user).provincial
    if request.method == "POST" and not may_send:
        raise Http404
    form = ReportSentForm(request.POST or None)
    if form.is_valid():
        try:
            report = ministry.send(jurisdiction, request.user, **form.cleaned_data)
            messages.success(request, _("Report %(serial)d is on record.") % {"serial": report.serial})
            return redirect("review-ministry-province", code=code)
        except Conflict as refusal:
            form.add_error(None, str(refusal))
    context = _province_context(request, jurisdiction) | {"form": form, "may_send": may_send}
    return render(request, "rectification/desk/ministry_province.html", context, status=422 if form.errors else 200)


@officers
@require_GET
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """What a report held, as xlsx."""
    file = ministry.download(get_object_or_404(MinistryReport.objects.visible_to(request.user), pk=pk))
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=disposition)


def _province_context(request: HttpRequest, jurisdiction: Jurisdiction) -> dict[str, Any]:
    today = clock.today()
    page = _page(request, ministry.waiting(jurisdiction, today), "waiting")
    return {
        "jurisdiction": jurisdiction,
        "page_of_waiting": page,
        "lines": ministry.with_days(page.object_list, jurisdiction, today),
        "total": page.paginator.total.number,
        "most": ministry.MOST,
        "page_of_reports": _page(request, ministry.sent(request.user).filter(jurisdiction=jurisdiction)),
    }


def _page(request: HttpRequest, rows: Any, name: str = "page") -> Any:
    return BoundedPaginator(rows, PAGE).get_page(request.GET.get(name))


def _sees(rights: Rights, jurisdiction: Jurisdiction) -> bool:
    return rights.national or rights.observer or jurisdiction.pk in rights.provincial


def _jurisdiction(request: HttpRequest, code: str) -> Jurisdiction:
    found = get_object_or_404(Jurisdiction, pk=code)
    if not _sees(rights_of(request.user), found):
        raise Http404
    return found
