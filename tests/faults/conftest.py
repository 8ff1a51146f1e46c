"""A Redis that a test may break."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings

from filing_platform import cache as platform_cache
from filing_platform.celery import app as celery
from jobs import running
from tests.faults.servers import OwnRedis


@pytest.fixture
def own_redis() -> Iterator[OwnRedis]:
    """Cache and broker of this process are a Redis of the test's own, running at first."""
    server = OwnRedis()
    server.start()
    before = celery.conf.broker_url
    cache = {"default": settings.CACHES["default"] | {"LOCATION": server.url}}
    try:
        with override_settings(CACHES=cache, REDIS_URL=server.url):
            _connect_to(server.url.replace("unix://", "redis+socket://"))
            yield server
    finally:
        _connect_to(before)
        caches.close_all()
        server.remove()


def _connect_to(broker: str) -> None:
    celery.conf.broker_url = broker
    # Forget the connections to the one before, as a process does that was just forked.
    celery._after_fork()
    for rest in (platform_cache.away, running.broker_away):
        rest.end()
