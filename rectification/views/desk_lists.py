"""/review/lists/: the province's entries, and the acts on them that no filing carries."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput, DomainError, NotFound
from institutions.models import DecisionKind, DecisionState, Filing, Institution
from rectification import canned, list_acts, naming, opening
from rectification.counting import BoundedPaginator
from rectification.forms.desk_lists import ACT_FORMS, InspectionForm
from rectification.views.desk_access import officers
from register import publishing
from register.models import Entry, ProblemReport, PublicStatus

PAGE = 50


@officers
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The entries of the officer's jurisdictions; `?list=` and `?q=` filter."""
    status, words = request.GET.get("list", ""), request.GET.get("q", "").replace("\0", "").strip()[:100]
    if status and status not in PublicStatus.values:
        raise BadInput("bad_filter", gettext_noop("There is no such list."))
    entries = _entries(request.user)
    entries = entries.filter(_stands_on(status)) if status else entries.exclude(list="", next_list="")
    if words:
        entries = entries.filter(institution__in=naming.by_terms(words))
    page = BoundedPaginator(entries.order_by("-since", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page_of_entries": page, "status": status, "words": words, "statuses": PublicStatus.choices}
    return render(request, "rectification/desk/lists.html", context | {"today": clock.today()})


@officers
@require_GET
def institution(request: HttpRequest, credit_code: str) -> HttpResponse:
    """One institution on the lists: where it stands, its history, its filings, the acts that are open."""
    found = _institution(request, credit_code)
    standing = publishing.standing(found, clock.today())
    proposed = found.decisions.filter(filing=None, state=DecisionState.PROPOSED).first()
    context = {
        "institution": found,
        "standing": standing,
        "changes": found.list_changes.select_related(
            "decision__proposed_by", "decision__decided_by", "superseded_by"
        ).order_by("-seq"),
        "filings": Filing.objects.visible_to(request.user).filter(institution=found).order_by("-opened_at"),
        "proposed": proposed,
        "decides": list_acts.may_decide(request.user, found),
        "inspection": publishing.is_listed(found) and not found.filings.open().exists(),
        "acts": [(kind, kind.label, list_acts.MEANT[kind]) for kind in list_acts.acts_on(standing)],
    }
    return render(request, "rectification/desk/list_entry.html", context)


@officers
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, credit_code: str, kind: str) -> HttpResponse:
    """Propose a list act; another officer confirms it."""
    found = _institution(request, credit_code)
    if kind not in ACT_FORMS or not list_acts.may_decide(request.user, found):
        raise Http404
    sent = canned.filled_in(request.POST, found.jurisdiction_id)
    standing = publishing.standing(found, clock.today())
    form = ACT_FORMS[kind](sent or None, institution=found, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["public_reason"]
            decision = list_acts.propose(kind, found, request.user, reason, **form.terms())
            return redirect("review-decision", pk=decision.pk)
        except DomainError as refusal:
            _say(form, refusal)
    act = DecisionKind(kind)
    context = {"institution": found, "form": form, "label": act.label, "meant": list_acts.MEANT[act]}
    context["canned"] = canned.offered(found.jurisdiction_id)
    return render(request, "rectification/desk/list_act.html", context, status=422 if form.errors else 200)


@officers
@require_http_methods(["GET", "POST"])
def inspect(request: HttpRequest, credit_code: str) -> HttpResponse:
    """Open an inspection of a listed institution."""
    found = _institution(request, credit_code)
    if not list_acts.may_decide(request.user, found):
        raise Http404
    form = InspectionForm(request.POST or None, initial={"cause": _reported(request, found)})
    if request.method == "POST" and form.is_valid():
        try:
            filing = opening.open_inspection(found, request.user, form.cleaned_data["cause"])
            messages.success(request, _("The inspection is open."))
            return redirect("review-filing", number=filing.number)
        except DomainError as refusal:
            _say(form, refusal)
    context = {"institution": found, "form": form}
    return render(request, "rectification/desk/inspection.html", context, status=422 if form.errors else 200)


def _reported(request: HttpRequest, about: Institution) -> str:
    """What somebody reported of the institution, as the cause to begin with: `?report=` is its number."""
    visible = ProblemReport.objects.visible_to(request.user).filter(institution=about)
    kept = visible.filter(number=request.GET.get("report", "").replace("\0", "")[:12]).first()
    return _("Report %(number)s: %(text)s") % {"number": kept.number, "text": kept.text} if kept else ""


def _entries(user: Any) -> QuerySet[Entry]:
    rights = rights_of(user)
    if rights.national or rights.observer:
        return Entry.objects.select_related("jurisdiction")
    return Entry.objects.filter(jurisdiction__in=rights.jurisdictions).select_related("jurisdiction")


def _stands_on(status: str) -> Q:
    """On this list today: what was to come has come when its day is reached."""
    today = clock.today()
    return Q(list=status) & (Q(next_on=None) | Q(next_on__gt=today)) | Q(next_list=status, next_on__lte=today)


def _institution(request: HttpRequest, credit_code: str) -> Institution:
    return get_object_or_404(Institution.objects.visible_to(request.user), credit_code=credit_code)


def _say(form: Any, refusal: DomainError) -> None:
    """The refusal above the form, with everything typed kept; what is not for this person stays unseen."""
    if isinstance(refusal, NotFound):
        raise refusal
    form.add_error(None, str(refusal))
