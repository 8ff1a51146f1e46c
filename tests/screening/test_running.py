"""Running the rules: one dossier or all, again, on the next version, with a programme's own limits."""

from datetime import date, time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Programme
from courses.models import Lesson
from filing_platform.errors import Refused
from institutions.models import Dossier
from jobs import running as jobs
from jobs.models import Job, JobState
from screening import findings, running
from screening.models import Finding, FindingStatus, RuleSetting, Screening
from screening.rules import RULES
from tests import factories
from tests.screening.situations import late, resubmit

pytestmark = pytest.mark.django_db


def setting(rule: str = "LIVE-END", jurisdiction: str = "11", **values: object) -> None:
    programme = Programme.objects.get(jurisdiction=jurisdiction)
    RuleSetting.objects.create(**{"rule": rule, "programme": programme, "effective_from": date(2020, 1, 1)} | values)


def test_it_works():
    dossier = factories.submitted(late())
    assert running.screen(dossier) == 1
    finding = Finding.objects.get()
    assert (finding.rule, finding.section, finding.line) == ("LIVE-END", "courses", dossier.courses.get().line)
    assert (finding.status, finding.severity, finding.department_id) == ("candidate", "serious", "education")
    assert finding.evidence["lessons"] == [{"weekday": 3, "starts": "20:50", "ends": "21:20"}]
    assert len(finding.row_digest) == 64
    assert Screening.objects.get().findings == 1


def test_a_dossier_in_order_is_screened_and_nothing_is_found():
    dossier = factories.submitted(factories.whole_dossier())
    assert running.screen(dossier) == 0
    assert running.is_screened(dossier)


def test_an_unsealed_dossier_is_refused():
    with pytest.raises(Refused):
        running.screen(late())


def test_running_again_adds_nothing_and_keeps_verdicts():
    dossier = factories.submitted(late())
    running.screen(dossier)
    findings.dismiss(Finding.objects.get(), factories.officer(), "录播后放映")
    assert running.screen(dossier) == 0
    assert Finding.objects.get().status == FindingStatus.DISMISSED


def test_the_nation_is_screened_as_each_dossier_is():
    shared = factories.IdentityFactory()
    dossiers = [late(), factories.whole_dossier(), late()]
    for dossier in dossiers[1:]:
        dossier.people.update(identity=shared)
    for dossier in dossiers:
        factories.submitted(dossier)
        running.screen(dossier)
    rows = ("dossier", "rule", "section", "line", "row_digest", "evidence")
    # The first of the two that share a person was screened before the second was there.
    running.screen(dossiers[1])
    one_by_one = list(Finding.objects.order_by(*rows[:4]).values_list(*rows))
    Finding.objects.all().delete()
    assert running.screen_all() == len(one_by_one) == 4
    assert list(Finding.objects.order_by(*rows[:4]).values_list(*rows)) == one_by_one


def test_the_nation_is_the_latest_submitted_version_of_each_institution():
    old = factories.submitted(late())
    new = resubmit(old)
    factories.submitted(late())
    late()  # still a draft
    running.screen_all()
    assert set(Screening.objects.values_list("dossier", flat=True)) == set(
        Dossier.objects.filter(sealed_at__isnull=False).exclude(pk=old.pk).values_list("pk", flat=True)
    )
    assert Screening.objects.filter(dossier=new).exists()


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    dossiers = [factories.submitted(late()) for _ in range(5)]
    with django_assert_max_num_queries(len(RULES) + 9):
        running.screen_many([dossier.pk for dossier in dossiers])
    assert Finding.objects.count() == 5


def test_a_person_filed_by_two_institutions_is_found_with_both():
    shared = factories.IdentityFactory()
    first, second = factories.whole_dossier(), factories.whole_dossier()
    for dossier in (first, second):
        dossier.people.update(identity=shared)
        factories.submitted(dossier)
    running.screen_all()
    evidence = {finding.dossier_id: finding.evidence for finding in Finding.objects.all()}
    assert evidence[first.pk]["institutions"] == [second.filing.institution.name]
    assert evidence[second.pk] == {
        "keys": ["identity"],
        "twice_here": False,
        "institutions": [first.filing.institution.name],
    }


def test_versions_of_one_institution_do_not_count_as_several():
    running.screen(resubmit(factories.submitted(factories.whole_dossier())))
    assert not Finding.objects.exists()


def test_a_preview_stores_nothing_and_does_not_tell_who_else_filed_a_person():
    shared = factories.IdentityFactory()
    other = factories.whole_dossier()
    other.people.update(identity=shared)
    factories.submitted(other)
    draft = late()
    draft.people.update(identity=shared)
    assert [candidate.rule.number for candidate in running.preview(draft)] == ["LIVE-END"]
    assert not Finding.objects.exists()
    assert not Screening.objects.exists()


