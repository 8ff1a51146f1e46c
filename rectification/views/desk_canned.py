"""/review/programme/<province>/canned/: the province's canned reasons, kept by its administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Jurisdiction
from accounts.posts import rights_of
from rectification.forms.desk_canned import CannedReasonForm
from rectification.models import CannedReason
from rectification.views.desk_access import officers


@officers
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """All of them, and the form for another."""
    province = _province(request, code)
    form = CannedReasonForm(request.POST or None, instance=CannedReason(jurisdiction=province))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The officers can choose it now."))
        return redirect("review-canned", code=code)
    context = {"jurisdiction": province, "form": form, "reasons": province.canned_reasons.all()}
    return render(request, "rectification/desk/canned.html", context, status=422 if form.errors else 200)


@officers
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change one, or take it away; what was written with it stays written."""
    province = _province(request, code)
    reason = get_object_or_404(province.canned_reasons, pk=pk)
    if "remove" in request.POST:
        reason.delete()
        messages.success(request, _("It is offered no more."))
        return redirect("review-canned", code=code)
    form = CannedReasonForm(request.POST or None, instance=reason)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("review-canned", code=code)
    context = {"jurisdiction": province, "form": form}
    return render(request, "rectification/desk/canned_reason.html", context, status=422 if form.errors else 200)


def _province(request: HttpRequest, code: str) -> Jurisdiction:
    return get_object_or_404(Jurisdiction, pk=code, code__in=rights_of(request.user).provincial)
