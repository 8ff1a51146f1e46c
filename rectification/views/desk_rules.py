"""/review/programme/…/rules/…/: the limits of one rule, of a province or of the nation, from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Jurisdiction, Programme
from filing_platform import clock
from filing_platform.errors import BadInput
from rectification import rule_limits
from rectification.forms.desk_province import RuleForm
from rectification.rule_limits import RuleShown, terms
from rectification.views.desk_access import officers
from screening import limits
from screening.limits import InForce
from screening.models import RuleSetting

NATION = "nation"


@officers
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The form of its limits; 404 for whoever may not set them."""
    programme = _changeable(request, code)
    shown = _shown(number, programme)
    form = RuleForm(
        request.POST or None,
        in_force=_with_own_words(shown.in_force, programme),
        base_on=lambda day: _base(number, programme, day),
        of_nation=programme is None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, number, programme, form)
            return redirect(f"{reverse('review-programme')}?province={code}#rules")
        except BadInput as problem:
            form.add_error("effective_from", str(problem))
    context = {
        "form": form,
        "rule": shown.in_force.rule,
        "shown": shown,
        "nation": rule_limits.in_words(_of(number, limits.national(clock.today()))),
        "now": rule_limits.in_words(shown.in_force),
        "regulation": rule_limits.in_words(_of(number, limits.own())),
        "jurisdiction": programme.jurisdiction if programme else None,
        "code": code,
    }
    return render(request, "rectification/desk/rule.html", context, status=422 if form.errors else 200)


@officers
@require_POST
def cancel(request: HttpRequest, code: str, number: str, pk: int) -> HttpResponse:
    """Take back limits that were to come."""
    programme = _changeable(request, code)
    setting = get_object_or_404(RuleSetting, pk=pk, rule=number, programme=programme)
    limits.cancel(setting, request.user)
    text = _("The change of %(rule)s on %(day)s is cancelled.")
    messages.success(request, text % {"rule": number, "day": date_format(setting.effective_from)})
    return redirect("review-rule", code, number)


def _change(request: HttpRequest, number: str, programme: Programme | None, form: RuleForm) -> None:
    """Only what differs from what stands above it on that day is the programme's own."""
    day, enabled = form.cleaned_data["effective_from"], form.cleaned_data["enabled"]
    then = _of(number, limits.in_force(programme, day) if programme else limits.national(day))
    own = terms(then, _base(number, programme, day), form.typed)
    limits.change(number, programme, request.user, day, own, form.words, enabled=enabled)
    now = _of(number, limits.in_force(programme, day) if programme else limits.national(day))
    said = {"rule": now.rule.title, "day": date_format(day), "limits": rule_limits.in_words(now)}
    messages.success(request, _("%(rule)s, from %(day)s: %(limits)s.") % said)


def _shown(number: str, programme: Programme | None) -> RuleShown:
    found = next((each for each in rule_limits.shown(programme) if each.in_force.rule.number == number), None)
    if found is None:
        raise Http404
    return found


def _base(number: str, programme: Programme | None, day: date) -> InForce:
    """What its limits go over: the nation's, and of the nation those that the rule itself brings."""
    return _of(number, limits.national(day) if programme else limits.own())


def _with_own_words(found: InForce, programme: Programme | None) -> InForce:
    """Words add up: those of the nation are not the province's to keep."""
    base = _of(found.rule.number, limits.national(clock.today()))
    return replace(found, words=[word for word in found.words if word not in base.words]) if programme else found


def _changeable(request: HttpRequest, code: str) -> Programme | None:
    programme = _programme(code)
    if not limits.may_change(request.user, programme):
        raise Http404
    return programme


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
