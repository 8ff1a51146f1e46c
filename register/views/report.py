"""Reporting a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from register.forms import ReportForm
from register.limits import limit
from register.reports import report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_problem(request: HttpRequest) -> HttpResponse:
    """The form; then the number under which the report is kept."""
    if request.method != "POST":
        first = {"institution": request.GET.get("institution", ""), "about": request.GET.get("about", "")}
        return render(request, "register/report.html", {"form": ReportForm(initial=first)})
    form = ReportForm(request.POST)
    if not form.is_valid():
        return render(request, "register/report.html", {"form": form}, status=422)
    if form.is_from_a_program:
        return render(request, "register/report_done.html", {"number": ""})
    limit(request, "report", "10/h")
    data = form.cleaned_data
    kept = report(about=data["about"], text=data["text"], contact=data["contact"], credit_code=data["institution"])
    return render(request, "register/report_done.html", {"number": kept.number})
