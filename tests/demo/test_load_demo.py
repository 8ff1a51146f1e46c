"""The loaded nation is what real filings would have left: counted, sealed, chained, decided by two."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management.base import OutputWrapper
from django.db.models import F

from accounts.models import User
from accounts.posts import education_officers
from demo.accounts import DEMO
from demo.loading import load
from demo.progress import Progress
from demo.sizes import COURSES, INSTITUTIONS, PEOPLE
from dossiers import completeness, sealing
from filing_platform import clock
from filing_platform.errors import Refused
from institutions import events, identifiers, numbering
from institutions.models import Decision, Dossier, Filing, Institution, Platform, Profile, State
from personnel import vault
from personnel.identifiers import certificate_problem, identity_problem
from personnel.models import Person
from rectification import deciding, departments, ministry
from rectification.models import MinistryReport, NoticeItem
from register.models import Entry, PublicFigures
from screening.models import Finding, FindingStatus
from tests.demo.conftest import SCALE

pytestmark = pytest.mark.django_db


def test_it_works(nation):
    figures = list(PublicFigures.objects.all())
    assert sum(row.institutions for row in figures) == round(INSTITUTIONS * SCALE)
    assert sum(row.personnel for row in figures) == round(PEOPLE * SCALE)
    assert sum(row.courses for row in figures) == round(COURSES * SCALE)


def test_the_clock_stands_at_the_first_morning(nation):
    assert clock.today() == date(2020, 6, 1)


def test_a_second_load_is_refused(nation):
    with pytest.raises(Refused):
        load(SCALE, Progress(OutputWrapper(StringIO())))


def test_the_provinces_reported_to_the_ministry_and_two_are_late(nation):
    assert MinistryReport.objects.values("jurisdiction").distinct().count() > 5
    late = {each.jurisdiction.pk for each in ministry.standings(clock.today()) if each.late}
    assert late <= {"44", "61"}


def test_every_state_and_list_is_there(nation):
    assert set(Filing.objects.values_list("state", flat=True)) == set(State.values)
    assert {"white", "gray", "black", "notice", "filed"} <= set(Entry.objects.values_list("list", flat=True))


def test_every_history_is_chained_and_ends_in_the_filings_state(nation):
    for filing in Filing.objects.all():
        assert events.broken_at(filing) is None
        assert filing.events.order_by("-seq").first().to_state == filing.state


def test_every_seal_can_be_recomputed(nation):
    for dossier in Dossier.objects.exclude(sealed_at=None):
        assert sealing.digest(dossier) == dossier.digest


def test_what_was_submitted_was_complete(nation):
    for dossier in Dossier.objects.exclude(sealed_at=None):
        assert completeness.is_complete(dossier), completeness.missing(dossier)


def test_numbers_are_right_in_form(nation):
    assert all(numbering.is_number(filing.number) for filing in Filing.objects.all())
    assert not any(identifiers.credit_code_problem(i.credit_code) for i in Institution.objects.all())
    for profile in Profile.objects.exclude(contact_phone=""):
        assert not identifiers.phone_problem(profile.contact_phone)
    for platform in Platform.objects.all():
        assert not platform.icp_number or not identifiers.icp_problem(platform.icp_number)
        assert not platform.mlps_number or not identifiers.mlps_problem(platform.mlps_number)
        assert not platform.telecom_licence or not identifiers.telecom_licence_problem(platform.telecom_licence)


def test_people_have_numbers_that_are_right_in_form_and_that_nobody_has(nation):
    people = list(Person.objects.select_related("identity").order_by("?")[:300])
    for person in people:
        number = vault.open_identity(person.identity)
        assert not identity_problem(person.identity_kind, number)
        assert person.identity_kind != "resident" or number[2:6] == "0000"
        assert not person.certificate_number or not certificate_problem(person.certificate_number, clock.today())


def test_the_rules_found_what_was_planted(nation):
    found = Counter(Finding.objects.filter(status=FindingStatus.CONFIRMED).values_list("rule", flat=True))
    assert len([rule for rule in found if rule]) >= 8
    assert Finding.objects.filter(status=FindingStatus.CANDIDATE).exists()


def test_nothing_was_accepted_against_the_rules(nation):
    accepted = Filing.objects.filter(outcome="accepted")
    assert accepted.exists()
    for filing in accepted:
        current = filing.dossiers.exclude(sealed_at=None).order_by("-version").first()
        assert not current.findings.exclude(status=FindingStatus.DISMISSED).exists()
        assert all(hearing.is_settled for hearing in departments.hearings(current, clock.today()))


def test_every_notice_has_items_and_its_running_version(nation):
    for filing in Filing.objects.filter(state=State.RECTIFYING):
        assert NoticeItem.objects.filter(notice__filing=filing).exists()
        assert filing.dossiers.filter(sealed_at=None).count() == 1
        assert filing.deadline is not None


def test_two_people_decided(nation):
    decided = Decision.objects.filter(state__in=["confirmed", "returned"])
    assert decided.exists()
    assert not decided.filter(decided_by=F("proposed_by")).exists()


def test_what_waits_for_the_second_officer_can_be_confirmed(nation):
    waiting = Decision.objects.filter(state="proposed", filing__isnull=False)
    assert waiting.exists()
    for decision in waiting:
        second = next(
            officer
            for officer in education_officers(decision.filing.jurisdiction_id)
            if officer.pk != decision.proposed_by_id
        )
        if decision.statement_until and decision.statement_until >= clock.today():
            with pytest.raises(Refused):
                deciding.confirm(decision, second)
        else:
            assert deciding.confirm(decision, second).state == "confirmed"


def test_demo_accounts_can_sign_in(nation):
    for account in DEMO:
        user = User.objects.get(username=account.username)
        assert user.email == f"{account.username}@demo.invalid"
        assert user.has_usable_password()


def test_filer_has_three_items_of_which_one_is_answered(nation):
    filing = Filing.objects.get(institution__memberships__user__username="filer")
    items = NoticeItem.objects.filter(notice__filing=filing)
    assert (filing.state, filing.deadline) == (State.RECTIFYING, date(2020, 6, 30))
    assert (items.count(), items.exclude(response=None).count()) == (3, 1)


def test_filer2_has_a_draft_and_a_white_institution(nation):
    institutions = Institution.objects.filter(memberships__user__username="filer2")
    assert {i.filings.get().state for i in institutions} == {State.DRAFT, State.CLOSED}
    assert Entry.objects.get(institution__in=institutions).list == "white"
