"""F15, P7: a base backup and the archived log lead back to before a mistake; the lists verify against the proofs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from institutions import events
from institutions.models import Filing
from rectification import deciding, list_acts
from register import publishing
from register.models import ListChange
from tests.faults.cluster import Cluster, copied
from tests.faults.servers import eventually
from tests.rectification import world as w

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def archiving() -> Iterator[tuple[Cluster, Path]]:
    """A primary whose log is archived, as docs/operations.md says, and where to."""
    with copied(start=False) as primary:
        archive = primary.server.home / "archive"
        archive.mkdir()
        primary.configure(
            archive_mode="on", archive_command=f"test ! -f {archive}/%f && cp %p {archive}/%f", wal_level="replica"
        )
        primary.start()
        yield primary, archive


def _ask(cluster: Cluster, question: str) -> str:
    with psycopg2.connect(cluster.url()) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def test_to_the_moment_before_a_mistake(tmp_path: Path) -> None:
    world = w.build_world()
    filing = w.rectifying(world)
    with archiving() as (primary, archive), _backup_of(primary) as restored:
        with primary.in_this_process():
            w.resubmit(world, filing)
            w.rectify_and_accept(world, filing)
            call_command("publish_register", to=tmp_path / "before")
            moment = _ask(primary, "SELECT clock_timestamp()")
            _mistake(world)
            call_command("publish_register", to=tmp_path / "after")
            _everything_is_archived(primary)
        primary.kill_for_good()

        _restore(restored, archive, moment)
        with restored.in_this_process():
            filing = Filing.objects.get(pk=filing.pk)
            assert (filing.state, filing.outcome) == ("closed", "accepted")
            assert events.broken_at(filing) is None
            lists = ListChange.objects.order_by("seq").values_list("list", flat=True)
            assert list(lists) == ["gray", "notice", "white"]
            call_command("verify_register", against=tmp_path / "before")
            with pytest.raises(CommandError, match="机构注销"):
                call_command("verify_register", against=tmp_path / "after")
            # And the work goes on.
            _mistake(world)
            call_command("verify_register")


@contextmanager
def _backup_of(primary: Cluster) -> Iterator[Cluster]:
    """What `pg_basebackup` took, not started yet."""
    backup = Cluster()
    try:
        backup.copy(str(primary.host), settings.DATABASES["owner"]["PASSWORD"])
        yield backup
    finally:
        backup.remove()


def _mistake(world: w.World) -> None:
    """The entry of the wrong institution is ended."""
    proposal = list_acts.propose("end_entry", world.institution, world.officer, "机构注销")
    deciding.confirm(proposal, world.second)
    assert publishing.standing(world.institution).list == ""


def _everything_is_archived(primary: Cluster) -> None:
    last = _ask(primary, "SELECT pg_walfile_name(pg_switch_wal())")
    archived = "SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver"
    assert eventually(lambda: _ask(primary, archived) >= last)


def _restore(backup: Cluster, archive: Path, moment: str) -> None:
    backup.configure(
        restore_command=f"cp {archive}/%f %p", recovery_target_time=moment, recovery_target_action="promote"
    )
    (backup.data / "recovery.signal").touch()
    backup.start()
    assert eventually(lambda: _ask(backup, "SELECT pg_is_in_recovery()") == "False")
