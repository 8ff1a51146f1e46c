"""A sealed dossier never changes, whoever tries and however; its digest can be recomputed by a stranger."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from uuid import uuid4

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from courses.models import Course, CourseTeacher, Lesson
from dossiers import copying, sealing
from dossiers.difference import difference
from filing_platform.errors import Conflict
from institutions.editing import editable_dossier
from institutions.models import Commitment, Dossier, DossierDocument, Filing, Platform, Profile
from personnel.models import Person
from tests.rectification.world import build_world, draft

ROWS = [Profile, Platform, DossierDocument, Person, Course, Lesson, CourseTeacher, Commitment]


@pytest.fixture
def filing(db: None) -> Filing:
    return draft(build_world())


@pytest.fixture
def sealed(filing: Filing) -> Dossier:
    dossier = editable_dossier(filing)
    sealing.seal(dossier)
    return dossier


def refused(act: object) -> bool:
    try:
        with transaction.atomic():
            act()  # type: ignore[operator]
    except (IntegrityError, psycopg2.IntegrityError) as error:
        return "sealed" in str(error)
    return False


@pytest.mark.parametrize("model", ROWS)
def test_no_row_is_changed_by_save_update_or_bulk_update(sealed: Dossier, model: type) -> None:
    row = model.objects.get(dossier=sealed) if model is not DossierDocument else sealed.documents.first()
    assert refused(row.save)
    assert refused(lambda: model.objects.filter(pk=row.pk).update(line=row.line))
    assert refused(lambda: model.objects.bulk_update([row], ["line"]))
    assert refused(row.delete)
    assert refused(lambda: model.objects.filter(pk=row.pk).delete())


@pytest.mark.parametrize("model", ROWS)
def test_no_row_is_changed_or_added_by_raw_sql(sealed: Dossier, model: type) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    columns = ", ".join(
        field.column
        for field in model._meta.concrete_fields
        if field.column not in ("id", "line")  # type: ignore[attr-defined]
    )

    def run(statement: str) -> object:
        return lambda: connection.cursor().execute(statement, [sealed.pk])

    assert refused(run(f"UPDATE {table} SET line = gen_random_uuid() WHERE dossier_id = %s"))
    assert refused(run(f"DELETE FROM {table} WHERE dossier_id = %s"))
    if model not in (Profile, Commitment, CourseTeacher):
        assert refused(
            run(
                f"INSERT INTO {table} (line, {columns})"
                f" SELECT gen_random_uuid(), {columns} FROM {table} WHERE dossier_id = %s"
            )
        )


def test_no_row_is_added_by_copy(sealed: Dossier) -> None:
    def copy() -> None:
        line = f"{sealed.pk}\t{'0' * 8}-0000-4000-8000-{'0' * 12}\t1\twebsite\tx\t\t\t\t\t\t\t\t\t\t\n"
        with connection.cursor() as cursor:
            cursor.copy_expert(
                "COPY institutions_platform (dossier_id, line, position, kind, name, address, icp_number,"
                " telecom_licence, mlps_number, server_location, fees_url, complaint_url, agreement_url,"
                " description) FROM STDIN",
                io.StringIO(line[:-2] + "\n"),
            )

    assert refused(copy)


def test_the_dossier_row_itself_is_frozen(sealed: Dossier) -> None:
    assert refused(lambda: Dossier.objects.filter(pk=sealed.pk).update(digest="0" * 64))
    assert refused(lambda: Dossier.objects.filter(pk=sealed.pk).update(sealed_at=None, digest=""))
    assert refused(sealed.save)
    assert refused(lambda: connection.cursor().execute("DELETE FROM institutions_dossier WHERE id = %s", [sealed.pk]))


def test_a_row_cannot_be_moved_out_of_a_sealed_dossier_or_into_it(sealed: Dossier, filing: Filing) -> None:
    copy = copying.copy_into(filing, sealed)
    assert refused(
        lambda: DossierDocument.objects.filter(dossier=sealed, position=0).update(dossier=copy, line=uuid4())
    )
    assert refused(
        lambda: DossierDocument.objects.filter(dossier=copy, position=0).update(dossier=sealed, line=uuid4())
    )


def test_the_triggers_cannot_be_switched_off_by_a_setting(sealed: Dossier) -> None:
    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(tgname, ',') FROM pg_trigger WHERE tgrelid = 'institutions_platform'::regclass"
            )
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + cursor.fetchone()[0] + "}"])
        Platform.objects.filter(dossier=sealed).update(name="other")

    assert refused(change)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_no_row_slips_in_from_a_second_session_while_the_first_one_seals() -> None:
    filing = draft(build_world())
    dossier = editable_dossier(filing)
    inserted: list[bool] = []

    def second_session() -> None:
        try:
            Platform.objects.create(dossier_id=dossier.pk, kind="app", name="late", address="x")
            inserted.append(True)
        except IntegrityError:
            inserted.append(False)
        finally:
            connection.close()

    thread = threading.Thread(target=second_session)
    with transaction.atomic():
        sealing.seal(dossier)
        thread.start()
        # It waits for the lock: nothing is decided while the seal is not committed.
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert inserted == [False]
    assert Platform.objects.filter(dossier=dossier).count() == dossier.platform_count == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_sealing_waits_for_a_row_that_a_second_session_is_writing() -> None:
    filing = draft(build_world())
    dossier = editable_dossier(filing)
    digests: list[str] = []

    def second_session() -> None:
        digests.append(sealing.seal(Dossier.objects.get(pk=dossier.pk)))
        connection.close()

    thread = threading.Thread(target=second_session)
    with transaction.atomic():
        Platform.objects.create(dossier=dossier, kind="app", name="in time", address="x")
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    dossier.refresh_from_db()
    assert dossier.platform_count == 2
    assert digests == [sealing.digest(dossier)]


def test_a_second_seal_is_refused(sealed: Dossier) -> None:
    with pytest.raises(Conflict):
        sealing.seal(sealed)


def test_a_copy_has_the_same_digest_and_no_difference(sealed: Dossier, filing: Filing) -> None:
    copy = copying.copy_into(filing, sealed)
    assert sealing.digest(copy) == sealed.digest
    assert not any(item.difference.any for item in difference(sealed, copy))


def test_the_digest_tells_every_change(sealed: Dossier, filing: Filing) -> None:
    copy = copying.copy_into(filing, sealed)
    seen = {sealed.digest}
    Person.objects.filter(dossier=copy).update(in_service=True)
    seen.add(sealing.digest(copy))
    Lesson.objects.filter(dossier=copy).update(weekday=3)
    seen.add(sealing.digest(copy))
    CourseTeacher.objects.filter(dossier=copy).delete()
    seen.add(sealing.digest(copy))
    assert len(seen) == 4
    changed = {item.section.name: item.difference for item in difference(sealed, copy) if item.difference.any}
    assert changed["personnel"].changed == 1
    assert changed["courses"].changed == 1


def test_a_stranger_recomputes_the_digest_from_the_documented_rows(sealed: Dossier) -> None:
    lines = ["dossier-digest 1"]
    for table in sealing.TABLES:
        with connection.cursor() as cursor:
            cursor.execute(table.canonical(), {"dossiers": [sealed.pk]})
            rows = sorted((str(line), json.loads(row)) for _dossier, _owner, line, row in cursor.fetchall())
        text = "\n".join(json.dumps(row, ensure_ascii=False) for _line, row in rows)
        lines.append(f"{table.name} {len(rows)} {hashlib.sha256(text.encode()).hexdigest()}")
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == sealed.digest


def test_verify_dossier_recomputes_every_version(sealed: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_dossier", sealed.filing.number)
    out = capsys.readouterr().out
    assert "ok     version 1" in out and "ok     events" in out


def test_verify_dossier_says_when_there_is_no_such_filing(db: None) -> None:
    with pytest.raises(CommandError, match="no filing"):
        call_command("verify_dossier", "1120200000011")


def test_a_row_cannot_point_into_another_dossier(filing: Filing, world_two: Dossier) -> None:
    course = Course.objects.get(dossier__filing=filing)
    other = Platform.objects.create(dossier=world_two, kind="app", name="x", address="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(platform=other)


@pytest.fixture
def world_two(filing: Filing) -> Dossier:
    """Another version's dossier of the same filing."""
    dossier = editable_dossier(filing)
    sealing.seal(dossier)
    copy = copying.copy_into(filing, dossier)
    Course.objects.filter(dossier=copy).delete()
    return copy
