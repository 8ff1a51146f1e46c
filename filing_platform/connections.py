"""The three database connections, derived from DATABASE_URL unless each is given by a URL of its own."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import environ


@dataclass(frozen=True)
class Patience:
    """How long a statement may wait for a lock, and take altogether, before it is given up ("0": for ever)."""

    lock: str
    statement: str

    @property
    def options(self) -> str:
        """As PostgreSQL takes it when a session begins."""
        return f"-c lock_timeout={self.lock} -c statement_timeout={self.statement}"


# What hangs must not hang its page or worker with it.
WORK = Patience(lock="10s", statement="120s")
# Somebody waits for a page, and a page that waits keeps a thread from all others: wsgi.py asks for this.
PAGE = Patience(lock="3s", statement="60s")
READING = Patience(lock="2s", statement="15s")
# Whoever waits for a table's lock has everybody else wait behind; building an index takes as long as it takes.
MIGRATION = Patience(lock="5s", statement="0")


def databases(env: environ.Env, secret_key: str) -> dict[str, dict[str, Any]]:
    """Settings for `owner` (migrations), `default` (application) and `public` (reads what is public)."""
    owner = env.db("DATABASE_URL", default="postgres:///filing_platform")
    owner["ENGINE"] = "django.db.backends.postgresql"
    # What is public can be read from a standby: `?host=standby,primary` falls back by itself.
    replica = owner | (env.db("DATABASE_REPLICA_URL") if env("DATABASE_REPLICA_URL", default="") else {})
    patience = PAGE if env.bool("SERVES_PAGES", default=False) else WORK
    application = _role(env, "DATABASE_APP_URL", owner, "app", secret_key)
    public = _role(env, "DATABASE_PUBLIC_URL", replica, "public", secret_key)
    return {
        "default": _kept(application, patience),
        "public": _kept(public, READING) | {"TEST": {"MIRROR": "default"}},
        "owner": _kept(owner, MIGRATION) | {"TEST": {"MIRROR": "default"}},
    }


def _role(env: environ.Env, variable: str, owner: dict[str, Any], role: str, secret_key: str) -> dict[str, Any]:
    if env(variable, default=""):
        return env.db(variable) | {"ENGINE": "django.db.backends.postgresql"}
    user = f"{owner['NAME']}_{role}"
    password = hmac.new(secret_key.encode(), f"database role {user}".encode(), hashlib.sha256).hexdigest()
    return owner | {"USER": user, "PASSWORD": password}


def _kept(database: dict[str, Any], patience: Patience) -> dict[str, Any]:
    options = {"connect_timeout": 5, "options": patience.options}
    return database | {
        "OPTIONS": database.get("OPTIONS", {}) | options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
