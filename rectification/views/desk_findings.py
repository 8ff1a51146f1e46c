"""What officers do beside the materials: verdicts on findings, findings by hand, opinions, judgements, resolutions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from filing_platform.errors import Refused
from institutions.editing import current_dossier
from institutions.models import Dossier, Filing
from rectification import canned, judging, materials, resolutions
from rectification.forms.desk import (
    FindingVerdictForm,
    JudgementForm,
    OpinionForm,
    RaiseFindingForm,
    ResolutionForm,
    ReturnForm,
)
from rectification.models import NoticeItem, Resolution
from rectification.views.desk_access import filing_of, officers
from rectification.views.desk_filing import back, unfinished
from rectification.workflow import Who, require
from screening import findings, opinions, wording
from screening.models import Finding, FindingStatus


@officers
@require_POST
def decide(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Confirm or dismiss one finding."""
    filing = filing_of(request, number)
    finding = get_object_or_404(Finding.objects.filter(dossier__filing=filing), pk=pk)
    form = FindingVerdictForm(canned.filled_in(request.POST, filing.jurisdiction_id))
    if not form.is_valid():
        return unfinished(request, filing, f"finding-{finding.pk}", form)
    decided = findings.confirm if form.cleaned_data["verdict"] == FindingStatus.CONFIRMED else findings.dismiss
    decided(finding, request.user, form.cleaned_data["reason"], form.cleaned_data["seen"])
    following = materials.next_undecided(finding.dossier)
    messages.success(request, _decided(finding, following))
    # Among the findings the next one is shown; beside the materials the eye stays at the thing.
    in_findings = request.POST.get("group", "findings") == "findings"
    return back(request, filing, f"finding-{(following if in_findings and following else finding).pk}")


@officers
@require_POST
def raise_by_hand(request: HttpRequest, number: str) -> HttpResponse:
    """Raise a finding about one thing, or a whole group, of the current version."""
    filing = filing_of(request, number)
    form = RaiseFindingForm(request.POST)
    if not form.is_valid():
        return unfinished(request, filing, f"raise-{request.POST.get('line') or request.POST.get('section')}", form)
    values = form.cleaned_data
    finding = findings.raise_finding(
        _current(filing), request.user, values["section"], values["line"], values["text"], values["severity"]
    )
    messages.success(request, _("The finding has been raised."))
    return back(request, filing, f"finding-{finding.pk}")


@officers
@require_POST
def take_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a finding that the officer's own department raised."""
    filing = filing_of(request, number)
    finding = get_object_or_404(Finding.objects.filter(dossier__filing=filing), pk=pk)
    findings.take_back(finding, request.user)
    messages.success(request, _("The finding has been taken back."))
    return back(request, filing, f"finding-{pk}")


@officers
@require_POST
def give_opinion(request: HttpRequest, number: str) -> HttpResponse:
    """The opinion of the officer's department, given or revised."""
    filing = filing_of(request, number)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return unfinished(request, filing, "opinion", form)
    try:
        given = opinions.give(_current(filing), request.user, form.cleaned_data["verdict"], form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return unfinished(request, filing, "opinion", form)
    messages.success(
        request, _("The opinion has been revised.") if given.revision > 1 else _("The opinion has been given.")
    )
    return back(request, filing)


@officers
@require_POST
def judge(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Judge the answer to one item of a notice."""
    filing = filing_of(request, number)
    item = get_object_or_404(NoticeItem.objects.filter(notice__filing=filing), pk=pk)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return unfinished(request, filing, f"item-{item.pk}", form)
    judging.judge(item, request.user, form.cleaned_data["verdict"], form.cleaned_data["reason"])
    messages.success(request, _("The answer is judged."))
    return back(request, filing, f"item-{item.pk}")


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
            messages.success(request, _("Recorded. Another officer must confirm it."))
            return back(request, filing, "resolutions")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"filing": filing, "form": form}
    return render(request, "rectification/desk/resolution.html", context, status=422 if form.errors else 200)


@officers
@require_POST
def confirm_resolution(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The second officer's yes to a resolution."""
    filing = filing_of(request, number)
    resolutions.confirm(_resolution(filing, pk), request.user)
    messages.success(request, _("The resolution is confirmed."))
    return back(request, filing, "resolutions")


@officers
@require_POST
def drop_resolution(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back one's own record, or return another's with a reason."""
    filing = filing_of(request, number)
    resolution = _resolution(filing, pk)
    form = ReturnForm(request.POST)
    if resolution.recorded_by_id != request.user.pk:
        form.fields["reason"].required = True
    if not form.is_valid():
        return unfinished(request, filing, f"resolution-{pk}", form)
    resolutions.drop(resolution, request.user, form.cleaned_data["reason"])
    messages.success(request, _("The resolution is gone: it can be recorded anew."))
    return back(request, filing, "resolutions")


def _resolution(filing: Filing, pk: int) -> Resolution:
    of_filing = Resolution.objects.filter(dossier__filing=filing)
    return get_object_or_404(of_filing.select_related("dossier__filing__institution"), pk=pk)


def _current(filing: Filing) -> Dossier:
    dossier = current_dossier(filing)
    if dossier is None:
        raise Refused("not_now", gettext_noop("These materials are not being reviewed now."))
    return dossier


def _decided(finding: Finding, following: Finding | None) -> str:
    """What was done, and what is left."""
    words = {
        FindingStatus.CONFIRMED: _("Confirmed: %(what)s."),
        FindingStatus.DISMISSED: _("Dismissed: %(what)s."),
    }
    waiting = Finding.objects.filter(dossier=finding.dossier_id, status=FindingStatus.CANDIDATE).count()
    if following is None:
        left = _("All findings are decided.")
    else:
        left = ngettext("%(count)d more to decide.", "%(count)d more to decide.", waiting) % {"count": waiting}
    done = words[FindingStatus(finding.status)] % {"what": wording.heading(finding)}
    return f"{done} {left}"
