"""The e-mail that follows an inbox message: a job, in the language the person chose last."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import Message
from filing_platform import clock
from jobs.models import Job
from jobs.running import runner


def dated() -> dict[str, str]:
    """The header of a mail written now, by the demo's clock where there is one."""
    return {"Date": format_datetime(clock.now())}


@runner("mail")
def send(job: Job) -> dict[str, Any]:
    """Mail one message to each of its people; a message that was read in the meantime is not mailed."""
    messages = Message.objects.filter(
        key=job.subject, user__in=job.arguments["users"], read_at=None, user__is_active=True
    ).select_related("user")
    sent = 0
    for message in messages:
        sent += _mail(message)
        _cross_off(job, message)
    return {"sent": sent}


def _cross_off(job: Job, message: Message) -> None:
    """A worker that goes on where this one died mails only the others."""
    left = [pk for pk in job.arguments["users"] if pk != message.user_id]
    job.arguments = job.arguments | {"users": left}
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments)


def _mail(message: Message) -> int:
    context = {"message": message, "site": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        # In one line: a name may have been typed in two, and a header must not be.
        subject=" ".join(render_to_string("accounts/mail/message_subject.txt", context).split()),
        body=render_to_string("accounts/mail/message.txt", context),
        to=[message.user.email],
        headers=dated(),
    )
    mail.attach_alternative(render_to_string("accounts/mail/message.html", context), "text/html")
    return mail.send(fail_silently=False)
