"""`import_personnel`: one clear line on bad input, all rows or none."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from tests.personnel.books import comma_separated, row, rows
from tests.personnel.people import filer_with_draft

pytestmark = pytest.mark.django_db


def run(tmp_path, content: bytes, *options: str, filing: str = "1120200000017") -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    call_command("import_personnel", str(file), "--filing", filing, *options)


def test_it_works(tmp_path, capsys):
    dossier = filer_with_draft()
    run(tmp_path, comma_separated(rows(3)))
    assert "3 people read: 3 new" in capsys.readouterr().out
    assert dossier.people.count() == 3


def test_it_asks_before_anybody_is_removed(tmp_path):
    dossier = filer_with_draft()
    run(tmp_path, comma_separated(rows(3)))
    with pytest.raises(CommandError, match="--missing keep"):
        run(tmp_path, comma_separated(rows(2)))
    assert dossier.people.count() == 3
    run(tmp_path, comma_separated(rows(2)), "--missing", "remove")
    assert dossier.people.count() == 2


def test_errors_are_told_by_row_and_column(tmp_path, capsys):
    dossier = filer_with_draft()
    with pytest.raises(CommandError, match="nothing was put in: 1"):
        run(tmp_path, comma_separated([row(1), row(2, role="x")]))
    assert "row 3, role" in capsys.readouterr().err
    assert not dossier.people.exists()


@pytest.mark.parametrize(("options", "words"), [({"filing": "1"}, "no filing 1")])
def test_an_unknown_filing(tmp_path, options, words):
    with pytest.raises(CommandError, match=words):
        run(tmp_path, comma_separated(rows(1)), **options)


def test_a_file_that_is_not_there():
    filer_with_draft()
    with pytest.raises(CommandError, match="no file"):
        call_command("import_personnel", "/nowhere.csv", "--filing", "1120200000017")
