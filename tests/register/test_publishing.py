"""What a list change does to where an institution stands, on any day."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from register import proofs, publishing
from register.models import Entry, ListChange
from tests.register import seed
from tests.register.conftest import TODAY

pytestmark = pytest.mark.django_db


def entry(seeded):
    return Entry.objects.get(institution=seeded.institution)


def put(seeded, name, reason="", effective_on=None, kind="accept", supersedes=None):
    return publishing.record(
        seed.decision(seeded, kind),
        seeded.institution,
        list=name,
        effective_on=effective_on or TODAY,
        dossier=seeded.dossier,
        reason=reason,
        supersedes=supersedes,
    )


def test_public_notice_turns_white_on_its_day(on_day):
    seeded = seed.institution()
    notice, white = publishing.start_public_notice(
        seed.decision(seeded), seeded.institution, seeded.dossier, "材料符合规定", 7
    )
    assert (notice.list, notice.effective_on) == ("notice", TODAY)
    assert (white.list, white.effective_on) == ("white", date(2020, 6, 8))
    assert publishing.standing(seeded.institution, date(2020, 6, 7)).list == "notice"
    on_day(date(2020, 6, 8))
    assert publishing.standing(seeded.institution).list == "white"
    assert publishing.standing(seeded.institution).since == date(2020, 6, 8)


def test_entry_holds_what_comes_next():
    seeded = seed.institution()
    publishing.start_public_notice(seed.decision(seeded), seeded.institution, seeded.dossier, "", 7)
    shown = entry(seeded)
    assert (shown.list, shown.since, shown.next_list, shown.next_on) == ("notice", TODAY, "white", date(2020, 6, 8))
    assert shown.dossier == seeded.dossier
    assert (shown.person_count, shown.course_count) == (2, 2)
    assert (shown.subjects, shown.grades) == (["english", "mathematics"], [5])


def test_suspension_takes_the_white_that_was_to_come_away(on_day):
    seeded = seed.institution()
    _, white = publishing.start_public_notice(seed.decision(seeded), seeded.institution, seeded.dossier, "", 7)
    on_day(date(2020, 6, 3))
    put(seeded, "", "异议成立", date(2020, 6, 3), kind="suspend_entry", supersedes=white)
    on_day(date(2020, 6, 20))
    assert publishing.standing(seeded.institution).list == ""
    assert publishing.is_listed(seeded.institution)
    # What was known on 2 June stays what was known then.
    assert publishing.standing(seeded.institution, date(2020, 6, 2)).next_list == "white"
    assert publishing.standing(seeded.institution, date(2020, 6, 3)).next_on is None


def test_ended_entry_is_no_longer_listed():
    seeded = seed.institution()
    put(seeded, "white")
    put(seeded, "", "停止办学", kind="end_entry")
    assert not publishing.is_listed(seeded.institution)


def test_a_day_before_anything_was_recorded_shows_nothing():
    seeded = seed.institution()
    put(seeded, "white", effective_on=date(2020, 1, 1))
    assert publishing.standing(seeded.institution, date(2020, 5, 31)).list == ""
    assert publishing.standing(seeded.institution, TODAY).list == "white"


def test_corrected_change_is_superseded_from_the_day_of_the_correction(on_day):
    seeded = seed.institution()
    wrong = put(seeded, "black", "误列")
    on_day(date(2020, 6, 5))
    publishing.record(
        seed.decision(seeded, "correct_entry"),
        seeded.institution,
        list="gray",
        effective_on=TODAY,
        dossier=seeded.dossier,
        reason="更正",
        supersedes=wrong,
    )
    assert publishing.standing(seeded.institution, date(2020, 6, 4)).list == "black"
    assert publishing.standing(seeded.institution, date(2020, 6, 5)).list == "gray"
    assert publishing.standing(seeded.institution, date(2020, 6, 5)).since == TODAY


def test_new_dossier_goes_on_without_a_new_start(on_day):
    seeded = seed.institution()
    put(seeded, "white")
    on_day(date(2020, 6, 20))
    newer = seed.another_version(seeded, "青禾新课堂")
    publishing.record(
        seed.decision(seeded),
        seeded.institution,
        list="white",
        effective_on=date(2020, 6, 20),
        dossier=newer,
        reason="变更备案",
    )
    shown = entry(seeded)
    assert (shown.list, shown.since, shown.brand, shown.dossier) == ("white", TODAY, "青禾新课堂", newer)
    assert publishing.published_dossier(seeded.institution) == newer


def test_filed_institution_is_shown_without_its_dossier():
    seeded = seed.institution()
    publishing.refresh([seeded.institution.pk])
    shown = entry(seeded)
    assert (shown.list, shown.since, shown.dossier) == ("filed", date(2019, 10, 20), None)


def test_province_can_keep_filed_institutions_to_itself():
    seeded = seed.institution()
    type(seeded.filing.programme).objects.update(publishes_filed=False)
    publishing.refresh([seeded.institution.pk])
    assert not Entry.objects.exists()


def test_draft_is_not_shown():
    seeded = seed.institution(submitted=None)
    publishing.refresh([seeded.institution.pk])
    assert not Entry.objects.exists()


def test_taken_back_filing_disappears():
    seeded = seed.institution()
    publishing.refresh([seeded.institution.pk])
    seeded.filing.state, seeded.filing.version = "draft", 2
    seeded.filing.save()
    publishing.refresh([seeded.institution.pk])
    assert not Entry.objects.exists()


def test_leaf_can_be_recomputed_by_a_stranger():
    seeded = seed.institution()
    change = put(seeded, "gray", "教师资格不符 3 人，“引号”")
    line = (
        f'{{"credit_code":"{seeded.institution.credit_code}","dossier_digest":"{seeded.dossier.digest}",'
        f'"effective_on":"2020-06-01","list":"gray","reason":"教师资格不符 3 人，“引号”",'
        f'"recorded_at":"2020-06-01T02:00:00.000000Z","seq":{change.seq},"supersedes":null}}'
    )
    assert change.leaf == hashlib.sha256(b"\x00" + line.encode()).hexdigest()
    assert change.leaf == proofs.leaf(line)


def test_reason_is_kept_to_the_letter():
    seeded = seed.institution()
    for reason in ("\\N", "", 'a "quoted", line\nand\ttab'):
        assert put(seeded, "gray", reason).reason == reason


def test_changes_are_never_altered():
    seeded = seed.institution()
    change = put(seeded, "gray")
    with pytest.raises(DatabaseError), transaction.atomic():
        ListChange.objects.filter(pk=change.pk).update(list="white")
    with pytest.raises(DatabaseError), transaction.atomic():
        ListChange.objects.filter(pk=change.pk).delete()


def test_many_changes_at_once_keep_their_order_and_what_they_supersede():
    seeded = seed.institution()
    of = seed.decision(seeded)
    notice, white, gone = (
        publishing.NewChange(seeded.institution.pk, name, TODAY + timedelta(days=days), seed.at(TODAY), of.pk)
        for name, days in (("notice", 0), ("white", 7), ("", 3))
    )
    gone.supersedes = white
    seqs = publishing.record_many([notice, white, gone])
    assert seqs == sorted(seqs)
    assert ListChange.objects.get(list="").supersedes.list == "white"
    assert publishing.standing(seeded.institution, date(2020, 6, 30)).list == ""


def test_rebuilding_all_is_a_few_statements(django_assert_max_num_queries):
    for number in range(5):
        put(seed.institution(f"品牌{number}"), "white")
    Entry.objects.all().delete()
    ids = list(ListChange.objects.values_list("institution_id", flat=True))
    with django_assert_max_num_queries(8):
        assert publishing.refresh(ids) == 5
    assert Entry.objects.count() == 5


def test_measure_is_shown_once_with_its_newest_status():
    seeded = seed.institution()
    for status in ("ordered", "carried_out"):
        shown = publishing.show_measure(
            measure_id=7,
            institution=seeded.institution,
            kind="remove_app",
            status=status,
            department="cyberspace",
            ordered_on=TODAY,
            status_on=TODAY,
        )
    assert seeded.institution.public_measures.get() == shown
    assert shown.status == "carried_out"
