"""The platform's web, whose process ends as by `kill -9` at the moment that a request names in X-Dies.

`reading`: with part of the body read. `committing`: before the first COMMIT. `committed`: after it.
`answering`: with the answer made and not sent.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from filing_platform.wsgi import application as platform

HEADER = "HTTP_X_DIES"
_commit = BaseDatabaseWrapper._commit
_due = ""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """Answers as the platform does, or dies."""
    global _due
    _due = environ.get(HEADER, "")
    if _due == "reading":
        environ["wsgi.input"].read(100_000)
        _die()
    answer = platform(environ, start_response)
    if _due == "answering":
        _die()
    return answer


def _committing(connection: BaseDatabaseWrapper) -> Any:
    if _due == "committing":
        _die()
    done = _commit(connection)
    if _due == "committed":
        _die()
    return done


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


BaseDatabaseWrapper._commit = _committing  # type: ignore[method-assign]
