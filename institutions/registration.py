"""Who files for an institution: registering it, inviting people, letting them go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, override

from accounts.models import Jurisdiction, User
from accounts.posts import rights_of
from filing_platform import clock
from filing_platform.errors import NotFound, Refused
from institutions.models import Institution, Invitation, Membership, MembershipRole
from jobs import running
from jobs.models import Job

INVITATION_LASTS = timedelta(days=7)
SALT = "institutions.invitation"


@transaction.atomic
def register(user: User, credit_code: str, name: str, jurisdiction: Jurisdiction) -> Membership:
    """Register the institution with the user as its administrator; Refused when it has one already."""
    institution, _created = Institution.objects.get_or_create(
        credit_code=credit_code,
        defaults={"name": name, "jurisdiction": jurisdiction, "created_at": clock.now()},
    )
    # Two people who register the same institution at once: the second waits here and finds the first.
    Institution.objects.select_for_update().get(pk=institution.pk)
    administrators = institution.memberships.filter(role=MembershipRole.ADMINISTRATOR)
    # A second click finds the person registered by the first.
    if administrators.exists() and not administrators.filter(user=user).exists():
        raise Refused(
            "has_administrator",
            gettext_noop(
                "The institution with the credit code %(code)s has an administrator already. "
                "Ask your colleague to invite you: on the page “Members” of their workspace. "
                "If nobody of yours has registered it, tell the education department of your province."
            ),
            {"code": credit_code},
        )
    return _admit(user, institution, MembershipRole.ADMINISTRATOR)


@transaction.atomic
def invite(institution: Institution, by: User, email: str, role: str) -> Invitation:
    """Send somebody a link by e-mail; a second invitation of the same address replaces the first."""
    _require_administrator(institution, by)
    if institution.memberships.filter(user__email__iexact=email).exists():
        raise Refused("member_already", gettext_noop("%(email)s files for this institution already."), {"email": email})
    invitation, _created = Invitation.objects.update_or_create(
        institution=institution, email=email, defaults={"role": role, "invited_by": by, "sent_at": clock.now()}
    )
    running.enqueue("invitation", invitation.pk, requested_by=by.pk)
    return invitation


@transaction.atomic
def accept(token: str, user: User) -> Membership:
    """Admit the invited person; the link works once, for days, and only for the address it was sent to."""
    invitation = invited_by_token(token)
    if invitation.email.lower() != user.email.lower():
        raise Refused(
            "invited_another",
            gettext_noop("This invitation was sent to %(email)s; sign in with the account of that address."),
            {"email": invitation.email},
        )
    invitation.delete()
    return _admit(user, invitation.institution, invitation.role)


def invited_by_token(token: str) -> Invitation:
    """The open invitation of a link; NotFound when it is forged, used, withdrawn or too old."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        pk = None
    invitation = Invitation.objects.filter(pk=pk, sent_at__gt=clock.now() - INVITATION_LASTS).first()
    if invitation is None:
        raise NotFound("no_such_invitation", gettext_noop("This invitation is not open any more. Ask for a new one."))
    return invitation


def token_of(invitation: Invitation) -> str:
    """What stands in the link of an invitation."""
    return signing.dumps(invitation.pk, salt=SALT)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, by: User) -> None:
    """The link stops working."""
    _require_administrator(invitation.institution, by)
    invitation.delete()


@transaction.atomic
def remove(membership: Membership, by: User) -> None:
    """Somebody no longer files for the institution; its last administrator stays."""
    institution = Institution.objects.select_for_update().get(pk=membership.institution_id)
    _require_administrator(institution, by)
    others = institution.memberships.filter(role=MembershipRole.ADMINISTRATOR).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused(
            "last_administrator",
            gettext_noop("An institution needs an administrator. Invite another before this one leaves."),
        )
    # Whom a person let in a moment before leaving would be in for good.
    institution.invitations.filter(invited_by=membership.user_id).delete()
    membership.delete()


@running.runner("invitation")
def send(job: Job) -> dict[str, Any]:
    """E-mail the link of an invitation, unless it was withdrawn meanwhile."""
    invitation = Invitation.objects.select_related("institution", "invited_by").filter(pk=job.subject).first()
    if invitation is None:
        return {"sent": False}
    address = settings.SITE_URL + reverse("file-join", args=[token_of(invitation)])
    subjects, texts = [], []
    # Nobody knows yet which language the invited person reads.
    for language in ("zh-hans", "en"):
        with override(language):
            subjects.append(gettext("Invitation to file materials"))
            texts.append(
                render_to_string("institutions/invitation.txt", {"invitation": invitation, "address": address})
            )
    send_mail(" · ".join(subjects), "\n".join(texts), None, [invitation.email])
    return {"sent": True}


def is_administrator(institution: Institution, user: User) -> bool:
    """Whether the person may invite and let go."""
    return institution.memberships.filter(user=user, role=MembershipRole.ADMINISTRATOR).exists()


def _require_administrator(institution: Institution, by: User) -> None:
    if not is_administrator(institution, by):
        raise Refused("not_administrator", gettext_noop("Only an administrator of the institution may do this."))


def _admit(user: User, institution: Institution, role: str) -> Membership:
    if rights_of(user).is_officer:
        raise Refused(
            "officer", gettext_noop("Who screens filings does not file. Make another account for the institution.")
        )
    membership, _created = Membership.objects.get_or_create(
        user=user, institution=institution, defaults={"role": role, "since": clock.now()}
    )
    if role == MembershipRole.ADMINISTRATOR and membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
    return membership
