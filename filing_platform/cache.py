"""The cache: a Redis that is down makes a page slower, never a failed one."""

from __future__ import annotations

from typing import Any

from django_redis.cache import RedisCache


class FailingOpenCache(RedisCache):
    """`add` succeeds when Redis is down: rate limits take it as a lock, and would otherwise refuse everybody.

    What must count all the same (the lock-out after wrong passwords) counts in the database.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Whether the key was not there; yes, when nobody can tell."""
        added = super().add(*args, **kwargs)
        return True if added is None else bool(added)
