"""/review/: the officer's queue, its saved views, its export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.posts import rights_of
from filing_platform import clock
from institutions.models import Decision
from institutions.querysets import FilingQuerySet
from rectification import assigning, exporting, filters, list_acts, queue, saved_views
from rectification.counting import BOUND, BoundedPaginator
from rectification.forms.desk import AssignForm
from rectification.listing import listing
from rectification.views import working_through
from rectification.views.desk_access import filing_of, officers
from rectification.views.desk_filing import unfinished

PAGE = 25
MOST_LIST_ACTS = 20


@officers
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The filings of one saved view, filtered and sorted, 25 a page."""
    found = listing(request.GET, request.user)
    view, asked = found.view, found.asked
    lines, total = saved_views.lines(found.all, request.user, view, asked.qs)
    page = BoundedPaginator(_with_names(found.filings), PAGE, total).get_page(request.GET.get("page"))
    working_through.remember(request)
    context = {
        "view": view,
        "title": view.title_for(request.user),
        "views": lines,
        "menus": filters.menus(asked, request.GET),
        "chosen": sum(bool(request.GET.get(name)) for name in asked.filters if name != "sort"),
        "columns": filters.columns(request.GET),
        "page_of_filings": page,
        "rows": queue.rows_of(page.object_list),
        "list_acts": _list_acts(view.name, request.user),
        "printed_at": clock.now(),
        "in_all": filters.address(request.GET, view="all"),
        "place": ", ".join(str(place) for place in _places(request.user)),
    }
    return render(request, "rectification/desk/queue.html", context)


@officers
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What the queue shows, all pages, as a file."""
    if form not in exporting.FORMS:
        raise Http404
    found = listing(request.GET, request.user)
    file = exporting.download(queue.rows_of(_with_names(found.filings)[:BOUND]), form)
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=disposition)


@officers
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Take the filing on, hand it to a colleague, or give it back."""
    filing = filing_of(request, number)
    form = AssignForm(request.POST, officers=assigning.colleagues(filing, request.user))
    if "to" in request.POST and not form.is_valid():
        return unfinished(request, filing, "assign", form)
    to = form.cleaned_data["to"] if "to" in request.POST else None if "release" in request.POST else request.user
    assigning.assign(filing, request.user, to)
    messages.success(request, _assigned(to, request.user))
    return redirect("review-filing", number=number)


def _assigned(to: Any, user: Any) -> str:
    if to is None:
        return _("The filing is nobody's now.")
    return _("The filing is yours.") if to == user else _("The filing is with %(who)s now.") % {"who": to}


def _with_names(filings: FilingQuerySet) -> FilingQuerySet:
    return filings.select_related("institution", "programme", "assigned_to")


def _list_acts(view: str, user: Any) -> list[Decision]:
    """Decisions without a filing stand above the filings: those of others among what waits for me."""
    if view not in ("mine", "second"):
        return []
    waiting = list_acts.waiting_for_a_second(user)
    return list((waiting.exclude(proposed_by=user) if view == "mine" else waiting)[:MOST_LIST_ACTS])


def _places(user: Any) -> list[str]:
    rights = rights_of(user)
    return sorted({str(post.jurisdiction) for post in rights.posts if post.jurisdiction_id}) or [_("the nation")]
