"""No header and no markup of a mail is made of what somebody typed (A4)."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts import inbox
from accounts.models import User
from institutions import registration
from institutions.models import Institution
from jobs import running
from jobs.models import Job
from tests.rectification import world as w

pytestmark = pytest.mark.django_db

TYPED = "王\r\nBcc: spy@evil.example\r\n\r\n<img src=x onerror=alert(1)><a href='http://evil.example'>"


def _sent() -> list[mail.EmailMultiAlternatives]:
    for pk in Job.objects.values_list("pk", flat=True):
        assert running.run(pk)
    assert set(Job.objects.values_list("state", flat=True)) == {"succeeded"}
    return list(mail.outbox)  # type: ignore[arg-type]


def test_a_message_arrives_with_one_line_of_subject_and_text_only() -> None:
    world = w.build_world()
    inbox.tell([world.filer], "k", "%(who)s has named you to a post in %(jurisdiction)s. Set a password if you have "
               "none yet.", {"who": TYPED, "jurisdiction": "北京"}, "/file/")  # fmt: skip
    (sent,) = _sent()
    assert "\n" not in sent.subject and "\r" not in sent.subject
    assert sent.recipients() == [world.filer.email]
    parts = list(sent.message().walk())
    assert [part["Bcc"] for part in parts] == [None] * len(parts)
    html = str(sent.alternatives[0][0])
    assert "<img" not in html and "<a href='http://evil" not in html and "&lt;img" in html


def test_an_invitation_names_who_invites_and_nothing_more() -> None:
    world = w.build_world()
    User.objects.filter(pk=world.filer.pk).update(name=TYPED[:60])
    Institution.objects.update(name=TYPED)
    world.filer.refresh_from_db()
    world.institution.refresh_from_db()
    registration.invite(world.institution, world.filer, "friend@test.invalid", "filer")
    (sent,) = _sent()
    assert sent.recipients() == ["friend@test.invalid"]
    assert "\n" not in sent.subject
    # It is sent as text alone: nothing in it is a link of somebody's own wording.
    assert [part.get_content_type() for part in sent.message().walk()] == ["text/plain"]
