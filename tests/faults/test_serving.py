"""`make run` on an empty clone: it starts, it starts again, and whatever ends it, nothing is left running."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings

NOT_COPIED = shutil.ignore_patterns(".*", "var", "__pycache__", "tests")
PROGRAMS = ("gunicorn", "celery -A filing_platform worker", "celery -A filing_platform beat")
SERVERS = ("bin/postgres", "valkey-server")


class Run:
    """One `make run` with DEMO=0 in a clone."""

    def __init__(self, clone: Path, port: int) -> None:
        self.clone = clone
        self.port = port
        environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.make = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=environment | {"DEMO": "0", "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Whoever starts the tests in the background has them ignore Ctrl-C; a person at a terminal does not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def welcome(self) -> str:
        """All that it says until it runs, or until it ends."""
        assert self.make.stdout
        said = ""
        for line in self.make.stdout:
            said += line
            if line.startswith("Logs are in"):
                break
        return said

    def status(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez", timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One for all tests here: a first start costs the most, and a start on what another one left is the point."""
    clone = tmp_path_factory.mktemp("serving") / "a clone"
    shutil.copytree(settings.BASE_DIR, clone, ignore=NOT_COPIED)
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (clone / ".venv" / "ready").touch()
    yield clone
    kill(running(clone))


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_works_and_ends_on_sigterm_and_starts_again(clone: Path, port: int) -> None:
    first = Run(clone, port)
    said = first.welcome()
    assert f"The platform is running at http://127.0.0.1:{port}/" in said, said
    assert "as admin with the password" in said
    assert first.status() < 500
    for program in (*PROGRAMS, *SERVERS):
        assert any(program in command(p) for p in running(clone)), f"{program} does not run"
    first.make.terminate()
    first.make.wait(timeout=60)
    assert running(clone) == []

    second = Run(clone, port)
    assert "with the password" not in second.welcome(), "the administrator is made once"
    second.make.send_signal(signal.SIGINT)
    child = psutil.Process(second.make.pid).children()
    for process in child:  # a terminal sends Ctrl-C to all in front of it
        process.send_signal(signal.SIGINT)
    second.make.wait(timeout=60)
    assert running(clone) == []


def test_nothing_outlives_a_make_that_is_killed_and_a_start_follows_the_death_of_all(clone: Path, port: int) -> None:
    first = Run(clone, port)
    assert "is running at" in first.welcome()
    first.make.kill()
    assert ends(clone)

    second = Run(clone, port)
    assert "is running at" in second.welcome()
    second.make.kill()
    # What one of them starts while the others are killed is killed too.
    while left := running(clone):
        kill(left)

    third = Run(clone, port)
    assert "is running at" in third.welcome()
    _kill_the_web(third)
    third.make.terminate()
    third.make.wait(timeout=60)
    assert running(clone) == []


def _kill_the_web(run: Run) -> None:
    """It is started again."""
    kill([p for p in running(run.clone) if "gunicorn" in command(p)])
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not answers(run):
        time.sleep(0.2)
    assert answers(run), "the web process is not started again"


def test_a_port_in_use_is_said_in_one_line(clone: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        said = Run(clone, port).welcome()
    assert f"Cannot listen on 127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert running(clone) == []


def kill(processes: list[psutil.Process]) -> None:
    """Those that still live: some end by themselves meanwhile, for their parent has."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def answers(run: Run) -> bool:
    try:
        return run.status() < 500
    except OSError:
        return False


def running(clone: Path) -> list[psutil.Process]:
    """Every living process that works in the clone or was called by a path in it."""
    return [process for process in psutil.process_iter() if _lives_in(process, str(clone))]


def ends(clone: Path) -> bool:
    """Whether all of it ends by itself, soon."""
    deadline = time.monotonic() + 40
    while running(clone) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not running(clone)


def command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _lives_in(process: psutil.Process, clone: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.cwd().startswith(clone) or clone in " ".join(process.cmdline())
    except psutil.Error:
        return False
