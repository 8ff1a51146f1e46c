"""The published proofs: what a stranger finds when anything in them was changed, and what we find in the database."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from pymerkle import InmemoryTree

from filing_platform.errors import Conflict, Refused
from register import auditing, checkpoints, inclusion, log, merkle, proofs, publishing, tasks, verifying
from register.models import Checkpoint, ListChange, Tile
from tests.database import raw_connection
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db


def put(seeded: seed.Seeded, name: str, reason: str = "", supersedes: ListChange | None = None) -> ListChange:
    return publishing.record(
        seed.decision(seeded),
        seeded.institution,
        list=name,
        effective_on=TODAY,
        dossier=seeded.dossier,
        reason=reason,
        supersedes=supersedes,
    )


def some_changes() -> list[ListChange]:
    first, second = seed.institution(), seed.institution("墨竹学堂", "北京墨竹教育科技有限公司")
    notice, white = publishing.start_public_notice(
        seed.decision(first), first.institution, first.dossier, "材料符合规定", 7
    )
    return [notice, white, put(second, "black", "逾期未整改"), put(first, "", "暂停公示", supersedes=white)]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    some_changes()
    made, _is_new = checkpoints.publish()
    checkpoints.write(made, tmp_path)
    return tmp_path


def refusal_of(directory: Path, key: str = "") -> Refused:
    with pytest.raises(Refused) as refusal:
        verifying.verify(directory, key)
    assert str(refusal.value)
    return refusal.value


def change_line(directory: Path, number: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change one line of the log, in canonical form."""
    file = directory / "log.jsonl"
    lines = file.read_text().splitlines()
    content = change(json.loads(lines[number - 1]))
    lines[number - 1] = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    file.write_text("".join(f"{line}\n" for line in lines))


def change_text(directory: Path, name: str, change: Callable[[str], str]) -> None:
    before = (directory / name).read_text()
    (directory / name).write_text(change(before))
    assert (directory / name).read_text() != before


