"""The cache: a Redis that is down makes a page slower, never a failed one."""

from __future__ import annotations

from typing import Any

import redis
from django_redis.cache import RedisCache

from filing_platform.resting import Rest

# A page that waits for a time-out once is slow; one that waits at each of its counters is gone.
away = Rest(seconds=5)


class RestingPool(redis.ConnectionPool):
    """No connection is tried for a moment after one could not be made."""

    def get_connection(self, *args: Any, **kwargs: Any) -> Any:
        """A connection; redis.ConnectionError at once while the last failure is fresh."""
        if away.goes_on:
            raise redis.ConnectionError("Redis did not answer a moment ago")
        try:
            return super().get_connection(*args, **kwargs)
        except (redis.ConnectionError, redis.TimeoutError):
            away.begin()
            raise


class FailingOpenCache(RedisCache):
    """`add` succeeds when Redis is down: rate limits take it as a lock, and would otherwise refuse everybody.

    What must count all the same (the lock-out after wrong passwords) counts in the database.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Whether the key was not there; yes, when nobody can tell."""
        added = super().add(*args, **kwargs)
        return True if added is None else bool(added)
