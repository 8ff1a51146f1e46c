"""The first page, and the figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filing_platform import clock
from register import figures, history
from register.caching import public_page
from register.rows import example, list_rows, province_rows, subject_rows

_LATEST = 5
_PROVINCES = 8


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """One question, the figures as counted now, the lists as doors, what changed."""
    today = clock.today()
    changes, counted = history.changes(today, limit=_LATEST), figures.now(today)
    context = {
        "filed": counted.filed,
        "on_list": counted.by_list,
        "changes": changes,
        "example": example([each.entry for each in changes]),
        "provinces": province_rows(counted.by_province)[:_PROVINCES],
    }
    return render(request, "register/home.html", context)


@public_page
def national(request: HttpRequest) -> HttpResponse:
    """The national sentence, by list, by province, by subject: drawn, each with its table."""
    today = clock.today()
    counted = figures.now(today)
    context = {
        "filed": counted.filed,
        "by_province": sorted(counted.by_province, key=lambda each: -each.filed.institutions),
        "lists": list_rows(counted.by_list),
        "sum": counted.added_up,
        "provinces": province_rows(counted.by_province),
        "subjects": subject_rows(counted.by_subject),
        "today": today,
    }
    return render(request, "register/figures.html", context)
