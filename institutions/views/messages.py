"""The inbox: what happened to whom, newest first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Message
from institutions.messages import name_institutions
from institutions.views.access import own_institutions

MESSAGES_A_PAGE = 25


@login_required
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """All my messages; who files for several institutions reads with each whose it is."""
    inbox = Message.objects.filter(user=request.user.pk).order_by("-created_at", "-pk")
    page = Paginator(inbox, MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    if len(own_institutions(request)) > 1:
        page.object_list = name_institutions(page.object_list)
    return render(request, "accounts/messages.html", {"inbox": page})
