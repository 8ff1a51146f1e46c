"""A small nation, loaded once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management.base import OutputWrapper
from django.db import transaction

from demo.loading import load
from demo.progress import Progress
from tests import database

SCALE = 0.12


@pytest.fixture(scope="module")
def nation(django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """About 86 institutions and 13,900 people; rolled back after the module."""
    media, demo = settings.MEDIA_ROOT, settings.DEMO
    settings.MEDIA_ROOT, settings.DEMO = str(tmp_path_factory.mktemp("media")), True
    with django_db_blocker.unblock():
        # What other tests rolled back may have been counted as empty tables: no nation is planned for by that.
        database.renew()
    with django_db_blocker.unblock(), transaction.atomic():
        load(SCALE, Progress(OutputWrapper(StringIO())))
        yield
        transaction.set_rollback(True)
    settings.MEDIA_ROOT, settings.DEMO = media, demo
