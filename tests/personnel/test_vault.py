"""The vault: what is stored of an identity number, who may read it again."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection

from accounts.models import Post, User
from filing_platform import clock
from filing_platform.errors import NotFound, Refused
from institutions.models import FilingEvent
from personnel import vault
from personnel.models import Identity, Person
from tests.personnel.people import filer_with_draft, identity_number

pytestmark = pytest.mark.django_db


def numbers(count: int, start: int = 0) -> list[tuple[str, str]]:
    return [("resident", identity_number(start + place)) for place in range(count)]


def test_it_works():
    stored = vault.store(numbers(3))
    identity = Identity.objects.get(pk=stored[1].identity_id)
    assert stored[1].masked == f"{identity_number(1)[:6]}********{identity_number(1)[-4:]}"
    assert vault.open_identity(identity) == identity_number(1)
    assert stored[1].commitment == hashlib.sha256(bytes(identity.salt) + identity_number(1).encode()).hexdigest()
    assert bytes(identity.look_up) == vault.look_up_hash("resident", identity_number(1))


def test_the_number_itself_is_nowhere_in_the_row():
    vault.store(numbers(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT personnel_identity::text, encode(ciphertext, 'escape') FROM personnel_identity")
        assert all(identity_number(0) not in column for column in cursor.fetchone())


def test_the_same_number_is_stored_once_however_it_is_typed():
    first = vault.store([("resident", "44000019921231008X")])
    again = vault.store([("passport", "E12345678"), ("resident", "４４００００１９９２１２３１００８ｘ")] * 2)
    assert first[0] == again[1] == again[3]
    assert Identity.objects.count() == 2


def test_a_kind_is_part_of_the_look_up():
    assert vault.look_up_hash("passport", "12345678") != vault.look_up_hash("taiwan", "12345678")


def test_many_are_stored_in_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        stored = vault.store(numbers(12_000))
    assert len({one.identity_id for one in stored}) == 12_000
    assert vault.open_identity(Identity.objects.get(pk=stored[-1].identity_id)) == identity_number(11_999)


def test_two_encryptions_of_one_number_differ():
    one, other = vault.seal_numbers(numbers(1)), vault.seal_numbers(numbers(1))
    assert one[0].ciphertext != other[0].ciphertext
    assert one[0].look_up == other[0].look_up


def test_an_erased_number_cannot_be_read_until_it_is_filed_again():
    stored = vault.store(numbers(1))
    Identity.objects.update(ciphertext=None, erased_at=clock.now())
    with pytest.raises(Refused):
        vault.open_identity(Identity.objects.get())
    assert vault.store(numbers(1)) == stored
    assert vault.open_identity(Identity.objects.get()) == identity_number(0)


def test_another_key_opens_nothing(settings):
    vault.store(numbers(1))
    settings.PII_KEY = "another"
    with pytest.raises(Refused):
        vault.open_identity(Identity.objects.get())


def _person() -> Person:
    dossier = filer_with_draft()
    stored = vault.store(numbers(1))[0]
    return Person.objects.create(
        dossier=dossier,
        name="李明",
        identity_kind="resident",
        identity_id=stored.identity_id,
        identity_masked=stored.masked,
        identity_commitment=stored.commitment,
        role="teacher",
    )


def _officer(role: str, department: str, jurisdiction: str = "11") -> User:
    user = User.objects.create_user(f"{department}{jurisdiction}", f"{department}@demo.invalid")
    Post.objects.create(
        user=user, role=role, department_id=department, jurisdiction_id=jurisdiction, valid_from="2019-01-01"
    )
    return user


def test_an_education_officers_look_is_an_event():
    person = _person()
    officer = _officer("education_officer", "education")
    assert vault.reveal(person, officer, "compare with the card") == identity_number(0)
    event = FilingEvent.objects.get()
    assert (event.action, event.actor, event.reason) == ("reveal", officer, "compare with the card")
    assert identity_number(0) not in str(event.data)


def test_nobody_else_may_look():
    person = _person()
    for user in (
        _officer("department_officer", "public_security"),
        _officer("education_officer", "education", "31"),
        User.objects.get(username="filer"),
    ):
        with pytest.raises(NotFound):
            vault.reveal(person, user, "curious")
    assert not FilingEvent.objects.exists()


def test_a_look_needs_a_reason():
    with pytest.raises(Refused):
        vault.reveal(_person(), _officer("education_officer", "education"), " ")
