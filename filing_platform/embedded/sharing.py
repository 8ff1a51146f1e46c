"""Using an embedded server together: the first user starts it, the last one out stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filing_platform.embedded import locks, privileges
from filing_platform.embedded.server import Server

ROOT = Path(__file__).resolve().parents[2]
# Recovery after a crash takes as long as the write-ahead log is long.
START_SECONDS = 300.0
STOP_SECONDS = 60.0


class CannotStart(SystemExit):
    """The server does not come up; the message carries the end of its log."""


@contextmanager
def shared(server: Server) -> Iterator[str]:
    """The URL of `server`, which runs at least until the block is left."""
    _make_home(server)
    users = locks.opened(server.home / "users.lock")
    try:
        locks.share(users)
        keeper = _start(server)
        try:
            yield server.url()
        finally:
            if locks.taken(users):
                _stop(server)
            if keeper:
                keeper.poll()
    finally:
        os.close(users)


def _make_home(server: Server) -> None:
    privileges.make_directory(server.home)
    user = privileges.account(server.var)
    for name in ("users.lock", "start.lock", "keeper.lock", "log"):
        os.close(locks.opened(server.home / name))
        if user:
            os.chown(server.home / name, user.pw_uid, user.pw_gid)


def _start(server: Server) -> subprocess.Popen[bytes] | None:
    """The keeper, if this process had to start it."""
    starting = locks.opened(server.home / "start.lock")
    try:
        locks.take(starting)
        return _wait_until_ready(server)
    finally:
        os.close(starting)


def _wait_until_ready(server: Server) -> subprocess.Popen[bytes] | None:
    deadline = time.monotonic() + START_SECONDS
    keeper = None
    while not server.ready():
        if not keeper and not locks.is_held(server.home / "keeper.lock"):
            keeper = _spawn_keeper(server)
        if (keeper and keeper.poll() is not None) or time.monotonic() > deadline:
            raise CannotStart(f"{server.name} does not start. The end of {server.home / 'log'}:\n{_log(server)}")
        time.sleep(0.05)
    return keeper


def _spawn_keeper(server: Server) -> subprocess.Popen[bytes]:
    with open(server.home / "log", "ab") as log:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "filing_platform.embedded.keeper",
                server.name,
                str(server.var),
            ],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the users; the keeper ends after the last of them.
            start_new_session=True,
        )


def _stop(server: Server) -> None:
    pid = (server.home / "keeper.lock").read_text().strip()
    if not pid or not locks.is_held(server.home / "keeper.lock"):
        return
    with suppress(ProcessLookupError):
        os.kill(int(pid), signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while locks.is_held(server.home / "keeper.lock") and time.monotonic() < deadline:
        time.sleep(0.02)


def _log(server: Server) -> str:
    lines = (server.home / "log").read_text(errors="replace").splitlines()
    return "\n".join(lines[-15:])
