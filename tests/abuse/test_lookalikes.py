"""A look-alike name is flagged at filing, and leads who types it to the one it passes for (A18)."""

from __future__ import annotations

import pytest
from django.test import Client

from filing_platform import clock
from register import publishing
from screening import running
from tests import factories
from tests.register import seed

pytestmark = pytest.mark.django_db

BRAND, NAME = "大海Apple学堂", "北京大海知远教育科技有限公司"
DISGUISES = {
    "zero-width": "大\u200b海Ap\u200dple\ufeff学堂",
    "direction marks": "大海\u202dApple\u202c学堂",
    "full-width": "大海Ａｐｐｌｅ学堂",
    "spaces": "大 海 Apple　学 堂",
    "Kangxi": "⼤海Apple学堂",
    "traditional": "大海Apple學堂",
    "Cyrillic": "大海Аррlе学堂",
    "Greek": "大海Αpple学堂",
    "accents": "大海Ápplé学堂",
    "stroke": "太海Apple学堂",
    "another stroke": "犬海Apple学堂",
}


def _listed(brand: str, name: str, on: str, code: str = "") -> None:
    made = seed.institution(brand, name, people=0, courses=0, platforms=(), code=code)
    decision, today = seed.decision(made), clock.today()
    publishing.record(decision, made.institution, list=on, effective_on=today, dossier=made.dossier, reason="理由")


@pytest.mark.parametrize("kind", DISGUISES)
@pytest.mark.parametrize("on", ["white", "black"])
def test_it_is_flagged_at_filing(kind: str, on: str) -> None:
    _listed(BRAND, NAME, on)
    dossier = factories.whole_dossier()
    dossier.profile.brand = DISGUISES[kind]
    dossier.profile.save()
    assert "LOOKALIKE" in [found.rule.number for found in running.preview(dossier)]


@pytest.mark.parametrize("kind", DISGUISES)
def test_who_types_it_is_led_to_the_one_it_passes_for(kind: str) -> None:
    _listed(BRAND, NAME, "black")
    page = Client().get("/register/", {"q": DISGUISES[kind]}, follow=True).content.decode()
    assert BRAND in page


@pytest.mark.parametrize("kind", DISGUISES)
def test_one_that_is_on_record_in_disguise_is_found_by_the_plain_name(kind: str) -> None:
    """Else a black-listed one would hide behind letters that nobody types."""
    _listed(DISGUISES[kind], "上海某某科技有限公司", "black", code="91310000XTXT000101")
    page = Client().get("/register/", {"q": BRAND}, follow=True).content.decode()
    assert "上海某某科技有限公司" in page
