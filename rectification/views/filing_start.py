"""The start of the filer's workspace, opening a filing, and where one filing stands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Message
from filing_platform.errors import Conflict, NotFound
from institutions.messages import about
from institutions.models import Filing, Institution, Kind
from institutions.views.access import own_institution, own_institutions
from institutions.views.draft_page import FilingPage
from rectification import opening
from rectification.models import Measure
from rectification.workflow import offers
from rectification.workspace import Workspace
from register import publishing
from register.models import ListName, MeasureStatus

MOST_MESSAGES = 5


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where my filing stands: the open one, or what can be opened."""
    institution = own_institution(request)
    if institution is None:
        return redirect("file-register")
    opened = list(institution.filings.open().select_related("institution", "programme").order_by("-opened_at"))
    # An inspection that must be answered comes before a change that can wait.
    opened.sort(key=lambda filing: (filing.deadline is None, filing.kind != Kind.INSPECTION))
    context = _around(request, institution) | {"opened": opened}
    if opened:
        return render(request, "rectification/filing/overview.html", context | _of(opened[0], request))
    return render(request, "rectification/filing/start.html", context)


@login_required
@require_POST
def open_filing(request: HttpRequest) -> HttpResponse:
    """Open a first filing, or a change of what is on record."""
    institution = own_institution(request)
    if institution is None:
        raise NotFound("no_institution", "")
    kind = request.POST.get("kind", "")
    try:
        filing = opening.open_filing(institution, kind, request.user)
    except Conflict:
        # The second click of two, or a page from before: on to the one that is open.
        opened = institution.filings.open().filter(kind=kind).first()
        if opened is None:
            raise
        filing = opened
    return redirect("file-filing", filing.number)


class FilingOverview(FilingPage):
    """One filing: where it stands, what to do next, its groups."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = _around(request, self.filing.institution) | _of(self.filing, request)
        context["earlier"] = context["earlier"].exclude(pk=self.filing.pk)
        return render(request, "rectification/filing/overview.html", context)


def _around(request: HttpRequest, institution: Institution) -> dict[str, Any]:
    """What the start page shows beside the filing."""
    standing = publishing.standing(institution)
    return {
        "institution": institution,
        "institutions": own_institutions(request),
        "standing": standing,
        "kind_to_open": Kind.CHANGE if publishing.is_listed(institution) else Kind.INITIAL,
        "inbox": about(institution, _messages(request))[:MOST_MESSAGES],
        "measures": _measures(institution) if standing.list == ListName.BLACK else [],
        "earlier": institution.filings.filter(state="closed").order_by("-opened_at"),
    }


def _measures(institution: Institution) -> QuerySet[Measure]:
    """What is in force against it."""
    gone = [MeasureStatus.LIFTED, MeasureStatus.WITHDRAWN, MeasureStatus.DECLINED]
    return institution.measures.exclude(status__in=gone).select_related("department").order_by("ordered_at")


def _messages(request: HttpRequest) -> QuerySet[Message]:
    return Message.objects.filter(user=request.user.pk).order_by("-created_at", "-pk")


def _of(filing: Filing, request: HttpRequest) -> dict[str, Any]:
    acts = {offer.action: offer for offer in offers(filing, request.user)}
    return {
        "filing": filing,
        "workspace": Workspace(filing),
        "take_back": acts.get("take_back"),
        "withdraw": acts.get("withdraw"),
    }