class TestAStranger:
    def test_it_works(self, published: Path) -> None:
        found = verifying.verify(published)
        assert (found.head.size, found.newer) == (4, 0)

    def test_the_root_is_the_one_that_pymerkle_finds(self, published: Path) -> None:
        tree = InmemoryTree(algorithm="sha256")
        for line in (published / "log.jsonl").read_text().splitlines():
            tree.append_entry(line.encode())
        assert verifying.verify(published).head.root == tree.get_root(4)

    @pytest.mark.parametrize(
        ("field", "other"),
        [
            ("credit_code", "91110000XTXT999999"),
            ("dossier_digest", "0" * 64),
            ("effective_on", "2020-05-31"),
            ("list", "white"),
            ("reason", "另一个理由"),
            ("recorded_at", "2020-06-01T02:00:00.000001Z"),
            ("seq", None),
            ("supersedes", 1),
        ],
    )
    def test_each_changed_field_names_its_line(self, published: Path, field: str, other: object) -> None:
        change_line(published, 3, lambda content: content | {field: other or content["seq"] + 1000})
        refusal = refusal_of(published)
        # A seq that is too high is seen in its own line, for the leaf beside it is another.
        assert (refusal.code, refusal.params["number"]) == ("wrong_line", 3)

    def test_without_the_leaves_a_change_is_still_found(self, published: Path) -> None:
        (published / "leaves").unlink()
        change_line(published, 3, lambda content: content | {"reason": "另一个理由"})
        assert refusal_of(published).code == "other_root"

    def test_leaves_that_were_changed_too_do_not_help(self, published: Path) -> None:
        change_line(published, 3, lambda content: content | {"reason": "另一个理由"})
        lines = (published / "log.jsonl").read_text().splitlines()
        (published / "leaves").write_text("".join(f"{proofs.leaf(line)}\n" for line in lines))
        assert refusal_of(published).code == "other_root"

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text.replace('"list":"black"', '"list": "black"'),
            lambda text: text.replace('"list":"black"', '"list":"purple"'),
            lambda text: text.replace('"list":"black"', '"list":5'),
            lambda text: text.replace('"list":"black",', ""),
            lambda text: text.replace('"list":"black"', '"list":"black","new":1'),
            lambda text: text.replace('"effective_on":"2020-06-01"', '"effective_on":"2020-6-1"'),
            lambda text: text.replace('"effective_on":"2020-06-01"', '"effective_on":"2020-02-30"'),
            lambda text: text.replace("逾期", "\\u903e\\u671f"),
            lambda text: text.replace(".000000Z", "Z"),
            lambda text: text.replace('"supersedes":null', '"supersedes":false'),
            lambda text: "[" + text,
            lambda text: "",
            lambda text: "[" * 100_000,
        ],
    )
    def test_a_line_that_is_not_canonical_is_named(self, published: Path, change: Callable[[str], str]) -> None:
        lines = (published / "log.jsonl").read_text().splitlines()
        assert change(lines[2]) != lines[2]
        lines[2] = change(lines[2])
        (published / "log.jsonl").write_text("".join(f"{line}\n" for line in lines))
        assert refusal_of(published).params["number"] == 3

    @pytest.mark.parametrize(
        "order", [(0, 1, 3), (0, 2, 3), (1, 0, 2, 3), (0, 1, 2, 2, 3), (0, 1, 1, 2)], ids=lambda order: str(order)
    )
    def test_lines_taken_out_put_in_or_moved(self, published: Path, order: tuple[int, ...]) -> None:
        (published / "leaves").unlink()
        lines = (published / "log.jsonl").read_text().splitlines()
        (published / "log.jsonl").write_text("".join(f"{lines[place]}\n" for place in order))
        assert refusal_of(published).code in ("wrong_line", "truncated", "other_root")

    def test_a_truncated_log(self, published: Path) -> None:
        change_text(published, "log.jsonl", lambda text: "".join(text.splitlines(keepends=True)[:-1]))
        refusal = refusal_of(published)
        assert (refusal.code, refusal.params) == ("truncated", {"count": 3, "size": 4})

    def test_a_wrong_key(self, published: Path, settings) -> None:
        settings.REGISTER_KEY = "11" * 32
        assert refusal_of(published, str(checkpoints.signing_key().verifier)).code == "not_signed"

    def test_the_trusted_key_goes_before_the_one_beside_the_files(self, published: Path, settings) -> None:
        key = str(checkpoints.signing_key().verifier)
        settings.REGISTER_KEY = "11" * 32
        (published / "public-key").write_text(str(checkpoints.signing_key().verifier))
        assert verifying.verify(published, key).head.size == 4
        assert refusal_of(published).code == "not_signed"

    @pytest.mark.parametrize("name", ["checkpoint", "log.jsonl", "public-key"])
    @pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"x" * 200_000])
    def test_a_file_that_is_missing_or_is_something_else(
        self, published: Path, name: str, content: bytes | None
    ) -> None:
        if content is None:
            (published / name).unlink()
        else:
            (published / name).write_bytes(content)
        refusal_of(published)

    @pytest.mark.parametrize("change", [lambda t: t.replace("\n4\n", "\n3\n"), lambda t: t.replace("/register", "/x")])
    def test_a_changed_checkpoint(self, published: Path, change: Callable[[str], str]) -> None:
        change_text(published, "checkpoint", change)
        refusal_of(published)

    def test_a_longer_log_is_consistent_with_an_older_checkpoint(self, published: Path, tmp_path: Path) -> None:
        old = (published / "checkpoint").read_text()
        put(seed.institution("新叶学堂", "北京新叶教育科技有限公司"), "white")
        made, is_new = checkpoints.publish()
        checkpoints.write(made, published)
        assert is_new and verifying.verify(published).head.size == 5
        (published / "checkpoint").write_text(old)
        found = verifying.verify(published)
        assert (found.head.size, found.newer) == (4, 1)

    def test_the_command_needs_no_database(self, published: Path) -> None:
        environment = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
        command = [sys.executable, "manage.py", "verify_register", str(published)]
        done = subprocess.run(command, env=environment | {"DEMO": "0"}, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert "4 list changes" in done.stdout
        change_line(published, 2, lambda content: content | {"list": "black"})
        done = subprocess.run(command, env=environment | {"DEMO": "0"}, capture_output=True, text=True)
        assert done.returncode != 0 and len(done.stderr.splitlines()) == 1 and "2" in done.stderr


class TestPublishing:
    def test_twice_without_a_change_is_one_checkpoint(self, capsys) -> None:
        some_changes()
        first, second = checkpoints.publish(), checkpoints.publish()
        assert first[1] and not second[1] and first[0] == second[0]
        call_command("publish_register")
        assert "nothing is new" in capsys.readouterr().out
        assert Checkpoint.objects.count() == 1

    def test_the_scheduler_signs_what_is_new(self) -> None:
        tasks.publish()
        assert not Checkpoint.objects.exists()
        some_changes()
        tasks.publish()
        tasks.publish()
        assert [checkpoint.size for checkpoint in Checkpoint.objects.all()] == [4]
        put(seed.institution("新叶学堂", "北京新叶教育科技有限公司"), "white")
        tasks.publish()
        assert Checkpoint.objects.count() == 2

    def test_an_empty_log_can_be_signed(self, tmp_path: Path) -> None:
        made, _is_new = checkpoints.publish()
        checkpoints.write(made, tmp_path)
        assert verifying.verify(tmp_path).head.size == 0
        some_changes()
        assert checkpoints.publish()[0].size == 4
        assert auditing.audit().checkpoints == 2

    def test_a_checkpoint_is_for_good(self) -> None:
        checkpoints.publish()
        with pytest.raises(DatabaseError, match="permission denied"):
            Checkpoint.objects.update(size=7)

    def test_a_new_key_signs_the_same_log_anew(self, settings) -> None:
        some_changes()
        first, _is_new = checkpoints.publish()
        settings.REGISTER_KEY = "11" * 32
        with pytest.raises(Refused) as refusal:
            auditing.audit()
        assert refusal.value.code == "other_key"
        second, is_new = checkpoints.publish()
        assert is_new and second.root == first.root and second.key != first.key
        assert auditing.audit().checkpoints == 2

    def test_the_origin_stays_when_the_site_moves(self, settings) -> None:
        first, _is_new = checkpoints.publish()
        settings.SITE_URL = "https://elsewhere.example"
        some_changes()
        second, _is_new = checkpoints.publish()
        assert second.key == first.key
        settings.REGISTER_ORIGIN = "register.example/lists"
        assert checkpoints.publish()[0].note.startswith("register.example/lists\n4\n")

    def test_a_key_that_is_none(self, settings) -> None:
        settings.REGISTER_KEY = "secret"
        with pytest.raises(CommandError, match="REGISTER_KEY"):
            call_command("publish_register")

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError):
            call_command("publish_register", "--to", str(tmp_path / "file" / "below"))


