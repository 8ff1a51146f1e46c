"""What officers do beside the materials: verdicts on findings, findings by hand, opinions, judgements, resolutions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from filing_platform.errors import Refused
from filing_platform.form_errors import cleaned
from institutions.editing import current_dossier
from institutions.models import Dossier, Filing
from rectification import canned, judging, resolutions
from rectification.forms.desk import (
    FindingVerdictForm,
    JudgementForm,
    OpinionForm,
    RaiseFindingForm,
    ResolutionForm,
)
from rectification.models import NoticeItem, Resolution
from rectification.views.desk_access import filing_of, officers
from rectification.workflow import Who, require
from screening import findings, opinions
from screening.models import Finding, FindingStatus


@officers
@require_POST
def decide(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Confirm or dismiss one finding."""
    filing = filing_of(request, number)
    finding = get_object_or_404(Finding.objects.filter(dossier__filing=filing), pk=pk)
    values = cleaned(FindingVerdictForm(canned.filled_in(request.POST, filing.jurisdiction_id)))
    if values["verdict"] == FindingStatus.CONFIRMED:
        findings.confirm(finding, request.user, values["reason"], values["seen"])
    else:
        findings.dismiss(finding, request.user, values["reason"], values["seen"])
    return _back(request, filing, f"finding-{finding.pk}")


@officers
@require_POST
def raise_by_hand(request: HttpRequest, number: str) -> HttpResponse:
    """Raise a finding about one thing, or a whole group, of the current version."""
    filing = filing_of(request, number)
    values = cleaned(RaiseFindingForm(request.POST))
    finding = findings.raise_finding(
        _current(filing), request.user, values["section"], values["line"], values["text"], values["severity"]
    )
    messages.success(request, _("The finding has been raised."))
    return _back(request, filing, f"finding-{finding.pk}")


@officers
@require_POST
def give_opinion(request: HttpRequest, number: str) -> HttpResponse:
    """The opinion of the officer's department, given or revised."""
    filing = filing_of(request, number)
    values = cleaned(OpinionForm(request.POST))
    opinions.give(_current(filing), request.user, values["verdict"], values["text"])
    messages.success(request, _("The opinion has been given."))
    return _back(request, filing)


@officers
@require_POST
def judge(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Judge the answer to one item of a notice."""
    filing = filing_of(request, number)
    item = get_object_or_404(NoticeItem.objects.filter(notice__filing=filing), pk=pk)
    values = cleaned(JudgementForm(request.POST))
    judging.judge(item, request.user, values["verdict"], values["reason"])
    return _back(request, filing, f"item-{item.pk}")


@officers
@require_http_methods(["GET", "POST"])
def record_resolution(request: HttpRequest, number: str) -> HttpResponse:
    """Record what a joint meeting resolved; another officer confirms it."""
    filing = filing_of(request, number)
    require(Who.EDUCATION.may(request.user, filing))
    form = ResolutionForm(request.POST or None, filing=filing)
    if form.is_valid():
        try:
            resolutions.record(filing, request.user, **form.cleaned_data)
            return _back(request, filing, "resolutions")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "rectification/desk/resolution.html", {"filing": filing, "form": form})


@officers
@require_POST
def confirm_resolution(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The second officer's yes to a resolution."""
    filing = filing_of(request, number)
    resolution = get_object_or_404(
        Resolution.objects.filter(dossier__filing=filing).select_related("dossier__filing"), pk=pk
    )
    resolutions.confirm(resolution, request.user)
    return _back(request, filing, "resolutions")


def _current(filing: Filing) -> Dossier:
    dossier = current_dossier(filing)
    if dossier is None:
        raise Refused("not_now", gettext_noop("These materials are not being reviewed now."))
    return dossier


def _back(request: HttpRequest, filing: Filing, anchor: str = "") -> HttpResponse:
    """The filing's page at the place the form was at, in the group it was sent from."""
    address = reverse("review-filing", args=[filing.number])
    group = request.POST.get("group", "")
    query = f"?group={group}" if group.isalpha() else ""
    return redirect(f"{address}{query}{f'#{anchor}' if anchor else ''}")
