"""The lists and the search: every state is an address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from courses.grades import LABELS
from filing_platform import clock
from personnel.models import Subject
from register import history, search
from register.caching import public_page
from register.forms import RegisterForm, read
from register.models import ListName, PublicStatus
from register.provinces import provinces
from register.rows import Menu, address, choices


@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Today's lists, or with `as_of` those of a past day; the one that was clearly meant is shown at once."""
    form = read(request.GET)
    if form.cleaned_data["as_of"]:
        return _past(request, form)
    today = clock.today()
    results = search.search(form.asked, today, form.page_number)
    if results.only and "all" not in request.GET:
        page = reverse("register-institution", args=[results.only.entry.credit_code])
        return redirect(f"{page}?{urlencode({'from': form.asked.text})}")
    # Where there are too many hits to be counted, there are too many for a filter's counts.
    facets = search.facets(form.asked, today) if results.count is not None else search.Facets(bounded=True)
    context = _frame(request, form, facets) | {
        "results": results,
        "near": search.near_misses(form.asked.text, today) if results.count == 0 else [],
        "page_of": _pages(results.count or search.BOUND, results.page),
    }
    return render(request, "register/results.html", context)


def _past(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    day = form.cleaned_data["as_of"]
    past = history.as_of(form.asked, day, form.page_number)
    context = {
        "form": form,
        "asked": form.asked,
        "day": day,
        "past": past,
        "lists": choices(request.GET, "list", ListName.choices, past.counts or {}, counted=past.counts is not None),
        "everything": None if past.counts is None else sum(past.counts.values()),
        "all_href": address(request.GET, list=""),
        "page_of": _pages(search.BOUND if past.count is None else past.count, past.page),
    }
    return render(request, "register/results_past.html", context)


def _frame(request: HttpRequest, form: RegisterForm, facets: search.Facets) -> dict[str, Any]:
    """The filters as chips, each with how many it would leave."""
    asked, parameters = form.asked, request.GET
    counts = facets.counts.get("list", {})
    return {
        "asked": asked,
        "lists": choices(parameters, "list", PublicStatus.choices, counts, counted=not facets.bounded),
        "everything": None if facets.bounded else sum(counts.values()),
        "all_href": address(parameters, list=""),
        "menus": _menus(parameters, facets),
        "chosen": sum(bool(each) for each in (asked.list, asked.province, asked.subject, asked.grade)),
        "download": urlencode({k: v for k, v in parameters.items() if v and k not in ("page", "all")}),
    }


def _menus(parameters: QueryDict, facets: search.Facets) -> list[Menu]:
    values = {
        "province": (_("Province"), [(code, str(each)) for code, each in provinces().items()]),
        "subject": (_("Subject"), [(value, str(label)) for value, label in Subject.choices]),
        "grade": (_("Grade"), [(str(grade), str(label)) for grade, label in LABELS.items()]),
    }
    return [
        Menu(
            label,
            choices(parameters, name, labels, facets.counts.get(name, {}), counted=not facets.bounded),
            without=address(parameters, **{name: ""}),
        )
        for name, (label, labels) in values.items()
    ]


def _pages(count: int, number: int) -> Page:
    pages = Paginator(range(min(count, search.BOUND)), search.PAGE_SIZE)
    return pages.get_page(number)
