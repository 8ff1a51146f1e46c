"""Changing one's e-mail: the present one stays until the new one is confirmed, and no account is without."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "river-lantern-42"
ADDRESS = "/account/e-mail/"


def _somebody(name: str) -> tuple[User, Client]:
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.post("/sign-in/", {"login": name, "password": PASSWORD})
    return user, client


def _link() -> str:
    return re.search(r"http://testserver(/account/e-mail/\S+)", str(mail.outbox[-1].body)).group(1)  # type: ignore[union-attr]


def test_it_changes_when_the_new_one_is_confirmed_and_not_before() -> None:
    user, client = _somebody("filer")
    client.post(ADDRESS, {"action_add": "1", "email": "new@example.org"})
    user.refresh_from_db()
    assert user.email == "filer@example.org"
    client.post(_link())
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@example.org", True)]


def test_changing_ones_mind_leaves_one_to_come() -> None:
    user, client = _somebody("filer")
    for email in ("first@example.org", "second@example.org"):
        client.post(ADDRESS, {"action_add": "1", "email": email})
    to_come = EmailAddress.objects.exclude(email=user.email)
    assert [each.email for each in to_come] == ["second@example.org"]
    client.post(ADDRESS, {"action_remove": "1", "email": "second@example.org"})
    assert not to_come.all().exists()


def test_no_account_is_left_without_one() -> None:
    for name in ("filer", "other"):
        user, client = _somebody(name)
        client.get(ADDRESS)
        assert client.post(ADDRESS, {"action_remove": "1", "email": user.email}).status_code == 302
        user.refresh_from_db()
        assert user.email == f"{name}@example.org"


def test_one_that_became_anothers_meanwhile_is_not_taken() -> None:
    user, client = _somebody("filer")
    client.post(ADDRESS, {"action_add": "1", "email": "new@example.org"})
    User.objects.create_user("quicker", "new@example.org")
    assert client.post(_link()).status_code == 302
    user.refresh_from_db()
    assert user.email == "filer@example.org"
