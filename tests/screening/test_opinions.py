"""Each department of the programme says what it thinks of the current version."""

import pytest

from filing_platform import clock
from filing_platform.errors import BadInput, NotFound, Refused
from institutions.models import Dossier, FilingEvent
from screening import findings, opinions
from screening.models import Opinion
from tests import factories
from tests.screening.situations import propose, resubmit

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    return factories.submitted(factories.whole_dossier())


def test_it_works(dossier: Dossier):
    user = factories.officer("cyberspace")
    opinion = opinions.give(dossier, user, "no_objection", "材料齐全")
    assert (opinion.department_id, opinion.revision, opinion.given_by) == ("cyberspace", 1, user)
    assert opinion.given_at == clock.now()
    assert opinions.latest(dossier) == {"cyberspace": opinion}
    event = FilingEvent.objects.get(action="opinion_given")
    assert event.data == {"department": "cyberspace", "verdict": "no_objection", "revision": 1}


def test_a_revision_stands_in_place_of_the_first(dossier: Dossier):
    user = factories.officer("cyberspace")
    opinions.give(dossier, user, "no_objection")
    findings.raise_finding(dossier, user, "platforms", None, "日志不全")
    revised = opinions.give(dossier, user, "problems_found")
    assert revised.revision == 2
    assert opinions.latest(dossier) == {"cyberspace": revised}
    assert Opinion.objects.count() == 2


def test_problems_found_needs_a_finding_of_the_department(dossier: Dossier):
    findings.raise_finding(dossier, factories.officer("public_security"), "platforms", None, "日志不全")
    with pytest.raises(Refused) as refusal:
        opinions.give(dossier, factories.officer("cyberspace"), "problems_found")
    assert refusal.value.code == "no_finding"


def test_a_dismissed_finding_is_no_problem(dossier: Dossier):
    user = factories.officer("cyberspace")
    finding = findings.raise_finding(dossier, user, "platforms", None, "日志不全")
    findings.dismiss(finding, factories.officer(), "日志齐全")
    with pytest.raises(Refused):
        opinions.give(dossier, user, "problems_found")


def test_a_verdict_is_one_of_the_two(dossier: Dossier):
    with pytest.raises(BadInput):
        opinions.give(dossier, factories.officer("cyberspace"), "perhaps")


@pytest.mark.parametrize(
    "who",
    [lambda: factories.officer("cyberspace", jurisdiction="31"), factories.UserFactory],
    ids=["another province", "no officer"],
)
def test_only_departments_of_the_province_give_one(dossier: Dossier, who):
    with pytest.raises(NotFound):
        opinions.give(dossier, who(), "no_objection")


def test_a_department_outside_the_programme_gives_none(dossier: Dossier):
    dossier.filing.programme.departments.filter(department="cyberspace").delete()
    with pytest.raises(NotFound):
        opinions.give(dossier, factories.officer("cyberspace"), "no_objection")


def test_opinions_are_given_only_while_submitted():
    dossier = factories.flagged(factories.whole_dossier())
    with pytest.raises(Refused):
        opinions.give(dossier, factories.officer("cyberspace"), "no_objection")


def test_a_proposed_decision_holds_the_opinions(dossier: Dossier):
    propose(dossier)
    with pytest.raises(Refused):
        opinions.give(dossier, factories.officer("cyberspace"), "no_objection")


def test_an_opinion_on_an_older_version_is_outdated(dossier: Dossier):
    cyberspace, security = factories.officer("cyberspace"), factories.officer("public_security")
    given = opinions.give(dossier, cyberspace, "no_objection")
    opinions.give(dossier, security, "no_objection")
    newer = resubmit(dossier)
    opinions.give(newer, security, "no_objection")
    assert list(opinions.latest(newer)) == ["public_security"]
    assert opinions.outdated(newer) == {"cyberspace": given}


def test_one_query_answers_for_many_dossiers(django_assert_num_queries):
    for _ in range(3):
        dossier = factories.submitted(factories.whole_dossier())
        opinions.give(dossier, factories.officer("cyberspace"), "no_objection")
        opinions.give(dossier, factories.officer("publications"), "no_objection")
    with django_assert_num_queries(1):
        assert len(Opinion.objects.newest()) == 6
