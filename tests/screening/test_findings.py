"""Verdicts: education confirms and dismisses, every department raises its own, only while the filing is reviewed."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from filing_platform import clock
from filing_platform.errors import BadInput, NotFound, Refused
from institutions.models import Dossier, FilingEvent
from screening import findings, running, wording
from screening.models import Finding, FindingStatus
from tests import factories
from tests.screening.situations import propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    dossier = factories.whole_dossier()
    dossier.platforms.update(eye_care=False)
    factories.submitted(dossier)
    running.screen(dossier)
    return dossier


@pytest.fixture
def finding(dossier: Dossier) -> Finding:
    return Finding.objects.get(dossier=dossier)


def test_it_works(finding: Finding):
    user = factories.officer()
    findings.confirm(finding, user)
    finding.refresh_from_db()
    assert (finding.status, finding.verdict_by, finding.verdict_at) == ("confirmed", user, clock.now())
    event = FilingEvent.objects.get(action="finding_confirmed")
    assert (event.actor, event.data["finding"], event.from_state) == (user, finding.pk, "submitted")


def test_a_rules_finding_says_what_by_which_rule_and_on_what_ground(finding: Finding):
    with override("en"):
        assert wording.sentence(finding) == "The platform does not remind pupils to rest their eyes."
        assert wording.heading(finding) == "Eye protection and parental control"
        assert wording.basis(finding) == "教基函〔2019〕8号 · appropriate duration"


def test_dismissing_asks_for_a_reason(finding: Finding):
    with pytest.raises(BadInput):
        findings.dismiss(finding, factories.officer(), "  ")
    findings.dismiss(finding, factories.officer(), "已在现场核实")
    finding.refresh_from_db()
    assert (finding.status, finding.verdict_reason) == ("dismissed", "已在现场核实")


def test_a_verdict_can_be_changed_while_nothing_is_proposed(finding: Finding):
    findings.confirm(finding, factories.officer())
    findings.dismiss(finding, factories.officer(), "误判")
    assert Finding.objects.get().status == FindingStatus.DISMISSED
    assert FilingEvent.objects.count() == 2


def test_a_verdict_given_twice_is_one_event(finding: Finding):
    user = factories.officer()
    findings.confirm(finding, user)
    findings.confirm(finding, user)
    assert FilingEvent.objects.count() == 1


def test_a_proposed_decision_holds_the_verdicts(dossier: Dossier, finding: Finding):
    propose(dossier)
    with pytest.raises(Refused) as refusal:
        findings.confirm(finding, factories.officer())
    assert refusal.value.code == "proposed"


@pytest.mark.parametrize(
    "who",
    [
        lambda: factories.officer("cyberspace"),
        lambda: factories.officer(jurisdiction="31"),
        factories.UserFactory,
        lambda: factories.PostFactory(role="provincial_administrator", jurisdiction_id="11", department_id=None).user,
        lambda: factories.PostFactory(role="observer", jurisdiction_id=None, department_id=None).user,
    ],
    ids=["another department", "another province", "no officer", "provincial administrator", "observer"],
)
def test_only_education_of_the_province_decides(finding: Finding, who):
    with pytest.raises(NotFound):
        findings.confirm(finding, who())
    assert Finding.objects.get().status == FindingStatus.CANDIDATE


def test_nothing_is_decided_while_the_institution_rectifies():
    dossier = factories.whole_dossier()
    dossier.platforms.update(eye_care=False)
    factories.rectifying(dossier)
    running.screen(dossier)
    with pytest.raises(Refused) as refusal:
        findings.confirm(Finding.objects.get(), factories.officer())
    assert refusal.value.code == "not_now"


def test_nothing_is_decided_on_an_older_version(finding: Finding, dossier: Dossier):
    newer = factories.DossierFactory(filing=dossier.filing, version=2)
    type(newer).objects.filter(pk=newer.pk).update(sealed_at=clock.now(), digest="0" * 64)
    with pytest.raises(Refused):
        findings.confirm(finding, factories.officer())


def test_a_department_raises_a_finding_of_its_own(dossier: Dossier):
    user = factories.officer("public_security")
    line = dossier.platforms.get().line
    finding = findings.raise_finding(dossier, user, "platforms", line, " 日志不全 ", "grave")
    assert (finding.department_id, finding.raised_by, finding.status) == ("public_security", user, "candidate")
    assert (finding.text, finding.severity, len(finding.row_digest)) == ("日志不全", "grave", 64)
    assert (wording.sentence(finding), wording.heading(finding), wording.basis(finding)) == ("日志不全", "", "")
    assert FilingEvent.objects.get(action="finding_raised").reason == "日志不全"


def test_a_finding_can_be_about_a_whole_section(dossier: Dossier):
    finding = findings.raise_finding(dossier, factories.officer(), "documents", None, "缺少资金管理办法")
    assert (finding.line, finding.row_digest) == (None, "")


def test_a_finding_is_about_something_that_is_there(dossier: Dossier):
    for section, line in (("platforms", uuid4()), ("courses", dossier.platforms.get().line), ("teachers", None)):
        with pytest.raises(NotFound):
            findings.raise_finding(dossier, factories.officer(), section, line, "x")


@pytest.mark.parametrize(("text", "severity"), [(" ", "serious"), ("x", "terrible")])
def test_a_finding_says_what_and_how_serious(dossier: Dossier, text: str, severity: str):
    with pytest.raises(BadInput):
        findings.raise_finding(dossier, factories.officer(), "platforms", None, text, severity)


def test_a_department_outside_the_programme_raises_nothing(dossier: Dossier):
    dossier.filing.programme.departments.filter(department="publications").delete()
    for user in (factories.officer("publications"), factories.UserFactory()):
        with pytest.raises(NotFound):
            findings.raise_finding(dossier, user, "platforms", None, "x")


def test_officers_of_the_province_see_findings_and_filers_do_not(finding: Finding, dossier: Dossier):
    filer = factories.MembershipFactory(institution=dossier.filing.institution).user
    assert list(Finding.objects.visible_to(factories.officer("cyberspace"))) == [finding]
    for user in (filer, factories.officer(jurisdiction="31"), factories.UserFactory()):
        assert not Finding.objects.visible_to(user).exists()


def test_what_is_only_to_be_noted_needs_no_verdict():
    dossier = factories.whole_dossier()
    dossier.platforms.update(icp_number="沪ICP备12345678号", staff_shown=False)
    running.screen(factories.submitted(dossier))
    assert set(Finding.objects.values_list("rule", flat=True)) == {"CROSS-PROVINCE", "STAFF-SHOWN"}
    assert [finding.rule for finding in findings.undecided(dossier)] == ["STAFF-SHOWN"]


def test_findings_are_counted_by_department_and_section(dossier: Dossier):
    user = factories.officer("cyberspace")
    findings.raise_finding(dossier, user, "platforms", None, "甲")
    findings.confirm(findings.raise_finding(dossier, user, "courses", None, "乙"), factories.officer())
    counted = Finding.objects.of_dossier(dossier)
    assert counted.by_department() == {"education": {"candidate": 1}, "cyberspace": {"candidate": 1, "confirmed": 1}}
    assert counted.by_section() == {"platforms": {"candidate": 2}, "courses": {"confirmed": 1}}
    assert [finding.text for finding in findings.confirmed(dossier)] == ["乙"]
    assert counted.worst_first().last().text == "乙"
