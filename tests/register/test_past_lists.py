"""The lists of a past day: what the one reading of the list changes says, page by page, for the price of a page."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from register import history, search
from register.history import as_of
from register.publishing import NewChange, record_many, refresh
from register.search import Asked
from register.standings import places, standings
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db

FIRST = date(2020, 4, 1)
DAYS = (FIRST, date(2020, 4, 9), date(2020, 4, 20), date(2020, 5, 11), TODAY)


@pytest.fixture
def told(on_day):
    """Twelve institutions with histories of all kinds: moved, corrected later, suspended, back again, still to come."""
    rng = random.Random("past lists")
    seeded = [seed.institution(f"第{number}家", f"北京第{number}家有限公司") for number in range(12)]
    for each in seeded:
        tell(each, rng)
    refresh([each.institution.pk for each in seeded])
    return seeded


def tell(seeded, rng):
    decision, changes, day = seed.decision(seeded), [], FIRST + timedelta(days=rng.randrange(10))
    for _ in range(rng.randrange(1, 6)):
        replaced = changes[-1] if changes and rng.random() < 0.3 else None
        changes.append(
            NewChange(
                institution_id=seeded.institution.pk,
                list=rng.choice(["white", "gray", "black", "notice", "white", ""]),
                effective_on=day + timedelta(days=rng.choice((0, 0, 7))),
                recorded_at=seed.at(day),
                decision_id=decision.pk,
                dossier_id=rng.choice((seeded.dossier.pk, seeded.dossier.pk, None)),
                supersedes=replaced,
            )
        )
        day += timedelta(days=rng.randrange(12))
    record_many(changes)


def pages(asked, day):
    rows, page = [], 1
    while found := as_of(asked, day, page).rows:
        rows, page = rows + list(found), page + 1
    return rows


@pytest.mark.parametrize("day", DAYS)
def test_every_page_says_what_the_standings_say(told, day, monkeypatch):
    monkeypatch.setattr(history, "PAGE_SIZE", 5)
    stood = standings([each.institution.pk for each in told], day)
    expected = {
        each.institution.credit_code: (where.list, where.since, where.next_on)
        for each in told
        if (where := stood.get(each.institution.pk)) and where.list
    }
    rows = pages(Asked(), day)
    assert {row.credit_code: (row.list, row.since, row.next_on) for row in rows} == expected
    assert len(rows) == len(expected) == as_of(Asked(), day).count
    assert [row.since for row in rows] == sorted((row.since for row in rows), reverse=True)


@pytest.mark.parametrize("day", DAYS)
def test_a_list_has_its_own_and_all_counts(told, day):
    everybody = pages(Asked(), day)
    counts = as_of(Asked(), day).counts
    for name in ("white", "gray", "black", "notice"):
        past = as_of(Asked(list=name), day)
        assert past.count == counts.get(name, 0) == sum(row.list == name for row in everybody)
        assert past.counts == counts
        assert {row.list for row in past.rows} <= {name}


def test_nobody_counts_past_the_bound(client, told, monkeypatch):
    monkeypatch.setattr(history, "BOUND", 3)
    monkeypatch.setattr(search, "BOUND", 3)
    past = as_of(Asked(), TODAY)
    assert (past.count, past.counts) == (None, None)
    black = as_of(Asked(list="black"), TODAY)
    assert black.counts is None and black.count == len(black.rows)
    assert client.get(f"/register/?as_of={TODAY}").status_code == 200


def test_the_number_of_queries_is_that_of_one_row(told, django_assert_num_queries):
    with django_assert_num_queries(6):
        as_of(Asked(), TODAY)


def test_a_page_reads_its_own_rows_from_the_index(on_day):
    """Whatever the planner makes of a small table, there is an order to read in that ends with the page."""
    seeded = seed.institution()
    decision = seed.decision(seeded)
    for number in range(200):
        other = seed.institution(f"第{number}家", f"北京第{number}家有限公司", people=0, courses=0, platforms=())
        record_many([NewChange(other.institution.pk, "white", FIRST, seed.at(FIRST), decision.pk, other.dossier.pk)])
        refresh([other.institution.pk])
    for asked in (Asked(), Asked(list="white")):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            statement = f"EXPLAIN (ANALYZE, FORMAT JSON) {history._began(asked)} LIMIT 20"
            cursor.execute(statement, places(TODAY) | history._values(asked))
            (plan,) = cursor.fetchone()
        read = sum(rows_of("began", plan[0]["Plan"]))
        assert read <= 25, read


def rows_of(alias, node):
    if node.get("Alias") == alias:
        yield node["Actual Rows"] * node["Actual Loops"] + node.get("Rows Removed by Filter", 0)
    for child in node.get("Plans", ()):
        yield from rows_of(alias, child)
