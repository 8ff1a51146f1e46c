"""Web, worker and scheduler under one supervisor that restarts what dies, until this process is told to end."""

from __future__ import annotations

import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from filing_platform.embedded import lifeline

START_SECONDS = 60.0
STOP_SECONDS = 45.0
LOGS = settings.VAR_DIR / "log"


def programs() -> dict[str, list[str]]:
    """The command lines of what is supervised, by name."""
    celery = ["-m", "celery", "-A", "filing_platform"]
    return {
        "web": [
            *("-m", "gunicorn", "filing_platform.wsgi", "--bind", f"{settings.HOST}:{settings.PORT}"),
            *("--workers", "2", "--threads", "4", "--preload", "--no-control-socket"),
        ],
        "worker": [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"],
        "scheduler": [*celery, "beat", "--pidfile", ""],
    }


def check_port_is_free() -> None:
    """Raise CommandError when something else listens on HOST and PORT."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {settings.HOST}:{settings.PORT} ({error.strerror}). "
                "Is the platform running already? Another port: PORT=8001 make run"
            ) from None


@contextmanager
def supervisor() -> Iterator[subprocess.Popen[bytes]]:
    """The running supervisor; on leaving the block it and all that it started have ended."""
    LOGS.mkdir(parents=True, exist_ok=True)
    configuration = settings.VAR_DIR / "supervisord.conf"
    configuration.write_text(_configuration())
    process = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(configuration)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # Ctrl-C reaches this process, which then ends the supervisor in order.
        start_new_session=True,
        preexec_fn=lifeline.tied(),
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_it_answers(supervising: subprocess.Popen[bytes]) -> None:
    """Return when the web process answers; raise CommandError with the end of its log when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and supervising.poll() is None:
        if _answers():
            return
        time.sleep(0.1)
    log = LOGS / "web.log"
    end = log.read_text(errors="replace").splitlines()[-20:] if log.exists() else []
    raise CommandError("\n".join(["The web server does not answer. The end of var/log/web.log:", *end]))


def raise_on_sigterm() -> None:
    """Leave by the same way on SIGTERM and SIGHUP as on Ctrl-C: through every `finally`."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def _answers() -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)
    try:
        urllib.request.urlopen(f"http://{host}:{settings.PORT}/livez", timeout=5).close()
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def _configuration() -> str:
    sections = [
        "[supervisord]",
        f"logfile={_escaped(LOGS / 'supervisord.log')}",
        f"pidfile={_escaped(settings.VAR_DIR / 'supervisord.pid')}",
        f"childlogdir={_escaped(LOGS)}",
    ]
    for name, command in programs().items():
        tied = [sys.executable, "-I", lifeline.__file__, sys.executable, *command]
        sections += [
            f"[program:{name}]",
            f"command={_escaped(shlex.join(tied))}",
            f"directory={_escaped(settings.BASE_DIR)}",
            f"stdout_logfile={_escaped(LOGS / name)}.log",
            "redirect_stderr=true",
            "autorestart=true",
            "startretries=100",
            "stopwaitsecs=20",
            "killasgroup=true",
        ]
    return "\n".join(sections) + "\n"


def _escaped(value: Path | str) -> str:
    """Supervisor expands % in every value."""
    return str(value).replace("%", "%%")
