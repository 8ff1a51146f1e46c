"""A filer of a small world, signed in."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from institutions.models import Filing
from tests.rectification.world import World, build_world, draft


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def filer(world: World) -> Client:
    """The browser of the institution's administrator."""
    return signed_in(world.filer)


@pytest.fixture
def stranger(world: World) -> Client:
    """The browser of somebody who files for no institution."""
    return signed_in(world.stranger)


@pytest.fixture
def filing(world: World) -> Filing:
    """A complete draft."""
    return draft(world)


def signed_in(user: User) -> Client:
    """The browser of this person; an officer has a second factor."""
    if user.posts.exists():
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
