"""/review/<number>/findings/of/<rule>/: many findings of one rule, decided together with one reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from filing_platform.errors import BadInput, Conflict, Refused
from rectification import canned
from rectification.facts import short
from rectification.forms.desk_alike import AlikeForm
from rectification.materials import things_at
from rectification.overview import Desk, desk_of
from rectification.views.desk_access import filing_of, officers
from rectification.workflow import require
from screening import alike
from screening.models import FindingStatus
from screening.rules import RULES
from screening.rules.rule import Severity

PAGE = 100


@officers
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: str, rule: str) -> HttpResponse:
    """The candidates of one rule on the current version, to be ticked and decided; a refusal decides none of them."""
    desk = desk_of(filing_of(request, number), request.user)
    require(desk.decides)
    found = next((each for each in RULES if each.number == rule), None)
    if found is None or desk.dossier is None:
        raise Http404
    sent = canned.filled_in(request.POST, desk.filing.jurisdiction_id)
    form = AlikeForm(sent or None, waiting=alike.waiting(desk.dossier, rule))
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, desk, rule, form)
        except (BadInput, Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, desk, form) | {"rule": found, "filing": desk.filing, "desk": desk, "form": form}
    return render(request, "rectification/desk/alike.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, desk: Desk, rule: str, form: AlikeForm) -> HttpResponse:
    assert desk.dossier is not None
    verdict = FindingStatus(form.cleaned_data["verdict"])
    count = alike.decide(desk.dossier, desk.user, rule, form.chosen, verdict, form.cleaned_data["reason"])
    said = {
        FindingStatus.CONFIRMED: ngettext(
            "%(count)d finding is confirmed.", "%(count)d findings are confirmed.", count
        ),
        FindingStatus.DISMISSED: ngettext(
            "%(count)d finding is dismissed.", "%(count)d findings are dismissed.", count
        ),
    }
    messages.success(request, said[verdict] % {"count": count})
    return redirect("review-filing", number=desk.filing.number)


def _context(request: HttpRequest, desk: Desk, form: AlikeForm) -> dict[str, Any]:
    """One page of the findings, each with the thing it is about; what was ticked stays ticked.

    A grave finding is ticked by hand: no single click confirms what nobody has looked at.
    """
    assert desk.dossier is not None
    page = Paginator(form.waiting, PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    things = things_at(desk.dossier, [(finding.section, finding.line) for finding in found])
    for finding, thing in zip(found, things, strict=True):
        thing.facts = [fact for fact in short(thing.section, thing.facts, [finding.rule]) if fact.value]
    ticked = (
        set(request.POST.getlist("findings"))
        if form.is_bound
        else {str(finding.pk) for finding in found if finding.severity != Severity.GRAVE}
    )
    return {
        "page_of_findings": page,
        "lines": [(f, thing, str(f.pk) in ticked) for f, thing in zip(found, things, strict=True)],
        "most": alike.MOST_AT_ONCE,
    }
