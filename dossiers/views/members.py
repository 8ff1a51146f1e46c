"""Registering an institution, choosing between two, inviting people and letting them go."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.posts import rights_of
from filing_platform.errors import Refused
from institutions import identifiers, registration
from institutions.forms.registration import InvitationForm, RegistrationForm
from institutions.models import Institution
from institutions.views.access import CHOSEN, own_institution, own_institutions


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Register an institution that nobody files for yet, and become its administrator; an officer does not file."""
    if rights_of(request.user).is_officer:
        return redirect("workspace")
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = registration.register(request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("credit_code", str(refusal))
        else:
            request.session[CHOSEN] = membership.institution_id
            if warning := identifiers.credit_code_warning(form.cleaned_data["credit_code"]):
                messages.warning(request, warning)
            return redirect("file")
    context = {"form": form, "institutions": own_institutions(request)}
    return render(request, "institutions/registration.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Go on with another institution of the same person."""
    mine = {str(institution.pk): institution for institution in own_institutions(request)}
    institution = mine.get(request.POST.get("institution", ""))
    if institution is None:
        raise Http404
    request.session[CHOSEN] = institution.pk
    return redirect("file")


@login_required
def members(request: HttpRequest) -> HttpResponse:
    """Who files for the institution; its administrator invites."""
    institution = _required_institution(request)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            registration.invite(institution, request.user, form.cleaned_data["email"], form.cleaned_data["role"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Invitation sent to %(email)s") % {"email": form.cleaned_data["email"]})
            return redirect("file-members")
    context = {
        "institution": institution,
        "form": form,
        "memberships": institution.memberships.select_related("user").order_by("since", "pk"),
        "invitations": institution.invitations.order_by("sent_at"),
        "is_administrator": registration.is_administrator(institution, request.user),
    }
    return render(request, "institutions/members.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody go."""
    institution = _required_institution(request)
    membership = institution.memberships.filter(pk=pk).first()
    if membership is not None:
        registration.remove(membership, request.user)
    return redirect("file" if membership and membership.user_id == request.user.pk else "file-members")


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link of an invitation stop working."""
    invitation = _required_institution(request).invitations.filter(pk=pk).first()
    if invitation is not None:
        registration.withdraw_invitation(invitation, request.user)
    return redirect("file-members")


@login_required
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: asked once, so that opening the link alone changes nothing."""
    if request.method == "POST":
        membership = registration.accept(token, request.user)
        request.session[CHOSEN] = membership.institution_id
        return redirect("file")
    return render(request, "institutions/join.html", {"invitation": registration.invited_by_token(token)})


def _required_institution(request: HttpRequest) -> Institution:
    institution = own_institution(request)
    if institution is None:
        raise Http404
    return institution
