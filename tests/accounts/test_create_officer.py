"""manage.py create_officer names officers as the page does, and says in one line why not."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Post, Role
from tests.rectification.world import post, user


def run(**changed: str) -> None:
    given = {
        "by": "national",
        "email": "li@edu.example",
        "name": "李明",
        "role": "provincial_administrator",
        "jurisdiction": "31",
    } | changed
    call_command("create_officer", *[f"--{name}={value}" for name, value in given.items()])


@pytest.fixture(autouse=True)
def national(db: None) -> None:
    post(user("national"), Role.NATIONAL_ADMINISTRATOR, None)


def test_it_works() -> None:
    run()
    made = Post.objects.get(user__email="li@edu.example")
    assert (made.role, made.jurisdiction_id, made.user.name) == ("provincial_administrator", "31", "李明")
    assert not made.user.has_usable_password()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"by": "nobody"}, "no user nobody"),
        ({"jurisdiction": "99"}, "no jurisdiction 99"),
        ({"email": "li"}, "not an e-mail"),
        ({"role": "education_officer"}, "may not fill"),
        ({"department": "sports"}, "no department sports"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(changed: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(**changed)
    assert not Post.objects.filter(user__email="li@edu.example").exists()
