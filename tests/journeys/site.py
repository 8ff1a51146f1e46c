"""The whole platform for browser journeys: its own database and Redis given by URL, web, worker and scheduler."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import database, own_redis

ROOT = Path(__file__).resolve().parents[2]
# Each worker of the test run that has a journey to make runs a site of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
DATABASE = f"journeys_{WORKER}"
# Redis has sixteen databases; the first are the tests' own.
REDIS_DATABASE = 15 - int(WORKER.removeprefix("gw"))
PASSWORD = "a-password-for-journeys"
# A slow machine is not a failure; what never comes is.
PATIENCE = 600.0
# Enough for every list, state and page; the national size is `make run`'s and the benchmarks'.
SCALE = "0.05"
# In one process: each start of one costs more than the work. The database is migrated; its roles get their rights.
LOAD = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", scale={SCALE})
"""


@dataclass(frozen=True)
class Site:
    """Where it answers, and how its commands are run."""

    url: str
    environment: dict[str, str]
    files: Path

    def manage(self, *arguments: str) -> str:
        """Run a manage.py command beside the running site; what it printed."""
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str) -> str:
        """Run a Python program beside the site; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def forward(self, days: int) -> None:
        """Let days pass on the demo's clock; every process has noticed when this returns."""
        self.manage("demo_clock", "--forward", str(days))
        time.sleep(2.2)


@contextmanager
def running_site(files: Path) -> Iterator[Site]:
    """A loaded, running platform; nothing of it is left when the block ends."""
    with ExitStack() as stack:
        environment = os.environ | {
            "DATABASE_URL": _own_database(os.environ["DATABASE_URL"]),
            "DJANGO_SETTINGS_MODULE": "filing_platform.settings",
            "REDIS_URL": own_redis.numbered(os.environ["REDIS_URL"], REDIS_DATABASE),
            "DEMO": "1",
            "DEMO_PASSWORD": PASSWORD,
            "MEDIA_ROOT": str(files / "media"),
            "HOST": "127.0.0.1",
            "PORT": str(_free_port()),
            "PYTHONWARNINGS": "ignore",
        }
        site = Site(f"http://127.0.0.1:{environment['PORT']}", environment, files)
        _collect_static_files(site)
        site.run("-c", LOAD)
        for name, command in _programs(environment["PORT"], files).items():
            stack.enter_context(_process(name, command, environment, files))
        _wait_for(site)
        yield site


def _collect_static_files(site: Site) -> None:
    """Once a run: what the site of one worker serves, that of another does not write anew."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "static-of-run").open("a+") as collected:
        fcntl.flock(collected, fcntl.LOCK_EX)
        collected.seek(0)
        if collected.read() != RUN:
            site.manage("collectstatic", "--noinput", "--verbosity", "0")
            collected.truncate(0)
            collected.write(RUN)


def _programs(port: str, files: Path) -> dict[str, list[str]]:
    celery = ["-m", "celery", "-A", "filing_platform"]
    schedule = str(files / "schedule")
    return {
        "web": ["-m", "gunicorn", "filing_platform.wsgi", "--bind", f"127.0.0.1:{port}", "--workers=1", "--threads=4"],
        "worker": [*celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"],
        "scheduler": [*celery, "beat", "--pidfile", "", "--schedule", schedule],
    }


@contextmanager
def _process(name: str, command: list[str], environment: dict[str, str], files: Path) -> Iterator[None]:
    with (files / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _own_database(url: str) -> str:
    """A migrated database beside the tests' own, made anew."""
    database.copy_template(DATABASE)
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rsplit("/", 1)[0] + f"/{DATABASE}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{site.url}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError((site.files / "web.log").read_text()[-4000:])
