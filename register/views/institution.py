"""One institution, its courses and its personnel."""

from __future__ import annotations

import segno
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from filing_platform import clock
from register import institutions
from register.caching import public_page


@public_page
def institution(request: HttpRequest, credit_code: str) -> HttpResponse:
    """The verdict first; then what a parent asks, in that order."""
    shown = institutions.show(credit_code, clock.today())
    context = {"shown": shown, "entry": shown.entry, "came_from": request.GET.get("from", "")[:500]}
    return render(request, "register/institution.html", context | {"qr": _qr(shown.entry.credit_code)})


@public_page
def courses(request: HttpRequest, credit_code: str) -> HttpResponse:
    """All courses of an institution, a page at a time."""
    entry = institutions.entry_of(credit_code, clock.today())
    page = _page(request, entry.course_count if entry.dossier_id else 0)
    taught = institutions.courses_of(entry, page.start_index() - 1 if page else 0, institutions.PAGE_SIZE)
    return render(request, "register/courses.html", {"entry": entry, "courses": taught, "page_of": page})


@public_page
def personnel(request: HttpRequest, credit_code: str) -> HttpResponse:
    """All training personnel of an institution, a page at a time, with what is public of them."""
    entry = institutions.entry_of(credit_code, clock.today())
    page = _page(request, min(entry.person_count, institutions.PEOPLE_SHOWN) if entry.dossier_id else 0)
    people = institutions.people_of(entry, page.start_index() - 1 if page else 0, institutions.PAGE_SIZE)
    context = {"entry": entry, "people": people, "page_of": page, "at_most": institutions.PEOPLE_SHOWN}
    return render(request, "register/institution_personnel.html", context)


def _page(request: HttpRequest, count: int):
    return Paginator(range(count), institutions.PAGE_SIZE).get_page(request.GET.get("page"))


def _qr(credit_code: str) -> SafeString:
    """The page's own address as an inline SVG, to be scanned from print."""
    address = settings.SITE_URL + reverse("register-institution", args=[credit_code])
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=1, svgclass=None, lineclass=None, omitsize=True))
