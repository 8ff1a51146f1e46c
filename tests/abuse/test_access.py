"""Every address × every role, from the written table in roles.py; unseen = 404."""

from __future__ import annotations

import pytest

from institutions import registration
from institutions.models import Filing, FilingEvent
from tests.abuse import addresses
from tests.abuse.roles import ACCOUNT, DESK, PUBLIC, ROLES, WORKSPACE
from tests.abuse.walking import PARTS, walk
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

SOME_TEXT = {"text": "x", "reason": "x", "why": "x", "section": "courses", "severity": "serious", "status": "taken"}
SOME_VERDICT = {"review-opinion": "no_objection", "review-judge": "rectified"}


def test_every_address_has_a_row() -> None:
    rows = [row.name for row in (*PUBLIC, *ACCOUNT, *WORKSPACE, *DESK)]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(addresses.all_names())


@pytest.fixture
def world() -> World:
    return addresses.with_another_filer(w.build_world())


@pytest.mark.parametrize("part", PARTS)
def test_each_role_opens_what_the_table_says(world: World, part: str) -> None:
    rows, addresses_of = PARTS[part]
    asked = addresses_of(world)
    for column, role in enumerate(ROLES):
        found = {step.name: step.answer.status_code for step in walk(client_of(world.roles().get(role)), rows, asked)}
        assert found == {row.name: row.statuses[column] for row in rows}, role


def test_who_may_not_act_on_the_desk_finds_nothing(world: World) -> None:
    """Observer, administrators, another province and a filer send whatever they like: nothing is there."""
    asked = addresses.desk_addresses(world)
    for role in ("filer", "education officer of another province", "observer", "national administrator"):
        client = client_of(world.roles()[role])
        refused = {
            row.name: client.post(
                asked[row.name], SOME_TEXT | {"verdict": SOME_VERDICT.get(row.name, "confirmed")}
            ).status_code
            for row in DESK
            if 405 in row.statuses
        }
        assert set(refused.values()) <= {404, 409}, (role, refused)


def test_who_does_not_file_for_it_changes_nothing_of_a_filing(world: World) -> None:
    asked = addresses.workspace_addresses(world)
    before = _filings_and_events()
    # A download takes whatever is sent as a question.
    of_filing = [row.name for row in WORKSPACE if row.statuses[2] == 404 and row.name != "file-document-download"]
    for role in ROLES:
        if role in ("nobody", "filer"):
            continue
        client = client_of(world.roles()[role])
        found = {name: client.post(asked[name], SOME_TEXT | {"version": "1"}).status_code for name in of_filing}
        assert set(found.values()) <= {404, 405}, (role, found)
        assert _filings_and_events() == before, role


@pytest.mark.parametrize("act", ["register", "join"])
def test_an_officer_does_not_file(world: World, act: str) -> None:
    invitation = registration.invite(world.institution, world.filer, world.officer.email, "filer")
    officer = client_of(world.officer)
    if act == "register":
        typed = {"credit_code": "91110000XTXT000307", "name": "北京远山教育科技有限公司", "jurisdiction": "11"}
        assert officer.post("/file/register/", typed).url == "/workspace/"
    else:
        answer = officer.post(f"/file/join/{registration.token_of(invitation)}/")
        assert "Who screens filings does not file" in answer.content.decode()
    assert not world.officer.memberships.exists()


def _filings_and_events() -> tuple[list[tuple[int, str]], int]:
    return list(Filing.objects.values_list("version", "state")), FilingEvent.objects.count()
