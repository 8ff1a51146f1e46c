"""The process that runs one embedded server for as long as anybody uses it.

    python -m filing_platform.embedded.keeper postgres|redis VAR

It belongs to no user's session, gives up root, clears what a crash left behind, starts the server
again when it dies, and ends when the lock of the users is free.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import psutil

from filing_platform.embedded import locks, postgres, privileges, redis
from filing_platform.embedded.lifeline import tied
from filing_platform.embedded.server import Server, site_packages

SERVERS: dict[str, type[Server]] = {"postgres": postgres.Postgres, "redis": redis.Redis}
# Sockets have short names (104 bytes on macOS), and root's copy of the programs must be executable.
SHORT_DIRECTORIES = ("/tmp", "/var/tmp", "/dev/shm", "/run")
PREFIX = "filing-"
ATTEMPTS = 5
BRIEF_SECONDS = 1.0


def main(name: str, var: str) -> None:
    server = SERVERS[name](Path(var))
    os.umask(0o077)
    lock = locks.opened(server.home / "keeper.lock")
    locks.take(lock)
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    users = locks.opened(server.home / "users.lock")
    os.chdir(server.home)
    site, sockets = _prepare(server)
    _end_leftovers()
    try:
        _keep(server, site, sockets, users)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
        Path("sockets").unlink(missing_ok=True)


def _prepare(server: Server) -> tuple[Path, Path]:
    """Where the programs and the sockets are, with this process no longer root."""
    _remove_old_sockets()
    site = site_packages(server.package)
    sockets = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_short_directory()))
    user = privileges.account(server.var)
    if user:
        # The server's user may be unable to enter the virtualenv's parents.
        site = _copied(server, site, sockets / "programs")
        privileges.hand_over(sockets, user)
    Path("sockets").symlink_to(sockets)
    if user:
        privileges.hand_over(Path("."), user)
        privileges.become(user)
    return site, sockets


def _short_directory() -> str:
    for directory in SHORT_DIRECTORIES:
        if os.access(directory, os.W_OK | os.X_OK) and not os.statvfs(directory).f_flag & os.ST_NOEXEC:
            return directory
    return tempfile.gettempdir()


def _copied(server: Server, site: Path, to: Path) -> Path:
    for program in server.programs:
        source, target = site / program, to / program
        if not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    return to


def _remove_old_sockets() -> None:
    """What a killed keeper left; only a directory that could have been made by one is removed."""
    link = Path("sockets")
    if not link.is_symlink():
        return
    old = link.readlink()
    if old.name.startswith(PREFIX) and not old.is_symlink():
        shutil.rmtree(old, ignore_errors=True)
    link.unlink()


def _end_leftovers() -> None:
    """End the servers whose keeper was killed: those that work in our data directory."""
    data = os.path.join(os.getcwd(), "data")
    leftovers = [process for process in psutil.process_iter() if _works_in(process, data)]
    for process in leftovers:
        process.terminate()
    for process in psutil.wait_procs(leftovers, timeout=5)[1]:
        process.kill()
    psutil.wait_procs(leftovers, timeout=5)


def _works_in(process: psutil.Process, directory: str) -> bool:
    try:
        return bool(process.cwd() == directory)
    except psutil.Error:
        return False


def _keep(server: Server, site: Path, sockets: Path, users: int) -> None:
    asked_to_stop = _listen_for_signals()
    failures = 0
    process, since = _started(server, site, sockets), time.monotonic()
    while not asked_to_stop and not locks.taken(users):
        if process.poll() is not None:
            failures = failures + 1 if time.monotonic() - since < BRIEF_SECONDS else 0
            if failures > ATTEMPTS:
                raise SystemExit(f"{server.name} ends as soon as it starts, with {process.returncode}")
            _end_leftovers()
            process, since = _started(server, site, sockets), time.monotonic()
        time.sleep(0.2)
    _end(process, server.stop_signal)


def _listen_for_signals() -> list[int]:
    """A list that is filled when this process is asked to stop."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return asked


def _started(server: Server, site: Path, sockets: Path) -> subprocess.Popen[bytes]:
    server.initialise(site)
    return subprocess.Popen(
        server.command(site, sockets),
        cwd="data",
        stdin=subprocess.DEVNULL,
        preexec_fn=tied(server.stop_signal),
    )


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
