"""Pages of one's own account, and the switches of language, print and colours."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from accounts import mailbox, unsent
from accounts.models import Message
from accounts.posts import rights_of
from accounts.reading import PRINT_COOKIE, PRINTS, THEME_COOKIE, THEMES
from filing_platform import clock

A_YEAR = 365 * 24 * 3600

# Without a token, so that public pages need no cookie and can be cached; it changes nothing but how one reads.
language = csrf_exempt(require_POST(set_language))


@csrf_exempt
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Keep large print or colours in a cookie, and go back; without a token for the same reason."""
    response = redirect(_way_back(request))
    for cookie, choices in ((PRINT_COOKIE, PRINTS), (THEME_COOKIE, THEMES)):
        if request.POST.get(cookie) in choices:
            response.set_cookie(cookie, request.POST[cookie], A_YEAR, secure=settings.SECURE, samesite="Lax")
    return response


@login_required
@require_GET
def workspace(request: HttpRequest) -> HttpResponse:
    """Where this person works: the officers' desk or the filer's workspace."""
    return redirect("/review/" if rights_of(request.user).is_officer else "/file/")


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and how I sign in."""
    context = {"posts": rights_of(request.user).posts, "has_second_factor": is_mfa_enabled(request.user)}
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one of my messages as read and go to what it is about."""
    message = get_object_or_404(Message, pk=pk, user=request.user.pk)
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now())
    return redirect(message.address)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all my messages as read."""
    Message.objects.filter(user=request.user.pk, read_at=None).update(read_at=clock.now())
    return redirect("messages")


@login_required
@require_http_methods(["GET", "POST"])
def unsent_form(request: HttpRequest) -> HttpResponse:
    """The form that met the sign-in: send it again, or let it go."""
    waiting = unsent.kept(request)
    if request.method == "POST":
        unsent.forget(request)
    if request.method == "POST" or waiting is None:
        return redirect("workspace")
    return render(request, "accounts/unsent.html", {"unsent": waiting})


@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """The mails that the demo did not send."""
    if not settings.DEMO or not hasattr(settings, "EMAIL_FILE_PATH"):
        raise Http404
    return render(request, "accounts/mailbox.html", {"mails": mailbox.newest()})


def _way_back(request: HttpRequest) -> str:
    """The page of this site that asked, never another site's."""
    asked = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if known else "/"
