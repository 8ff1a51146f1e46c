"""Reading pages as a signed-in person, in English; officers have their second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client

from accounts.models import User


def client_of(person: User | None, language: str = "en") -> Client:
    """A browser in which this person has signed in (None: nobody)."""
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    if person is not None:
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(person)
    return client


def page(person: User | None, address: str, status: int = 200) -> str:
    """The text of a page, which must answer with this status."""
    answer = client_of(person).get(address)
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:2000])
    return answer.content.decode()


def post(person: User | None, address: str, status: int = 302, /, **typed: Any) -> HttpResponse:
    """Send a form; the answer must have this status."""
    answer = client_of(person).post(address, typed)
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:2000])
    return answer
