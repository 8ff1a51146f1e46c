"""A clamd for tests: the part of its protocol that streams a file, on a real socket."""

from __future__ import annotations

import socketserver
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HARM = b"harm for tests"


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while size := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(size)
        self.wfile.write(b"stream: Test.Harm FOUND\n" if HARM in content else b"stream: OK\n")


@contextmanager
def clamd() -> Iterator[str]:
    """Its address while it runs."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "clamd")
        with socketserver.ThreadingUnixStreamServer(address, _Talk) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield address
            server.shutdown()
