"""/admin/: posts, by national and provincial administrators; a new version of the province's programme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import appointing
from accounts.models import Jurisdiction, Post, Programme, Role
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import BadInput
from institutions.models import Filing, State
from rectification.appointing import appoint
from rectification.forms.desk_province import PostForm, ProgrammeForm, at_fields
from rectification.views.desk_access import officers
from screening import programmes


@officers
@require_http_methods(["GET", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """The posts that this administrator fills, and the form to fill another."""
    found = _posts(request.user)
    form = PostForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            appoint(request.user, **form.typed)
            messages.success(request, _("The post is filled; the person has been told."))
            return redirect("administration")
        except BadInput as problem:
            at_fields(form, problem)
    context = {"posts": _standing(found), "ended": _ended(found), "form": form}
    return render(request, "rectification/desk/posts.html", context, status=422 if form.errors else 200)


@officers
@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post."""
    appointing.end(request.user, get_object_or_404(_standing(_posts(request.user)), pk=pk))
    messages.success(request, _("The post has ended."))
    return redirect("administration")


@officers
@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of the province's programme."""
    jurisdiction = get_object_or_404(Jurisdiction, pk=code, code__in=rights_of(request.user).provincial)
    in_force = Programme.objects.in_force(code, clock.today())
    form = ProgrammeForm(request.POST or None, jurisdiction=jurisdiction, in_force=in_force)
    if request.method == "POST" and form.is_valid():
        try:
            made = programmes.new_version(jurisdiction, request.user, **form.cleaned_data)
            text = _("Version %(version)s is on record; it comes into force on %(day)s.")
            messages.success(request, text % {"version": made.version, "day": date_format(made.in_force_from)})
            return redirect(f"{reverse('review-programme')}?province={code}&version={made.version}")
        except BadInput as problem:
            at_fields(form, problem)
    context = {"jurisdiction": jurisdiction, "form": form}
    return render(request, "rectification/desk/new_programme.html", context, status=422 if form.errors else 200)


@officers
@require_POST
def cancel_programme(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Take back a version to come."""
    own = Programme.objects.filter(jurisdiction__in=rights_of(request.user).provincial)
    programmes.cancel(get_object_or_404(own, jurisdiction=code, version=version), request.user)
    messages.success(request, _("Version %(version)s will not come into force.") % {"version": version})
    return redirect("review-programme")


def _posts(user: Any) -> QuerySet[Post]:
    """Those that this person fills, ended ones too; 404 for who fills none."""
    rights = rights_of(user)
    every = Post.objects.select_related("user", "jurisdiction", "department")
    if rights.national:
        return every.filter(role=Role.PROVINCIAL_ADMINISTRATOR).order_by("jurisdiction", "user__name")
    if not rights.provincial:
        raise Http404
    of_province = every.filter(jurisdiction__in=rights.provincial, role__in=appointing.OFFICERS)
    return of_province.order_by("jurisdiction", "department__position", "user__name")


def _standing(posts: QuerySet[Post]) -> QuerySet[Post]:
    """In force or to come, with how many open filings are the person's."""
    theirs = Filing.objects.filter(assigned_to=OuterRef("user"), jurisdiction=OuterRef("jurisdiction"))
    theirs = theirs.exclude(state=State.CLOSED).order_by().values("assigned_to").annotate(n=Count("pk")).values("n")
    return posts.exclude(valid_until__lt=clock.today()).annotate(assigned=Subquery(theirs))


def _ended(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.filter(valid_until__lt=clock.today()).order_by("-valid_until", "jurisdiction", "user__name")
