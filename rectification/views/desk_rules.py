"""/review/programme/…/rules/…/: the limits of one rule, of a province or of the nation, from a day on."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Jurisdiction, Programme
from filing_platform import clock
from filing_platform.errors import BadInput
from rectification.forms.desk_province import RuleForm
from rectification.rule_limits import terms
from rectification.views.desk_access import officers
from screening import limits
from screening.limits import InForce

NATION = "nation"


@officers
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The form of its limits; 404 for whoever may not set them."""
    programme = _programme(code)
    if not limits.may_change(request.user, programme):
        raise Http404
    base = _of(number, limits.national(clock.today()))
    found = _of(number, limits.in_force(programme)) if programme else base
    # Words add up: those of the nation are not the province's to keep.
    words = [word for word in found.words if word not in base.words] if programme else found.words
    form = RuleForm(request.POST or None, in_force=replace(found, words=words))
    if request.method == "POST" and form.is_valid():
        # The nation's are told apart from those that the rule itself brings.
        under = base if programme else _of(number, limits.own())
        day, enabled = form.cleaned_data["effective_from"], form.cleaned_data["enabled"]
        try:
            limits.change(
                number, programme, request.user, day, terms(found, under, form.typed), form.words, enabled=enabled
            )
            messages.success(request, _("The limits are on record; they hold for what is screened from that day on."))
            return redirect(f"{reverse('review-programme')}?province={code}#rules")
        except BadInput as problem:
            form.add_error("effective_from", str(problem))
    context = {"form": form, "rule": found.rule, "jurisdiction": programme.jurisdiction if programme else None}
    return render(request, "rectification/desk/rule.html", context, status=422 if form.errors else 200)


def _programme(code: str) -> Programme | None:
    """The programme in force of a province; None for the nation."""
    if code == NATION:
        return None
    get_object_or_404(Jurisdiction, pk=code)
    in_force = Programme.objects.in_force(code, clock.today())
    if in_force is None:
        raise Http404
    return in_force


def _of(number: str, rules: list[InForce]) -> InForce:
    found = next((each for each in rules if each.rule.number == number), None)
    if found is None:
        raise Http404
    return found
