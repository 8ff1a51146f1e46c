"""What the database refuses of a course, a lesson, a person and a profile, whoever writes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.models import Course, Lesson
from institutions.models import Dossier, Profile
from personnel.models import Person
from tests.dossiers.conftest import world  # noqa: F401
from tests.rectification.world import World, draft

pytestmark = pytest.mark.django_db

REFUSED = [
    (Course, {"price": Decimal("-0.01")}),
    (Course, {"months_per_payment": Decimal(0)}),
    (Course, {"hours_per_payment": 0}),
    (Course, {"lesson_count": 0}),
    (Course, {"lesson_minutes": 0}),
    (Course, {"class_size": 0}),
    (Lesson, {"lesson_minutes": 0}),
    (Profile, {"capital": Decimal(-1)}),
    (Person, {"employed_from": date(1949, 12, 31)}),
    (Person, {"nationality": "us"}),
]
TAKEN = [
    (Course, {"price": Decimal(0), "months_per_payment": Decimal("0.1"), "lesson_count": 1, "class_size": 1}),
    (Course, {"price": None, "months_per_payment": None, "lesson_count": None, "lesson_minutes": None}),
    (Profile, {"capital": Decimal(0)}),
    (Person, {"employed_from": None, "nationality": "US"}),
]


@pytest.fixture
def dossier(world: World) -> Dossier:  # noqa: F811
    return draft(world).dossiers.get()


@pytest.mark.parametrize(("model", "changed"), REFUSED)
def test_what_cannot_be_is_refused(dossier, model, changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(dossier=dossier).update(**changed)


@pytest.mark.parametrize(("model", "changed"), TAKEN)
def test_the_edges_are_taken(dossier, model, changed):
    assert model.objects.filter(dossier=dossier).update(**changed)
