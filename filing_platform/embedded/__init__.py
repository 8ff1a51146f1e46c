"""PostgreSQL and Redis from the wheels, run under var/ when no URL names real servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filing_platform.embedded import postgres, redis
from filing_platform.embedded.sharing import shared

VAR_DIR = Path(__file__).resolve().parents[2] / "var"


@contextmanager
def services(home: Path = VAR_DIR) -> Iterator[None]:
    """Set DATABASE_URL and REDIS_URL, each to its embedded server unless it is set already.

    Whoever comes first starts a server and later comers share it; the last one out stops it, and a
    user that is killed counts as gone. Raises `sharing.CannotStart` with the end of the server's log.
    """
    embedded = {"DATABASE_URL": postgres.Postgres(home), "REDIS_URL": redis.Redis(home)}
    missing = {variable: server for variable, server in embedded.items() if not os.environ.get(variable)}
    with ExitStack() as stack:
        for variable, server in missing.items():
            os.environ[variable] = stack.enter_context(shared(server))
            stack.callback(os.environ.pop, variable, None)
        yield
