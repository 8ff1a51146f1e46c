"""/review/measures/: the measures of the province, ordered by education, carried out by one department each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filing_platform.errors import BadInput, Refused
from institutions.models import Decision, DecisionKind, DecisionState, Filing
from rectification import measures
from rectification.counting import BoundedPaginator, bounded_counts
from rectification.forms.desk_measures import MeasureForm, MeasureStepForm
from rectification.forms.unfinished import Unfinished
from rectification.models import Measure
from rectification.views.desk_access import filing_of, officers
from rectification.workflow import Who, require
from register.models import MeasureStatus

PAGE = 25
# Those that wait for the officer's own department.
MINE = "mine"


@officers
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Measures that the officer sees, newest first; `?status=` and `?institution=` filter."""
    found = _visible(request)
    status, institution = request.GET.get("status", ""), request.GET.get("institution", "")
    if status and status not in {*MeasureStatus.values, MINE}:
        raise BadInput("bad_filter", gettext_noop("There is no such status."))
    if status == MINE:
        found = measures.waiting_for(found, request.user)
    elif status:
        found = found.filter(status=status)
    found = found.filter(institution__credit_code=institution) if institution.isalnum() else found
    page = BoundedPaginator(found.order_by("-ordered_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return _page(request, page.object_list, page=page, status=status)


@officers
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Order a measure on the filing's confirmed rejection."""
    filing = filing_of(request, number)
    decision = filing.decisions.filter(kind=DecisionKind.REJECT, state=DecisionState.CONFIRMED).first()
    if decision is None or not Who.EDUCATION.may(request.user, filing):
        raise Http404
    form = MeasureForm(request.POST or None, decision=decision)
    if form.is_valid() and _ordered(request, decision, form):
        return redirect("review-measures")
    context = {"filing": filing, "form": form}
    return render(request, "rectification/desk/order_measure.html", context, status=422 if form.errors else 200)


@officers
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take on, decline, report carried out, lift or withdraw."""
    measure = get_object_or_404(_visible(request), pk=pk)
    form = MeasureStepForm(request.POST)
    require(any(measures.may_move(measure, request.user, status) for status in MeasureStatus))
    if not form.is_valid():
        return _page(request, [measure], Unfinished(f"measure-{pk}", form))
    measure = measures.move(measure, request.user, form.cleaned_data["status"], form.cleaned_data["reason"])
    messages.success(request, _("The measure is now: %(status)s.") % {"status": measure.get_status_display()})
    return redirect(f"{reverse('review-measures')}#measure-{pk}")


def _page(
    request: HttpRequest,
    shown: Iterable[Measure],
    refused: Unfinished | None = None,
    page: Any = None,
    status: str = "",
) -> HttpResponse:
    """The measures `shown`; or the one whose report was refused, with what was typed: 422."""
    context = {
        "page_of_measures": page,
        "lines": [(measure, _steps(measure, request.user)) for measure in shown],
        "statuses": MeasureStatus.choices,
        "mine": MINE,
        "waiting": bounded_counts({"waiting": measures.waiting_for(_visible(request), request.user)})["waiting"],
        "status": status,
        "unfinished": refused,
    }
    return render(request, "rectification/desk/measures.html", context, status=422 if refused else 200)


def _ordered(request: HttpRequest, decision: Decision, form: MeasureForm) -> bool:
    try:
        measures.order(decision, request.user, **form.terms())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The measure is ordered; the department has been told."))
    return True


def _visible(request: HttpRequest) -> QuerySet[Measure]:
    filings = Filing.objects.visible_to(request.user)
    return Measure.objects.filter(filing__in=filings).select_related(
        "institution", "department", "filing", "ordered_by", "status_by"
    )


def _steps(measure: Measure, user: Any) -> list[tuple[str, str]]:
    """The statuses that this officer may give it now, as choices."""
    following = measures.STEPS.get(MeasureStatus(measure.status), set())
    return [(s.value, str(s.label)) for s in MeasureStatus if s in following and measures.may_move(measure, user, s)]
