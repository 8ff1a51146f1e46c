"""/review/figures/ and /review/programme/: how the province stands, and by which programme it screens."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Jurisdiction, Post, Programme
from accounts.posts import rights_of
from filing_platform import clock
from institutions.models import Filing
from rectification import rule_limits
from rectification.figures import charts
from rectification.programme_versions import differences
from rectification.querysets import with_current
from rectification.views.desk_access import officers
from register import figures as figures_of_register
from screening.limits import may_change


@officers
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Progress towards the deadline, by state, by department, by rule; for the nation by province too."""
    rights = rights_of(request.user)
    filings = with_current(Filing.objects.visible_to(request.user))
    of_nation = rights.national or rights.observer
    counted = figures_of_register.now(clock.today())
    provinces = [each for each in counted.by_province if each.jurisdiction.pk in rights.jurisdictions]
    context = {
        "charts": charts(filings, of_nation=of_nation),
        "nation": counted,
        # Of whoever sees one province only, that one beside the nation.
        "province": provinces[0] if len(provinces) == 1 and not of_nation else None,
    }
    return render(request, "rectification/desk/figures.html", context)


@officers
@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """The programme in force, its departments and officers; `?province=` where one sees several."""
    seen = _jurisdictions(request)
    of_nation = rights_of(request.user).national or rights_of(request.user).observer
    chosen = seen.filter(pk=request.GET.get("province", "")[:2]).first() or (None if of_nation else seen.first())
    today = clock.today()
    in_force = Programme.objects.in_force(chosen.pk, today) if chosen else None
    versions = (
        Programme.objects.filter(jurisdiction=chosen).order_by("-version") if chosen else Programme.objects.none()
    )
    shown = versions.filter(version=_number(request.GET.get("version", ""))).first() or in_force
    posts = Post.objects.in_force(today).filter(jurisdiction=chosen).select_related("user", "department")
    context = {
        "jurisdictions": seen,
        "jurisdiction": chosen,
        "programme": shown,
        "in_force": in_force,
        "is_other": shown != in_force,
        "is_to_come": shown is not None and shown.in_force_from > today,
        "differences": differences(in_force, shown) if in_force and shown and shown != in_force else [],
        "departments": shown.departments.select_related("department").order_by("department__position") if shown else [],
        "posts": posts.order_by("department__position", "user__name"),
        "versions": versions,
        "rules": rule_limits.shown(in_force) if in_force or of_nation else [],
        "may_change": chosen is not None and chosen.pk in rights_of(request.user).provincial,
        "may_change_rules": (in_force is not None or chosen is None) and may_change(request.user, in_force),
        "of_nation": of_nation,
        "may_appoint": rights_of(request.user).national or bool(rights_of(request.user).provincial),
    }
    return render(request, "rectification/desk/programme.html", context)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 5 else None


def _jurisdictions(request: HttpRequest) -> QuerySet[Jurisdiction]:
    rights = rights_of(request.user)
    everywhere = rights.national or rights.observer
    return Jurisdiction.objects.all() if everywhere else Jurisdiction.objects.filter(pk__in=rights.jurisdictions)