def test_a_dismissal_holds_for_the_next_version_when_nothing_changed(on_day):
    officer = factories.officer()
    first = factories.submitted(late())
    running.screen(first)
    findings.dismiss(Finding.objects.get(), officer, "学生在境外")
    assert not Finding.objects.get().is_carried_over
    on_day(date(2020, 6, 2))
    second = resubmit(first)
    running.screen(second)
    carried = Finding.objects.get(dossier=second)
    assert carried.is_carried_over
    assert (carried.status, carried.verdict_by, carried.verdict_reason) == ("dismissed", officer, "学生在境外")


@pytest.mark.parametrize(
    "change",
    [
        lambda dossier: dossier.lessons.update(ends=time(21, 21)),
        lambda dossier: dossier.courses.update(name="另一门课"),
        lambda dossier: factories.CourseTeacherFactory(course=dossier.courses.get()),
    ],
    ids=["what the rule saw", "its row", "a row that is part of it"],
)
def test_a_dismissal_does_not_hold_when_the_thing_changed(change):
    first = factories.submitted(late())
    running.screen(first)
    findings.dismiss(Finding.objects.get(), factories.officer(), "学生在境外")
    second = resubmit(first, change)
    running.screen(second)
    assert Finding.objects.get(dossier=second).status == FindingStatus.CANDIDATE


def test_a_confirmed_finding_is_a_candidate_again_on_the_next_version():
    first = factories.submitted(late())
    running.screen(first)
    findings.confirm(Finding.objects.get(), factories.officer())
    second = resubmit(first)
    running.screen(second)
    assert Finding.objects.get(dossier=second).status == FindingStatus.CANDIDATE


def test_a_programme_has_its_own_limit_and_the_nation_keeps_its():
    setting(limits={"latest": "21:30"})
    beijing = factories.submitted(late())
    elsewhere = factories.submitted(late(filing__institution__jurisdiction_id="31", filing__institution__name="沪"))
    running.screen_all()
    assert Finding.objects.filter(dossier=beijing, rule="LIVE-END").count() == 0
    assert Finding.objects.filter(dossier=elsewhere, rule="LIVE-END").count() == 1


def test_a_programme_changes_one_limit_and_inherits_the_rest():
    setting("RETENTION", limits={"logs": 24})
    dossier = factories.whole_dossier()
    dossier.platforms.update(content_months=11)
    (candidate,) = running.preview(dossier)
    assert candidate.evidence["short"] == [
        {"what": "content", "months": 11, "limit": 12},
        {"what": "logs", "months": 12, "limit": 24},
    ]


def test_a_programme_adds_words_to_the_nations():
    setting("BANNED-CONTENT", words=["奥数"])
    dossier = factories.whole_dossier()
    dossier.courses.update(introduction="奥数与抽奖")
    (candidate,) = running.preview(dossier)
    assert candidate.evidence["words"] == ["奥数", "抽奖"]


def test_a_programme_can_switch_a_rule_off():
    setting(enabled=False)
    assert running.preview(late()) == []


def test_a_setting_holds_from_its_day(on_day):
    setting(limits={"latest": "21:30"}, effective_from=date(2020, 6, 2))
    dossier = late()
    assert len(running.preview(dossier)) == 1
    on_day(date(2020, 6, 2))
    assert running.preview(dossier) == []


def test_a_lesson_lasts_thirty_minutes_from_24_july_2021(on_day):
    dossier = factories.whole_dossier()
    Lesson.objects.update(ends=time(19, 40), lesson_minutes=40)
    on_day(date(2021, 7, 23))
    assert running.preview(dossier) == []
    on_day(date(2021, 7, 24))
    assert [candidate.evidence["limit"] for candidate in running.preview(dossier)] == [30]


@pytest.mark.parametrize(("jurisdiction", "department"), [("11", "telecommunications"), ("66", "education")])
def test_education_answers_where_the_department_is_not_there(jurisdiction: str, department: str):
    dossier = factories.whole_dossier(filing__institution__jurisdiction_id=jurisdiction)
    dossier.platforms.update(icp_number="")
    running.screen(factories.submitted(dossier))
    assert Finding.objects.get(rule="ICP").department_id == department


def test_the_job_that_submitting_enqueues_screens():
    dossier = factories.submitted(late())
    job = jobs.enqueue("screening", dossier.pk)
    assert jobs.run(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.result) == (JobState.SUCCEEDED, {"findings": 1})


def test_the_command_screens_one_filing_or_all():
    dossier, _ = factories.submitted(late()), factories.submitted(late())
    out = StringIO()
    call_command("screen", filing=dossier.filing.number, stdout=out)
    assert "1 new findings" in out.getvalue()
    assert f"{len(RULES)}/{len(RULES)}" in out.getvalue()
    call_command("screen", all=True, stdout=out)
    assert Finding.objects.count() == 2


def test_the_command_names_a_filing_that_is_not_there():
    with pytest.raises(CommandError):
        call_command("screen", filing="1120190000009")
