"""What changed on the lists, as a page, as feeds, and each change with its proof."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import BadInput, NotFound
from register import history, inclusion, proofs
from register.caching import public_page
from register.feed import atom, change_row
from register.models import Entry, ListChange, PublicProfile
from register.search import PAGE_SIZE

_IN_FEED = 50


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """Newest first, a page at a time."""
    shown = history.changes(clock.today(), before=_before(request), limit=PAGE_SIZE + 1)
    older = f"?before={shown[PAGE_SIZE - 1].change.seq}" if len(shown) > PAGE_SIZE else ""
    context = {"changes": shown[:PAGE_SIZE], "older": older, "later": "before" in request.GET}
    return render(request, "register/changes.html", context)


@public_page
def changes_atom(request: HttpRequest) -> HttpResponse:
    """The newest changes as an Atom feed."""
    shown = history.changes(clock.today(), limit=_IN_FEED)
    return HttpResponse(atom(shown, settings.SITE_URL), content_type="application/atom+xml; charset=utf-8")


@public_page
def changes_json(request: HttpRequest) -> HttpResponse:
    """The newest changes as JSON, like /api/v1/changes/."""
    shown = history.changes(clock.today(), limit=_IN_FEED)
    return JsonResponse({"results": [change_row(each, settings.SITE_URL) for each in shown]})


@public_page
def proof(request: HttpRequest, seq: int) -> HttpResponse:
    """One change with its canonical line and leaf, the proof that it was signed, and how to recompute them."""
    change = ListChange.objects.public().filter(pk=seq).first()
    entry = change and Entry.objects.public().filter(institution=change.institution_id).first()
    if change is None or entry is None:
        raise NotFound("change", gettext_noop("There is nothing at this address."))
    digest = PublicProfile.objects.filter(pk=change.dossier_id).values_list("digest", flat=True).first() or ""
    line = proofs.line_of(change, entry.credit_code, digest)
    context = {"change": change, "entry": entry, "line": line, "holds": proofs.leaf(line) == change.leaf}
    context["inclusion"] = inclusion.of(change)
    return render(request, "register/proof.html", context)


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        raise BadInput("before", gettext_noop("The address asks for something that cannot be answered."))
    return int(asked)
