"""The embedded servers start anywhere, for anybody, after anything, and leave nothing behind."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings

ROOT = os.geteuid() == 0
NOBODY = pwd.getpwnam("nobody")
as_root = pytest.mark.skipif(not ROOT, reason="only root can become somebody else")
# Counts its starts in the database, so that a test sees whether the data were kept.
SCRIPT = """
import os, socket, sys
import psycopg2
from filing_platform import embedded
with embedded.services():
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        cursor.execute("CREATE TABLE IF NOT EXISTS start (at timestamptz DEFAULT now())")
        cursor.execute("INSERT INTO start DEFAULT VALUES")
        cursor.execute("SELECT count(*), '校外培训' ~ '^[[:alpha:]]+$' FROM start")
        count, knows_chinese = cursor.fetchone()
    connection.close()
    redis = socket.socket(socket.AF_UNIX)
    redis.connect(os.environ["REDIS_URL"].removeprefix("unix://").split("?")[0])
    redis.sendall(b"PING\\r\\n")
    print("ready", count, knows_chinese, redis.recv(7).decode().strip(), flush=True)
    sys.stdin.read()
"""
READY = "ready {} True +PONG"


class Clone:
    """A copy of the embedded services' code with a var of its own, and the users that it starts."""

    def __init__(self, home: Path, user: pwd.struct_passwd | None = None) -> None:
        self.home = home
        self.user = user
        self.started: list[subprocess.Popen[str]] = []
        home.mkdir(parents=True, exist_ok=True)
        source = Path(settings.BASE_DIR) / "filing_platform"
        shutil.copytree(source, home / "filing_platform", ignore=shutil.ignore_patterns("__pycache__"))
        if user:
            for path in [home, *home.rglob("*")]:
                os.chown(path, user.pw_uid, user.pw_gid)

    def start(self, by: pwd.struct_passwd | None = None) -> subprocess.Popen[str]:
        """A user of the services that stays until its standard input ends."""
        identity = {"user": by.pw_uid, "group": by.pw_gid, "extra_groups": []} if by else {}
        process = subprocess.Popen(
            [_python(), "-c", SCRIPT],
            cwd=self.home,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **identity,  # type: ignore[call-overload]
        )
        self.started.append(process)
        return process

    def ready(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout and process.stderr
        return process.stdout.readline().strip() or process.stderr.read()

    def leave(self, process: subprocess.Popen[str]) -> None:
        process.communicate(timeout=60)
        assert process.returncode == 0

    def run(self, by: pwd.struct_passwd | None = None) -> str:
        """Start, be ready, leave."""
        process = self.start(by)
        said = self.ready(process)
        self.leave(process)
        return said

    def processes(self, word: str = "") -> list[psutil.Process]:
        """What lives in or of this clone, apart from the users that the test itself started."""
        own = {process.pid for process in self.started}
        return [p for p in psutil.process_iter() if p.pid not in own and self._is_ours(p) and word in _command(p)]

    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.home / "var/postgres/data/postmaster.pid").read_text().split()[0]))

    def ends(self) -> bool:
        """Whether all of it ends by itself, soon."""
        deadline = time.monotonic() + 20
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self.processes()

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            return str(self.home) in _command(process) or process.cwd().startswith(str(self.home))
        except psutil.Error:
            return False


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A directory that every user may enter, unlike pytest's own."""
    home = Path(subprocess.run(["mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def clone(short: Path) -> Iterator[Clone]:
    clone = Clone(short / "clone")
    yield clone
    for process in clone.started:
        process.kill()
    assert clone.ends()


def test_it_works_twice_in_a_row_and_keeps_the_data(clone: Clone) -> None:
    assert clone.run() == READY.format(1)
    assert clone.run() == READY.format(2)
    assert clone.processes() == []


def test_a_path_with_spaces_and_signs(short: Path) -> None:
    clone = Clone(short / "my clone 100%" / "校外 培训's")
    assert clone.run() == READY.format(1)
    assert clone.processes() == []


def test_a_very_deep_path(short: Path) -> None:
    clone = Clone(short.joinpath(*["directory" * 8] * 8))
    assert len(str(clone.home)) > 550
    assert clone.run() == READY.format(1)
    assert clone.processes() == []


@as_root
def test_root_in_a_clone_below_a_closed_home(short: Path) -> None:
    home = short / "root"
    home.mkdir(mode=0o700)
    clone = Clone(home / "clone")
    before = _permissions(short)
    process = clone.start()
    assert clone.ready(process) == READY.format(1)
    assert {p.username() for p in clone.processes()} == {"filing-platform"}
    clone.leave(process)
    assert _permissions(short) == before
    assert clone.processes() == []


@as_root
def test_root_in_the_clone_of_somebody_else_becomes_the_owner(short: Path) -> None:
    clone = Clone(short / "clone", NOBODY)
    before = _permissions(short)
    process = clone.start()
    assert clone.ready(process) == READY.format(1)
    assert {p.username() for p in clone.processes()} == {NOBODY.pw_name}
    clone.leave(process)
    assert _permissions(short) == before
    if _python_for(NOBODY):
        assert clone.run(by=NOBODY) == READY.format(2), "and the owner goes on with what root began"


@as_root
def test_an_ordinary_user(short: Path) -> None:
    if not _python_for(NOBODY):
        pytest.skip("no Python here that an ordinary user may run")
    clone = Clone(short / "clone", NOBODY)
    assert clone.run(by=NOBODY) == READY.format(1)
    assert clone.run(by=NOBODY) == READY.format(2)
    assert clone.processes() == []


def test_two_users_share_one_server_and_the_last_one_out_stops_it(clone: Clone) -> None:
    first, second = clone.start(), clone.start()
    assert {clone.ready(first), clone.ready(second)} == {READY.format(1), READY.format(2)}
    postmaster = clone.postmaster()
    clone.leave(first)
    assert postmaster.is_running()
    third = clone.start()
    assert clone.ready(third) == READY.format(3)
    clone.leave(second)
    assert clone.postmaster() == postmaster
    clone.leave(third)
    assert clone.processes() == []


def test_nothing_outlives_a_user_that_is_killed(clone: Clone) -> None:
    process = clone.start()
    assert clone.ready(process) == READY.format(1)
    process.kill()
    assert clone.ends()


def test_nothing_outlives_a_keeper_that_is_killed(clone: Clone) -> None:
    process = clone.start()
    assert clone.ready(process) == READY.format(1)
    for keeper in clone.processes("embedded.keeper"):
        keeper.kill()
    assert clone.ends()


def test_a_start_after_everything_was_killed(clone: Clone) -> None:
    process = clone.start()
    assert clone.ready(process) == READY.format(1)
    process.kill()
    for left in clone.processes():
        # One may have ended with another that was killed before it.
        with suppress(psutil.NoSuchProcess):
            left.kill()
    assert clone.run() == READY.format(2)
    assert clone.processes() == []


def test_a_start_after_a_crash_whose_process_number_is_somebody_elses_now(clone: Clone) -> None:
    assert clone.run() == READY.format(1)
    lock = clone.home / "var/postgres/data/postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n")
    assert clone.run() == READY.format(2)


def test_a_server_that_dies_is_started_again(clone: Clone) -> None:
    process = clone.start()
    assert clone.ready(process) == READY.format(1)
    clone.postmaster().kill()
    assert clone.run() == READY.format(2)


def test_a_server_that_cannot_start_says_why(clone: Clone) -> None:
    assert clone.run() == READY.format(1)
    (clone.home / "var/postgres/data/PG_VERSION").write_text("9\n")
    process = clone.start()
    assert "not compatible with this version" in clone.ready(process)
    assert process.wait() == 1


def test_servers_given_by_url_are_used_and_nothing_is_started(clone: Clone) -> None:
    script = SCRIPT.replace("CREATE TABLE", "CREATE TEMPORARY TABLE")
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    done = subprocess.run(
        [_python(), "-c", script], cwd=clone.home, env=_environment() | given, input="", capture_output=True, text=True
    )
    assert done.stdout.strip() == READY.format(1), done.stderr
    assert not (clone.home / "var").exists()


def _environment() -> dict[str, str]:
    ours = {"PATH": os.environ["PATH"], "PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONDONTWRITEBYTECODE": "1"}
    return ours | {"LC_ALL": "nowhere.UTF-8"}  # a locale that is not there must not matter


def _python() -> str:
    return _python_for(NOBODY) or sys.executable


def _python_for(user: pwd.struct_passwd) -> str | None:
    """A Python of this version that `user` may run, with the libraries in its reach."""
    version = f"python3.{sys.version_info.minor}"
    for python in (os.path.realpath(sys.executable), f"/usr/local/bin/{version}", f"/usr/bin/{version}"):
        found = os.path.exists(python) and _may_reach(user, python) and _may_reach(user, sysconfig.get_path("purelib"))
        if found:
            return python
    return None


def _may_reach(user: pwd.struct_passwd, path: str) -> bool:
    return subprocess.run(["test", "-x", path], **_as(user)).returncode == 0  # type: ignore[call-overload]


def _as(user: pwd.struct_passwd) -> dict[str, object]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if ROOT else {}


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _permissions(directory: Path) -> dict[str, tuple[int, int, int]]:
    """Mode and owner of all that is not below var/, and of the directories above."""
    paths = [*directory.parents, directory, *directory.rglob("*")]
    outside = [path for path in paths if "var" not in path.relative_to(directory.anchor).parts[2:]]
    return {str(path): (stat.S_IMODE(s.st_mode), s.st_uid, s.st_gid) for path in outside for s in [path.lstat()]}
