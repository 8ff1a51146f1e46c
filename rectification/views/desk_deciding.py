"""Acts on a filing: the page on which one officer proposes or acts, and the page of the second officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filing_platform.errors import Refused
from filing_platform.form_errors import cleaned
from institutions.models import Action, Decision, DecisionKind, DecisionState, Dossier, Filing, Institution
from rectification import canned, deciding, decisions, outlook, pdf, responding, workflow
from rectification.acts import Act
from rectification.forms.desk_deciding import FORMS, ActForm, SecondOfficerForm
from rectification.overview import Desk, desk_of
from rectification.views.desk_access import filing_of, officers
from screening import explaining
from screening.models import Finding
from screening.querysets import FindingQuerySet


@officers
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """One act: what it does, what it rests on, its form. A refusal comes back with everything typed."""
    filing = filing_of(request, number)
    desk = desk_of(filing, request.user)
    offered = next((each for each in desk.acts if each.name == action), None)
    sent = canned.filled_in(request.POST, filing.jurisdiction_id)
    before = decisions.came_back(filing, action, desk.dossier)
    form = FORMS[action](sent or None, filing=filing, before=before) if action in FORMS else None
    if form is None or (offered is None and not form.is_valid()):
        raise _gone(request, filing, form)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            return _done(request, filing, action, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = _act_context(desk, action, offered, form) | {"before": before}
    return render(request, "rectification/desk/act.html", context, status=422 if form.errors else 200)


@officers
@require_GET
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal, as its second officer reads it; afterwards, how it ended."""
    found = _decision(request, pk)
    return render(request, "rectification/desk/decision.html", _decision_context(request, found))


@officers
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second officer's yes."""
    found = _decision(request, pk)
    version = cleaned(SecondOfficerForm(request.POST))["version"]
    deciding.confirm(found, request.user, version)
    messages.success(request, _("Confirmed: it is in force."))
    return redirect("review-decision", pk=pk)


@officers
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The second officer's no, with the reason."""
    deciding.return_decision(_decision(request, pk), request.user, cleaned(SecondOfficerForm(request.POST))["reason"])
    messages.success(request, _("Returned to the officer who proposed it."))
    return redirect("review-decision", pk=pk)


@officers
@require_POST
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """The first officer takes it back."""
    deciding.retract(_decision(request, pk), request.user)
    messages.success(request, _("Your proposal is retracted."))
    return redirect("review-decision", pk=pk)


# The steps towards a notice: what is undecided stands in the way of it.
TO_NOTICE = {Action.FLAG, Action.ISSUE_NOTICE}
# The steps of one officer.
DONE = {
    Action.FLAG: gettext_lazy("The filing is marked as having problems."),
    Action.CLEAR: gettext_lazy("The filing is back in the queue as submitted."),
    Action.EXTEND: gettext_lazy("The deadline is extended; the institution is told."),
}


@officers
@require_POST
def read_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """An education officer has read the institution's statement."""
    found = _decision(request, pk)
    if not hasattr(found, "statement"):
        raise Http404
    responding.read_statement(found.statement, request.user)
    return redirect(f"{reverse('review-decision', args=[pk])}#statement")


def _done(request: HttpRequest, filing: Filing, action: str, form: ActForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    if action in DecisionKind.values:
        proposed = deciding.propose(action, filing, request.user, version, **form.terms())
        messages.success(request, _("Proposed. Another officer must confirm it."))
        return redirect("review-decision", pk=proposed.pk)
    workflow.perform(action, filing, request.user, version, **form.terms())
    messages.success(request, DONE[Action(action)])
    return redirect("review-filing", number=filing.number)


def _gone(request: HttpRequest, filing: Filing, form: ActForm | None) -> Exception:
    """404; or, for whom the act was open when the page was made, who was first, so that what was typed comes back."""
    had_it_open = form is not None and form.is_bound and workflow.Who.EDUCATION.may(request.user, filing)
    return workflow.was_first(filing) if had_it_open else Http404()


def _act_context(desk: Desk, action: str, offered: Act | None, form: ActForm) -> dict[str, Any]:
    return {
        "filing": desk.filing,
        "institution": desk.filing.institution,
        "desk": desk,
        "act": offered,
        "form": form,
        "takes_two": action in DecisionKind.values,
        "outlook": outlook.of_filing(action, desk.filing),
        "reason": (form["public_reason"].value() or "") if "public_reason" in form.fields else "",
        "findings": _standing(desk.dossier),
        "undecided": Finding.objects.filter(dossier=desk.dossier).undecided().count() if action in TO_NOTICE else 0,
        "canned": canned.of_act(desk.canned, action),
        "paper": _draft(desk, action, form),
    }


def _draft(desk: Desk, action: str, form: ActForm) -> dict[str, Any] | None:
    """The notice as it will read, when that is asked for."""
    if action != Action.ISSUE_NOTICE or not form.is_bound or desk.dossier is None:
        return None
    form.is_valid()
    return pdf.draft_content(desk.filing, desk.dossier, form.terms())


def _decision(request: HttpRequest, pk: int) -> Decision:
    """The decision on a filing, or list act on an institution, that this officer may see."""
    visible = Q(filing__in=Filing.objects.visible_to(request.user)) | Q(
        filing=None, institution__in=Institution.objects.visible_to(request.user)
    )
    found = Decision.objects.filter(visible).select_related(
        "institution", "dossier", "proposed_by", "decided_by", "filing__institution", "filing__programme", "statement"
    )
    return get_object_or_404(found, pk=pk)


def _decision_context(request: HttpRequest, found: Decision) -> dict[str, Any]:
    assert found.institution is not None
    desk = desk_of(found.filing, request.user) if found.filing else None
    is_open = found.state == "proposed"
    change = outlook.of_filing if found.filing else outlook.of_list_act
    return {
        "decision": found,
        "filing": found.filing,
        "institution": found.institution,
        "desk": desk,
        "is_open": is_open,
        "may_decide": is_open and outlook.may_decide(found, request.user),
        "is_own": found.proposed_by_id == request.user.pk,
        "obstacles": outlook.obstacles(found, request.user) if is_open else [],
        "outlook": change(found.kind, *_about(found)),
        "findings": _standing(found.dossier),
        "deadline": parse_date(found.terms.get("deadline", "")),
        "paper": _proposed_notice(found) if is_open else None,
        "may_propose_again": _may_propose_again(found, desk),
    }


def _may_propose_again(found: Decision, desk: Desk | None) -> bool:
    """It came back, and this officer may do better now."""
    if desk is None or found.state not in (DecisionState.RETURNED, DecisionState.RETRACTED):
        return False
    return any(act.name == found.kind and not act.why_not for act in desk.acts)


def _proposed_notice(found: Decision) -> dict[str, Any] | None:
    """The whole paper that the second officer issues by confirming."""
    if found.kind != DecisionKind.ISSUE_NOTICE or found.filing is None or found.dossier is None:
        return None
    return pdf.draft_content(found.filing, found.dossier, found.terms)


def _about(found: Decision) -> tuple[Any, ...]:
    return (found.filing,) if found.filing else (found.institution, found.terms)


def _standing(dossier: Dossier | None) -> FindingQuerySet:
    """The findings that stand on a version, each with what the institution says about it."""
    found = Finding.objects.filter(dossier=dossier).standing()
    return found.annotate(explanation=explaining.beside_finding()).worst_first()[:50]
