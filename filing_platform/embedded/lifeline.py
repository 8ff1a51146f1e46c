"""Processes tied to their parent: they are told to end when the parent dies, `kill -9` included (Linux only).

python -I lifeline.py COMMAND …     becomes COMMAND, tied to whoever started it
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def tie(ending: signal.Signals, parent: int) -> None:
    """Have the kernel send `ending` to this process when `parent`, which started it, dies."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending)
    if os.getppid() != parent:
        os.kill(os.getpid(), ending)


def tied(ending: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` that ties the child to this process."""
    parent = os.getpid()
    return lambda: tie(ending, parent)


if __name__ == "__main__":
    tie(signal.SIGTERM, os.getppid())
    os.execv(sys.argv[1], sys.argv[1:])
