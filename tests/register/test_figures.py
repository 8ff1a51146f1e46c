"""The figures are true at any moment, cost the same however large the nation is, and make nobody wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from institutions.models import Filing
from register import figures, publishing, tallies
from register.models import Entry, PublicFigures, Tally
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db


def put(seeded, name, effective_on=TODAY):
    publishing.record(
        seed.decision(seeded),
        seeded.institution,
        list=name,
        effective_on=effective_on,
        dossier=seeded.dossier,
        reason="",
    )


def close(seeded, outcome):
    Filing.objects.filter(pk=seeded.filing.pk).update(state="closed", outcome=outcome, version=9)
    publishing.refresh([seeded.institution.pk])


def counted(day=TODAY):
    """The figures as kept, once they are seen to be what a recount of filings and entries says."""
    kept = figures.now(day)
    filed = {
        row.jurisdiction: figures.Filed(row.institutions, row.personnel, row.courses)
        for row in PublicFigures.objects.all()
    }
    assert {each.jurisdiction.code: each.filed for each in kept.by_province if each.filed.institutions} == filed
    for name, count in kept.by_list.items():
        assert Entry.objects.on_list(name, day).count() == count, name
    taught: dict[str, int] = {}
    for entry in Entry.objects.with_status(day).exclude(status=""):
        for subject in entry.subjects:
            taught[subject] = taught.get(subject, 0) + 1
    assert kept.by_subject == taught
    assert kept.moved_in == Entry.objects.filter(filed_on=None).count()
    return kept


def test_they_follow_every_change():
    assert counted().filed.institutions == 0
    first, second = seed.institution(), seed.institution("另一家", "上海另一家有限公司", jurisdiction="31", people=3)
    assert counted().filed == figures.Filed(2, 5, 4)
    publishing.refresh([first.institution.pk, second.institution.pk])
    assert counted().by_list["filed"] == 2
    put(first, "notice")
    put(first, "white", date(2020, 6, 8))
    assert (counted().by_list["notice"], counted(date(2020, 6, 8)).by_list["white"]) == (1, 1)
    close(second, "accepted")
    put(second, "white")
    put(second, "")
    assert counted().added_up.on_none == 1
    seed.another_version(second, "新版")
    assert counted().filed == figures.Filed(2, 5, 2)
    close(first, "withdrawn")
    assert counted().filed == figures.Filed(1, 3, 0)


def test_a_submission_that_falls_back_was_never_counted():
    with transaction.atomic():
        seed.institution()
        transaction.set_rollback(True)
    assert counted().filed.institutions == 0


def test_folding_and_counting_anew_change_no_figure():
    for number in range(3):
        put(seed.institution(f"第{number}家", f"北京第{number}家有限公司"), "white", date(2020, 5, 1 + number))
    later = seed.institution("后来", "北京后来有限公司")
    put(later, "notice", date(2020, 5, 20))
    put(later, "white", date(2020, 5, 27))
    before = counted()
    tallies.fold(TODAY)
    assert counted() == before
    tallies.fold(date(2020, 6, 20))
    assert counted() == before
    call_command("rebuild_entries", quiet=True)
    assert counted() == before
    put(later, "black")
    assert counted().by_list["black"] == 1


def test_a_folded_day_that_has_come_stands_for_good(on_day):
    seeded = seed.institution()
    put(seeded, "notice")
    put(seeded, "white", date(2020, 6, 8))
    on_day(date(2020, 6, 20))
    tallies.fold(date(2020, 6, 20))
    assert not Tally.objects.exclude(next_on=None).exists()
    assert counted(date(2020, 6, 20)).by_list["white"] == 1
    put(seeded, "black", date(2020, 6, 20))
    assert counted(date(2020, 6, 20)).by_list | {"black": 1} == counted(date(2020, 6, 20)).by_list


def test_what_is_read_does_not_grow_with_the_nation():
    def rows_read(institutions):
        for number in range(institutions):
            put(seed.institution(f"第{number}家", f"北京第{number}家有限公司"), "white")
        tallies.fold(TODAY)
        return Tally.objects.count()

    assert rows_read(1) == rows_read(5)
    with CaptureQueriesContext(connections["public"]) as queries:
        counted_now = figures.now(TODAY)
    assert counted_now.filed.institutions == 6
    assert len(queries) == 2
    read = " ".join(query["sql"] for query in queries)
    assert "register_entry" not in read and "institutions_" not in read and "public_figures" not in read


def test_a_page_reads_them_once(client):
    seed.institution()
    for address in ("/", "/figures/", "/api/v1/figures/"):
        with CaptureQueriesContext(connections["public"]) as queries:
            client.get(address)
        assert sum("register_tally" in query["sql"] for query in queries) == 1, address


@pytest.mark.django_db(transaction=True)
def test_submissions_do_not_wait_for_each_other(app_connection):
    seeded = seed.institution()
    other = seed.institution("另一家", "北京另一家有限公司")
    with transaction.atomic():
        close(other, "withdrawn")
        with app_connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
            cursor.execute(
                "UPDATE institutions_filing SET state = 'closed', outcome = 'withdrawn', version = 9 WHERE id = %s",
                [seeded.filing.pk],
            )
        assert figures.now(TODAY).filed.institutions == 1
    assert counted().filed.institutions == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_institution_counted_twice_at_once_counts_once(app_connection):
    seeded = seed.institution()
    with app_connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT register_count_filed(%s)", [[seeded.institution.pk]])
        with connection.cursor() as mine, pytest.raises(Exception, match="lock timeout"), transaction.atomic():
            mine.execute("SET LOCAL lock_timeout = '50ms'")
            mine.execute("SELECT register_count_filed(%s)", [[seeded.institution.pk]])
        cursor.execute("COMMIT")
    with connection.cursor() as mine:
        mine.execute("SELECT register_count_filed(%s)", [[seeded.institution.pk]])
    assert counted().filed == replace(figures.Filed(), institutions=1, personnel=2, courses=2)
