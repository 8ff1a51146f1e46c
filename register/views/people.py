"""Looking a person up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from filing_platform import clock
from register import people
from register.forms import PersonForm
from register.limits import limit


@require_safe
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """By the whole name or the whole certificate number, so many times a minute."""
    form = PersonForm(request.GET) if "q" in request.GET else PersonForm()
    context: dict[str, object] = {"form": form, "at_most": people.AT_MOST}
    if form.is_bound and form.is_valid():
        limit(request, "person", "20/m")
        context["found"] = people.look_up(form.cleaned_data["q"], clock.today())
        context["asked"] = form.cleaned_data["q"]
    return render(request, "register/person_look_up.html", context)
