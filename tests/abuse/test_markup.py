"""What somebody typed is text wherever it is shown: in pages, drawings, feeds, files and papers nothing runs (A4)."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
import zlib
from typing import Any

import pytest
from django.db import models
from django.test import Client

from accounts.models import User
from institutions.models import Dossier, Institution
from rectification import deciding, responding
from register import reports
from screening import findings, opinions
from tests.abuse.walking import PARTS, Markup, Step, walk
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

# Breaks out of an attribute, of an element, and is worked out where a template is made of it.
HOSTILE = "'\"><pwned onx=1>{{1|add:7654320}}"
LINK = "javascript:onx(1)"
DATABASE_SAYS = {"credit_code", "icp_number", "mlps_number", "certificate_number", "nationality", "file_name"}
RUNS = {"script", "iframe", "object", "embed", "base", "pwned"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which everything that anybody may type is hostile."""
    _fill_hostile(monkeypatch)
    _say_hostile(monkeypatch)
    world = w.build_world()
    User.objects.update(name=HOSTILE)
    Institution.objects.update(name=HOSTILE)
    for user in (world.filer, world.officer, world.second):
        user.refresh_from_db()
    world.institution.refresh_from_db()
    return world


@pytest.mark.parametrize(
    ("part", "readers"),
    [
        ("public", [("nobody", "zh-hans"), ("filer", "en")]),
        ("workspace", [("filer", "en")]),
        ("desk", [("education officer", "en"), ("provincial administrator", "zh-hans")]),
    ],
)
def test_nothing_that_was_typed_runs(world: World, part: str, readers: list[tuple[str, str]]) -> None:
    rows, addresses_of = PARTS[part]
    asked = addresses_of(world)
    for role, language in readers:
        shown = set()
        for step in walk(client_of(world.roles().get(role), language), rows, asked):
            _harmless(step)
            if _shows_it(step):
                shown.add(step.name)
        assert len(shown) >= {"public": 6, "workspace": 12, "desk": 8}[part], (role, shown)


@pytest.mark.parametrize(("part", "role"), [("workspace", "filer"), ("desk", "education officer")])
def test_what_is_sent_and_refused_is_shown_as_text(world: World, part: str, role: str) -> None:
    rows, addresses_of = PARTS[part]
    asked, client = addresses_of(world), client_of(world.roles()[role])
    fields = (
        "name",
        "text",
        "reason",
        "why",
        "public_reason",
        "q",
        "title",
        "brand",
        "address",
        "email",
        "about",
        "line",
    )
    for row in rows:
        _harmless(Step(row.name, asked[row.name], client.post(asked[row.name], dict.fromkeys(fields, HOSTILE))))


def test_what_an_address_says_is_shown_as_text(world: World) -> None:
    client = client_of(world.officer)
    for address in ("/register/?q=", "/register/personnel/?q=", "/register/report/?about=", "/review/?q=",
                    "/review/lists/?q=", "/x/"):  # fmt: skip
        _harmless(Step("", address, client.get(address + HOSTILE.replace("/", ""))))


def test_an_address_of_a_platform_is_no_link_that_runs(world: World) -> None:
    w.listed(world)
    for step in (Step("", a, Client().get(a)) for a in (f"/register/{world.institution.credit_code}/", "/register/")):
        assert LINK in step.content.decode() or step.address == "/register/"
        _harmless(step)


def _fill_hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    fill = w.fill

    def hostile(dossier: Dossier) -> None:
        fill(dossier)
        groups = (dossier.platforms, dossier.documents, dossier.people, dossier.courses)
        rows: list[Any] = [dossier.profile, dossier.commitment, *(row for group in groups for row in group.all())]
        for row in rows:
            for field in row._meta.concrete_fields:
                if _is_typed(field):
                    setattr(row, field.name, HOSTILE[: field.max_length])
            if hasattr(row, "address"):
                row.kind, row.address = "app", LINK
            if hasattr(row, "file_name"):
                row.file_name = f"{HOSTILE}.pdf"
            row.save()

    monkeypatch.setattr(w, "fill", hostile)


def _say_hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever anybody writes from here on."""
    propose, answer, report = deciding.propose, responding.answer, reports.report
    raise_finding, give = findings.raise_finding, opinions.give

    def proposed(*args: Any, **terms: Any) -> Any:
        return propose(*args, **terms | {"public_reason": HOSTILE, "internal_note": HOSTILE})

    monkeypatch.setattr(deciding, "propose", proposed)
    monkeypatch.setattr(responding, "answer", lambda item, user, text, *rest: answer(item, user, HOSTILE, *rest))
    monkeypatch.setattr(
        "tests.abuse.addresses.report", lambda **_said: report(about=HOSTILE, text=HOSTILE, contact=HOSTILE)
    )
    monkeypatch.setattr(
        findings,
        "raise_finding",
        lambda d, u, section, line, _text, severity: raise_finding(d, u, section, line, HOSTILE, severity),
    )
    monkeypatch.setattr(opinions, "give", lambda d, u, verdict, _text: give(d, u, verdict, HOSTILE))


def _is_typed(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and field.name not in DATABASE_SAYS


def _shows_it(step: Step) -> bool:
    return "pwned" in step.content.decode(errors="replace")


def _harmless(step: Step) -> None:
    where = (step.name, step.address, step.media_type)
    assert step.answer.status_code < 500, where
    if step.answer.status_code in (302, 304):
        return
    assert step.answer.headers["X-Content-Type-Options"] == "nosniff", where
    text = step.content.decode(errors="replace")
    # No template is made of what was typed.
    assert "7654321" not in text, where
    if step.media_type == "text/html":
        _harmless_page(step, text)
    elif step.media_type.endswith("json"):
        json.loads(text)
    elif step.media_type.endswith("xml"):
        assert "pwned" not in {element.tag.partition("}")[2] for element in ET.fromstring(text).iter()}, where
    elif step.media_type == "application/pdf":
        assert not re.search(rb"/(JavaScript|JS|OpenAction|AA|Launch|SubmitForm)\b", _unpacked(step.content)), where
    elif step.media_type.startswith("image/"):
        raise AssertionError(where)


def _harmless_page(step: Step, text: str) -> None:
    where = (step.name, step.address)
    policy = step.answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy, where
    for tag, attributes in Markup(text).elements:
        assert tag not in RUNS or (tag == "script" and attributes.get("src", "").startswith("/static/")), (where, tag)
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (where, tag, attributes)
        for name in ("href", "src", "action", "formaction"):
            assert not re.match(r"[\s\x00-\x20]*(javascript|vbscript|data:text)", attributes.get(name, ""), re.I), where


def _unpacked(pdf: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(_inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
