"""The three database connections, derived from DATABASE_URL unless each is given by a URL of its own."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import environ


def databases(env: environ.Env, secret_key: str) -> dict[str, dict[str, Any]]:
    """Settings for `owner` (migrations), `default` (application) and `public` (reads what is public)."""
    owner = env.db("DATABASE_URL", default="postgres:///filing_platform")
    owner["ENGINE"] = "django.db.backends.postgresql"
    # What is public can be read from a standby: `?host=standby,primary` falls back by itself.
    replica = owner | (env.db("DATABASE_REPLICA_URL") if env("DATABASE_REPLICA_URL", default="") else {})
    return {
        "default": _role(env, "DATABASE_APP_URL", owner, "app", secret_key),
        "public": _role(env, "DATABASE_PUBLIC_URL", replica, "public", secret_key) | {"TEST": {"MIRROR": "default"}},
        "owner": _kept(owner) | {"TEST": {"MIRROR": "default"}},
    }


def _role(env: environ.Env, variable: str, owner: dict[str, Any], role: str, secret_key: str) -> dict[str, Any]:
    if env(variable, default=""):
        given = env.db(variable)
        given["ENGINE"] = "django.db.backends.postgresql"
        return _kept(given)
    user = f"{owner['NAME']}_{role}"
    password = hmac.new(secret_key.encode(), f"database role {user}".encode(), hashlib.sha256).hexdigest()
    return _kept(owner | {"USER": user, "PASSWORD": password})


def _kept(database: dict[str, Any]) -> dict[str, Any]:
    # A statement that hangs must not hang the page with it.
    options = {"connect_timeout": 5, "options": "-c lock_timeout=10s -c statement_timeout=120s"}
    return database | {
        "OPTIONS": database.get("OPTIONS", {}) | options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
