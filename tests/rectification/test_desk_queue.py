"""/review/: whose turn it is, what the columns say, filters in the address, a constant number of queries."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection

from accounts.models import Department
from tests import factories
from tests.rectification import world as w
from tests.rectification.pages import page
from tests.rectification.world import World

pytestmark = pytest.mark.django_db


def test_it_works(world: World) -> None:
    filing = w.submitted(world)
    text = page(world.officer, "/review/")
    assert f"/review/{filing.number}/" in text
    assert "青禾课堂" in text
    assert "Waiting for me" in text
