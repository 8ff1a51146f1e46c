"""Services, databases and isolation for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import psycopg2
import pytest

from filing_platform import embedded
from tests import own_redis

# Started before the settings are read; xdist's workers inherit the addresses and start nothing.
_running = ExitStack()
_running.enter_context(embedded.services(embedded.VAR_DIR / "test"))
# Each worker has a Redis database of its own, the first one number 1.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["REDIS_URL"] = own_redis.numbered(os.environ["REDIS_URL"], _worker + 1)
os.environ["DJANGO_SETTINGS_MODULE"] = "filing_platform.settings"
os.environ["DEMO"] = "0"
django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from filing_platform import clock, preparing  # noqa: E402
from filing_platform.cache import away  # noqa: E402
from tests import database  # noqa: E402

LONGEST = "tests/journeys/"
# A worker inherits the controller's settings module, and may have read it before this file named its own database.
django_settings.REDIS_URL = django_settings.CACHES["default"]["LOCATION"] = os.environ["REDIS_URL"]
django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
preparing.compile_translations()
# The same hasher as in production, at a cost that tests can afford.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
TransactionTestCase.databases = "__all__"
TransactionTestCase._fixture_teardown = lambda self: database.renew()  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    _running.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _commits(item):
        database.use_three_connections()
    else:
        database.share_one_connection()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    with django_db_blocker.unblock():
        database.set_up()
    yield
    with django_db_blocker.unblock():
        database.tear_down()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No test sees another's clock or cache."""
    clock.forget()
    away.end()
    cache.clear()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    """Uploads of a test go with the test."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def public_connection(
    transactional_db: None,
) -> Iterator[psycopg2.extensions.connection]:
    """A raw connection as the public role, which may read what is public and nothing else."""
    with database.raw_connection("public") as connection:
        yield connection


@pytest.fixture
def app_connection(django_db_setup: None) -> Iterator[psycopg2.extensions.connection]:
    """A raw connection as the application's role, beside the test's own."""
    with database.raw_connection("default") as connection:
        yield connection


@pytest.fixture
def owner_connection(
    transactional_db: None,
) -> Iterator[psycopg2.extensions.connection]:
    """A raw connection as the owner of the database."""
    with database.raw_connection("owner") as connection:
        yield connection


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", [])
    return bool(marker and marker.kwargs.get("transaction")) or bool({"transactional_db", "live_server"} & set(names))
