"""The demo's two commands: one clear line where they refuse."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demo import clock as demo_clock
from filing_platform import clock
from institutions.models import Institution

pytestmark = pytest.mark.django_db


def test_the_clock_moves_forward_by_whole_days(settings):
    settings.DEMO = True
    demo_clock.set_to_start()
    said = StringIO()
    call_command("demo_clock", forward=7, stdout=said)
    assert clock.today() == clock.DEMO_START.date() + timedelta(days=7)
    assert said.getvalue().startswith("2020-06-08")


@pytest.mark.parametrize("days", [0, -1])
def test_the_clock_never_goes_back(settings, days):
    settings.DEMO = True
    demo_clock.set_to_start()
    with pytest.raises(CommandError, match="forward only"):
        call_command("demo_clock", forward=days)


def test_without_demo_nothing_is_loaded_and_no_clock_moved(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_clock", forward=1)
    assert not Institution.objects.exists()


def test_a_scale_must_be_positive(settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="above 0"):
        call_command("load_demo", scale=0)