class TestPages:
    def test_the_files_of_the_page_verify(self, published: Path, client, tmp_path: Path) -> None:
        taken = tmp_path / "taken"
        taken.mkdir()
        page = client.get("/register/download/").content.decode()
        for name in ("checkpoint", "log.jsonl", "leaves", "public-key"):
            assert f"/register/download/{name}" in page
            answer = client.get(f"/register/download/{name}")
            content = answer.getvalue() if answer.streaming else answer.content
            assert content == (published / name).read_bytes()
            (taken / name).write_bytes(content)
        assert verifying.verify(taken).head.size == 4

    def test_before_anything_is_signed(self, client) -> None:
        some_changes()
        assert client.get("/register/download/").status_code == 200
        assert client.get("/register/download/checkpoint").status_code == 404
        assert client.get("/register/download/log.jsonl").status_code == 404

    def test_every_change_shows_its_inclusion_proof(self, published: Path, client) -> None:
        for index, change in enumerate(ListChange.objects.order_by("seq")):
            proof = inclusion.of(change)
            assert proof and proof.index == index
            path = [bytes.fromhex(each) for each in proof.path]
            root = merkle.root_by_path(bytes.fromhex(change.leaf), index, 4, path)
            assert root and root.hex() == proof.checkpoint.root
            page = client.get(f"/register/changes/{change.seq}/").content.decode()
            assert proof.root in page and all(each in page for each in proof.path)

    def test_a_change_after_the_checkpoint_waits(self, published: Path, client) -> None:
        change = put(seed.institution("新叶学堂", "北京新叶教育科技有限公司"), "white")
        assert inclusion.of(change) is None
        assert client.get(f"/register/changes/{change.seq}/").status_code == 200

    def test_proofs_in_a_log_of_several_tiles(self, client, django_assert_max_num_queries) -> None:
        seeded = seed.institution()
        decision = seed.decision(seeded)
        new = [
            publishing.NewChange(seeded.institution.pk, "white", TODAY + timedelta(days=n), seed.at(TODAY), decision.pk)
            for n in range(2 * merkle.TILE + 5)
        ]
        publishing.record_many(new[:300])
        checkpoints.publish()
        publishing.record_many(new[300:])
        made, _is_new = checkpoints.publish()
        assert Tile.objects.count() == 2
        for place in (0, 255, 256, 299, 300, 511, 512, 516):
            change = ListChange.objects.get(seq=new[place].seq)
            with django_assert_max_num_queries(4):
                proof = inclusion.of(change)
            assert proof and proof.index == place
            path = [bytes.fromhex(each) for each in proof.path]
            root = merkle.root_by_path(bytes.fromhex(change.leaf), place, made.size, path)
            assert root and root.hex() == made.root


