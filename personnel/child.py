"""Runs the reading process and the annotating one, and tells how they ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

from django.conf import settings

from personnel import strongbox

WALL_SECONDS = 240
# Bytes that it may be ahead of whoever takes its lines, where the system has such pipes: both work at once.
AHEAD = 1024 * 1024
# What ends a process that used up its time, here and by its own limit.
OVERTIME = signal.SIGXCPU


class ChildDiedError(RuntimeError):
    """The process ended for a reason that may pass: it is tried again."""


class ChildLimitError(Exception):
    """The process met a limit: the file is the reason, trying again is no use."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(file: IO[bytes], today: date) -> Iterator[str]:
    """Lines of `personnel.reading` on a kept workbook, without their line ends, up to and without Z.

    Raises ChildLimitError when the file breaks a limit of the reading process, ChildDiedError when it was killed.
    """
    ended = False
    with _plain(file) as plain, _run("personnel.reading", str(today), stdin=plain) as output:
        for line in output:
            text = line.decode()
            ended = text.startswith("Z\t")
            if not ended:
                yield text.removesuffix("\n")
    if not ended:
        raise ChildDiedError("the reading process ended early")


def annotate(file: IO[bytes], remarks: IO[bytes], language: str) -> Iterator[bytes]:
    """The workbook with its problems marked, as pieces of an xlsx file; `language` is zh or en."""
    with (
        _plain(file) as plain,
        _run(
            "personnel.annotated", str(remarks.fileno()), language, stdin=plain, pass_fds=(remarks.fileno(),)
        ) as output,
    ):
        while piece := output.read(strongbox.PIECE):
            yield piece


@contextmanager
def _plain(file: IO[bytes]) -> Iterator[IO[bytes]]:
    # Without a name: gone with the last process that holds it, whatever happens.
    with tempfile.TemporaryFile() as plain:
        for piece in strongbox.opened(file):
            plain.write(piece)
        plain.seek(0)
        yield plain


@contextmanager
def _run(module: str, *arguments: str, stdin: IO[bytes], pass_fds: tuple[int, ...] = ()) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            # No bytecode: its limit on writing would leave half of it for others to stumble over.
            [sys.executable, "-B", "-m", module, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            pipesize=AHEAD,
            stderr=complaints,
            pass_fds=pass_fds,
            cwd=settings.BASE_DIR,
            # No key and no address reaches it.
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        assert process.stdout is not None
        watch = threading.Timer(WALL_SECONDS, process.send_signal, [OVERTIME])
        watch.daemon = True
        watch.start()
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        finally:
            watch.cancel()
            process.stdout.close()
            process.wait()
        _judge(process.returncode, complaints)


def _judge(status: int, complaints: IO[bytes]) -> None:
    if status == 0:
        return
    complaints.seek(0)
    said = complaints.read(100_000)
    if status == -signal.SIGXCPU:
        raise ChildLimitError("takes_too_long")
    if b"memory allocation of" in said or b"MemoryError" in said or b"capacity overflow" in said:
        raise ChildLimitError("too_large_inside")
    if b"panicked at" in said:
        raise ChildLimitError("file_broken")
    raise ChildDiedError(f"status {status}")
