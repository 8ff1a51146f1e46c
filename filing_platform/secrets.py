"""Keys: from the environment, or made on the first start and kept in var/keys, mode 0600."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret(name: str, var_dir: Path, size: int = 32) -> str:
    """The key `name`, made of `size` random bytes; two processes that start at once agree on one."""
    if os.environ.get(name):
        return os.environ[name]
    path = var_dir / "keys" / name.lower()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(size))
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text().strip()
