"""Advisory locks on files, which the kernel lets go of when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def opened(path: Path | str) -> int:
    """A descriptor to lock `path` by; it is closed in programs that this process starts."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def share(descriptor: int) -> None:
    """Wait until nobody holds the lock alone, then hold it with others."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def take(descriptor: int) -> None:
    """Wait until the lock is free, then hold it alone."""
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def taken(descriptor: int) -> bool:
    """Hold the lock alone if nobody else holds it; False at once otherwise."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on `path`."""
    descriptor = opened(path)
    try:
        return not taken(descriptor)
    finally:
        os.close(descriptor)
