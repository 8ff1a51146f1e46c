"""/review/<number>/: one filing, its materials by group and everything that stands beside them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from institutions.models import Dossier, Filing
from rectification import changes, materials
from rectification.materials import Asked
from rectification.overview import desk_of
from rectification.timeline import timeline
from rectification.views.desk_access import filing_of, officers

EVENTS = 12


@officers
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The filing; `?group=` picks the materials, `?version=` an earlier version, `?events=all` the whole history."""
    filing = filing_of(request, number)
    desk = desk_of(filing, request.user)
    dossier = _version(filing, request.GET.get("version")) or desk.dossier
    asked = _asked(request)
    context = {
        "filing": filing,
        "desk": desk,
        "dossier": dossier,
        "is_current": dossier == desk.dossier,
        "profile": getattr(dossier, "profile", None),
        "asked": asked,
        "groups": materials.groups(dossier, asked.group) if dossier else [],
        "things": materials.page_of(dossier, asked) if dossier else None,
        "events": timeline(filing, None if request.GET.get("events") == "all" else EVENTS),
    }
    return render(request, "rectification/desk/filing.html", context)


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


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        group=request.GET.get("group", "findings"),
        words=request.GET.get("q", "").replace("\0", "").strip()[:100],
        everything=request.GET.get("show") == "all",
        page=request.GET.get("page", "1"),
    )