@contextmanager
def superuser_edits(*statements: str):
    """Somebody with all rights in the database, who switches the triggers off first."""
    with raw_connection("owner") as connection, connection.cursor() as cursor:
        tables = ("register_listchange", "register_checkpoint", "institutions_decision")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    yield


@pytest.mark.django_db(transaction=True)
class TestASuperuser:
    def found(self) -> str:
        with pytest.raises(CommandError) as audit:
            call_command("verify_register")
        return str(audit.value)

    def test_nothing_is_wrong(self, published: Path, capsys) -> None:
        call_command("verify_register")
        call_command("verify_register", "--against", str(published))
        assert "ok  4 list changes in the database, 1 checkpoints, 0 changes since" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "edit",
        [
            "list = 'white'",
            "reason = '改过的理由'",
            "effective_on = '2020-05-01'",
            "recorded_at = recorded_at - interval '1 day'",
            "leaf = repeat('0', 64)",
            "dossier_id = NULL",
            "institution_id = (SELECT min(id) FROM institutions_institution)",
        ],
    )
    def test_an_edited_row_is_named_and_nothing_more_is_signed(self, published: Path, edit: str) -> None:
        seq = ListChange.objects.order_by("seq").values_list("seq", flat=True)[2]
        with superuser_edits(f"UPDATE register_listchange SET {edit} WHERE seq = {seq}"):
            assert re.search(rf"\b{seq}\b", self.found())
            with pytest.raises(CommandError, match=rf"\b{seq}\b"):
                call_command("publish_register")

    def test_a_row_edited_together_with_its_leaf_is_named_by_the_published_log(self, published: Path) -> None:
        changes = list(log.recorded())
        content = json.loads(changes[2].line) | {"reason": "改过的理由"}
        line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        edit = f"UPDATE register_listchange SET reason = '改过的理由', leaf = '{proofs.leaf(line)}'"
        with superuser_edits(f"{edit} WHERE seq = {changes[2].seq}"):
            assert re.search(rf"\b{changes[-1].seq}\b", self.found())
            with pytest.raises(Refused) as refusal:
                checkpoints.publish()
            assert refusal.value.code == "not_an_extension"
            with pytest.raises(Refused) as refusal:
                auditing.compare(published)
            assert refusal.value.params["seq"] == changes[2].seq

    def test_between_two_checkpoints_the_range_is_named(self, published: Path) -> None:
        first = Checkpoint.objects.get().last_seq + 1
        last = put(seed.institution("新叶学堂", "北京新叶教育科技有限公司"), "white")
        checkpoints.publish()
        with superuser_edits(f"DELETE FROM register_listchange WHERE seq = {last.seq}"):
            with pytest.raises(Refused) as refusal:
                checkpoints.publish()
            assert refusal.value.params["first"] == first
            assert refusal.value.params["last"] == last.seq

    def test_a_decision_made_into_one_persons(self, published: Path) -> None:
        with superuser_edits(
            "ALTER TABLE institutions_decision DROP CONSTRAINT decision_second_officer_is_another",
            "UPDATE institutions_decision SET decided_by_id = proposed_by_id",
        ):
            self.found()

    def test_an_entry_that_says_something_else(self, published: Path) -> None:
        with superuser_edits("UPDATE register_entry SET list = 'white', next_list = '', next_on = NULL"):
            self.found()

    def test_a_checkpoint_made_up(self, published: Path) -> None:
        with superuser_edits("UPDATE register_checkpoint SET note = replace(note, E'\\n4\\n', E'\\n5\\n')"):
            self.found()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_signed_while_a_change_is_being_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its seq is taken and not committed yet: a checkpoint without it would have to be broken later."""
    monkeypatch.setattr(log, "PATIENCE_SECONDS", 0.0)
    with raw_connection("default") as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [log.LOCK])
        with pytest.raises(Conflict):
            checkpoints.publish()
        cursor.execute("COMMIT")
    assert checkpoints.publish()[1]


@pytest.mark.django_db(transaction=True)
def test_a_writer_holds_the_lock_until_it_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    seeded = seed.institution()
    with transaction.atomic():
        put(seeded, "white")
        with raw_connection("default") as other, other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [log.LOCK])
            assert cursor.fetchone() == (False,)
