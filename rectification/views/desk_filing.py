"""/review/<number>/: one filing, its materials by group and everything that stands beside them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.posts import rights_of
from institutions.models import Dossier, Filing
from rectification import changes, materials
from rectification.forms.unfinished import Unfinished
from rectification.materials import Asked
from rectification.overview import desk_of
from rectification.timeline import timeline
from rectification.views import working_through
from rectification.views.desk_access import filing_of, officers
from rectification.workflow import require

EVENTS = 12
# What of its address says which materials the page shows; its small forms carry it along.
PLACE = ("group", "page", "q", "show")


@officers
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The filing; `?group=` picks the materials, `?version=` an earlier version, `?events=all` the whole history."""
    return _page(request, filing_of(request, number), request.GET)


def unfinished(request: HttpRequest, filing: Filing, place: str, form: Form) -> HttpResponse:
    """The page again, with a small form that could not be taken: 422; who only reads finds nothing."""
    require(rights_of(request.user).department_in(filing.jurisdiction_id) is not None)
    return _page(request, filing, request.POST, Unfinished(place, form))


def back(request: HttpRequest, filing: Filing, anchor: str = "") -> HttpResponse:
    """To the page after one of its small forms was taken: to the materials that it was sent from."""
    asked = urlencode({name: request.POST[name] for name in PLACE if request.POST.get(name)})
    address = reverse("review-filing", args=[filing.number])
    return redirect(f"{address}{f'?{asked}' if asked else ''}{f'#{anchor}' if anchor else ''}")


def _page(request: HttpRequest, filing: Filing, at: QueryDict, refused: Unfinished | None = None) -> HttpResponse:
    desk = desk_of(filing, request.user)
    dossier = _version(filing, at.get("version")) or desk.dossier
    asked = _asked(at)
    things = materials.page_of(dossier, asked) if dossier else None
    context = {
        "filing": filing,
        "desk": desk,
        "dossier": dossier,
        "is_current": dossier == desk.dossier,
        "profile": getattr(dossier, "profile", None),
        "asked": asked,
        "groups": materials.groups(dossier, asked.group) if dossier else [],
        "things": things,
        "side_by_side": materials.side_by_side(things, asked) if things else None,
        "events": timeline(filing, None if request.GET.get("events") == "all" else EVENTS),
        "unfinished": refused,
        "queue": working_through.query(request),
        "place": working_through.place_of(request, filing.number),
    }
    return render(request, "rectification/desk/filing.html", context, status=422 if refused else 200)


@officers
@require_GET
def difference(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """What changed from the version before, row by row, old and new values."""
    filing = filing_of(request, number)
    new = get_object_or_404(filing.dossiers.filter(sealed_at__isnull=False), version=version)
    old = filing.dossiers.filter(sealed_at__isnull=False, version__lt=version).order_by("-version").first()
    if old is None:
        raise Http404
    context = {"filing": filing, "old": old, "new": new, "sections": changes.changes(old, new)}
    return render(request, "rectification/desk/difference.html", context)


def _version(filing: Filing, version: str | None) -> Dossier | None:
    if not version:
        return None
    if not version.isascii() or not version.isdigit() or len(version) > 9:
        raise Http404
    return get_object_or_404(filing.dossiers.filter(sealed_at__isnull=False), version=int(version))


def _asked(at: QueryDict) -> Asked:
    return Asked(
        # A form about a group that did not say where it stood is shown again with that group.
        group=at.get("group") or at.get("section") or "findings",
        words=at.get("q", "").replace("\0", "").strip()[:100],
        everything=at.get("show") == "all",
        page=at.get("page", "1"),
    )
