"""Running the rules: one dossier or all, again, on the next version, with a programme's own limits."""

import pytest

from screening import running
from screening.models import Finding
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_works():
    dossier = factories.submitted(factories.whole_dossier())
    assert running.screen(dossier) == 0
    assert running.is_screened(dossier)
    assert not Finding.objects.exists()
