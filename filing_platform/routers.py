"""Where a query goes: the register's views are read on the public connection and nothing is migrated there."""

from __future__ import annotations

from typing import Any


class PublicRouter:
    """Models marked `public_only` live on the public connection; `owner` alone migrates."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "public" if getattr(model, "public_only", False) else None

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return db == "owner"
