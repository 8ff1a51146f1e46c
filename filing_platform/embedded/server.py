"""What the keeper and its users need to know about an embedded server."""

from __future__ import annotations

import signal
from abc import ABC, abstractmethod
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar


class Server(ABC):
    """One server of one var directory: its files live in `home`, its sockets in a short private directory.

    The keeper calls `initialise` and `command` with `home` as the working directory, when it may
    already have given up the right to reach `home` by its path.
    """

    name: ClassVar[str]
    package: ClassVar[str]
    programs: ClassVar[tuple[str, ...]]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self, var: Path) -> None:
        self.var = var
        self.home = var / self.name

    @property
    def sockets(self) -> Path:
        """The private directory of the running server; raises OSError when there is none."""
        return (self.home / "sockets").readlink()

    @abstractmethod
    def initialise(self, site: Path) -> None:
        """Make `data` in the working directory, whole or not at all."""

    @abstractmethod
    def command(self, site: Path, sockets: Path) -> list[str]:
        """The server's command line; it is run in `data`, with programs from below `site`."""

    @abstractmethod
    def url(self) -> str:
        """Where its users find it."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether it answers."""


def site_packages(package: str) -> Path:
    """The directory that `package` is installed in, without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package} is not installed: pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0]).parent
