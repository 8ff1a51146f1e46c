"""No part of a workbook makes the platform open a file, ask another host, or swell (A13)."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from institutions.models import Dossier
from institutions.workbooks.importing import job_of
from jobs import running
from personnel import importing, wording
from personnel.models import PersonnelImport
from tests.personnel.books import packed, rows, upload, xlsx
from tests.personnel.people import filer_with_draft

pytestmark = pytest.mark.django_db

SECRET = "秘密内容"
PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
         "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml")  # fmt: skip


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Somebody who waits to be asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.mark.parametrize("part", PARTS)
def test_no_entity_of_any_part_is_followed(part: str, listener: socket.socket, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    host = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    head = (
        f'<!DOCTYPE x [<!ENTITY % remote SYSTEM "{host}dtd"> %remote;'
        f'<!ENTITY e SYSTEM "file://{secret}"><!ENTITY h SYSTEM "{host}e">]>'
    )
    workbook = _handed_in(packed({part: _with_head(part, head)}, base=xlsx(rows(2))))
    with pytest.raises(BlockingIOError):
        listener.accept()
    _told_or_taken(workbook)
    assert SECRET not in str(list(workbook.errors.values())) + str(list(workbook.dossier.people.values()))


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_within_entities_do_not_swell(part: str) -> None:
    laughs = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    _told_or_taken(
        _handed_in(packed({part: _with_head(part, f"<!DOCTYPE x [{laughs}]>", "&l11;")}, base=xlsx(rows(2))))
    )


def test_a_sheet_that_is_said_to_lie_elsewhere_is_not_fetched(listener: socket.socket) -> None:
    """Neither from another host nor from a folder of ours."""
    host = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    dossier = filer_with_draft()
    for target in (f"{host}sheet1.xml", "file:///etc/passwd", "../../../../etc/passwd"):
        rels = _part("xl/_rels/workbook.xml.rels").replace("worksheets/sheet1.xml", target)
        workbook = _handed_in(packed({"xl/_rels/workbook.xml.rels": rels}, base=xlsx(rows(2))), dossier)
        assert workbook.errors.get().row == 0
    with pytest.raises(BlockingIOError):
        listener.accept()


def _part(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(xlsx(rows(2)))) as book:
        return book.read(name).decode()


def _with_head(part: str, head: str, instead: str = "&e;&h;") -> str:
    """The part with this document type, and its entities where its first text is."""
    text = _part(part)
    at = text.index("?>") + 2
    body = text[at:].replace("<t>", f"<t>{instead}", 1) if "<t>" in text else text[at:]
    return text[:at] + head + body


def _handed_in(content: bytes, dossier: Dossier | None = None) -> PersonnelImport:
    workbook = importing.PEOPLE.start(dossier or filer_with_draft(), upload(content), None)
    assert running.run(workbook.job_id)
    workbook.refresh_from_db()
    return workbook


def _told_or_taken(workbook: PersonnelImport) -> None:
    """The process lives, and either took the rows as they are or says what is wrong."""
    job = job_of(workbook)
    assert job is not None and job.state == "succeeded"
    assert workbook.applied_at or all(wording.WORDING.said_of(error) for error in workbook.errors.all())
    assert workbook.applied_at or workbook.errors.exists()
