"""Web servers to be measured, and the load: gunicorn as `serve` runs it, and wrk from Debian."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.__main__ import BASE, RESULTS

_TO_MICRO = {"us": 1.0, "ms": 1e3, "s": 1e6}
# Each thread asks the addresses in turn, from a place of its own.
_MIXED = """
local paths, at = {}, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = math.random(#paths)
end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


@contextmanager
def gunicorn(application: str = "filing_platform.wsgi") -> Iterator[int]:
    """The application on a free port, with the workers and threads that `serve` gives it; ended afterwards."""
    from filing_platform import serving

    port = free_port()
    command = [sys.executable, *serving.programs()["web"]]
    command[command.index("filing_platform.wsgi")] = application
    command[command.index("--bind") + 1] = f"127.0.0.1:{port}"
    with running(command, f"http://127.0.0.1:{port}/livez"):
        yield port


@contextmanager
def running(command: Sequence[str], address: str) -> Iterator[None]:
    """A server that answers at `address`, whatever it answers, until the block is left."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    log = (RESULTS / "server.log").open("ab")
    process = subprocess.Popen(command, cwd=BASE.parent, env=os.environ, stdout=log, stderr=log)
    try:
        _wait(process, address)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def load(port: int, paths: Sequence[str], *, seconds: int = 8, connections: int = 8) -> dict[str, float]:
    """Requests a second, and the latency (ms) of the middle one and of one in a hundred, of the paths in turn."""
    script, asked = RESULTS / "mixed.lua", RESULTS / "paths.txt"
    script.write_text(_MIXED)
    asked.write_text("\n".join(paths) + "\n")
    command = [
        "wrk",
        "-t",
        "1",
        "-c",
        str(connections),
        "-d",
        f"{seconds}s",
        "--latency",
        "--timeout",
        "20s",
        "-s",
        str(script),
    ]
    out = subprocess.run(
        [*command, f"http://127.0.0.1:{port}", "--", str(asked)], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"not every request was answered:\n{out}")
    latency = {
        share: float(n) * _TO_MICRO[unit] / 1e3 for share, n, unit in re.findall(r"(\d\d)% +([\d.]+)(us|ms|s)", out)
    }
    return {
        "requests a second": float(re.findall(r"Requests/sec: +([\d.]+)", out)[0]),
        "p50 ms": latency["50"],
        "p99 ms": latency["99"],
    }


def missing(*programs: str) -> list[str]:
    """Those that are not installed."""
    return [program for program in programs if not shutil.which(program)]


def fetched(address: str) -> bytes:
    """The bytes at an address."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def result_path(name: str) -> Path:
    """A place for what a benchmark needs on disk."""
    path = RESULTS / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def _wait(process: subprocess.Popen[bytes], address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer; see {RESULTS / 'server.log'}")
