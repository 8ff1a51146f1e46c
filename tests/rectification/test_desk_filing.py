"""/review/<number>/: the materials with findings beside them, what each officer may do there, what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions.models import FilingEvent
from personnel import vault
from personnel.models import Identity, Person
from rectification import materials
from rectification.models import Judgement, Resolution
from screening import findings
from screening.models import Finding, Opinion
from tests.rectification import world as w
from tests.rectification.pages import client_of, page, post
from tests.rectification.test_desk_queue import another_institution
from tests.rectification.world import World

pytestmark = pytest.mark.django_db
GROUPS = ("findings", "profile", "platforms", "documents", "personnel", "courses", "commitment")


def address(filing: object, more: str = "") -> str:
    return f"/review/{filing.number}/{more}"  # type: ignore[attr-defined]


def test_it_works(world: World) -> None:
    filing = w.submitted(world)
    text = page(world.officer, address(filing))
    assert "青禾课堂" in text
    assert "No findings on this version" in text
    assert "Materials submitted" in text
    assert "Propose acceptance" in text
    assert "Education department has given no opinion yet" in text


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_of_the_materials_opens(world: World, group: str) -> None:
    filing = w.submitted(world)
    w.problem(world, filing)
    assert page(world.officer, address(filing, f"?group={group}&show=all"))


def test_an_unknown_group_version_or_number_is_not_there(world: World) -> None:
    filing = w.submitted(world)
    for more in ("?group=secrets", "?version=9", "?version=x", "difference/1/", "notices/1/", "decide/open/"):
        page(world.officer, address(filing, more), 404)
    page(world.officer, "/review/1120209999999/", 404)


def test_another_province_and_a_filer_find_nothing(world: World) -> None:
    filing = w.submitted(world)
    for person in (world.officer_elsewhere, world.filer, world.stranger):
        page(person, address(filing), 404)
        post(person, address(filing, "opinion/"), 404, verdict="no_objection")


def test_a_department_officer_sees_the_opinion_form_and_no_decision(world: World) -> None:
    filing = w.submitted(world)
    w.problem(world, filing)
    text = page(world.departments["cyberspace"], address(filing))
    assert "Give the opinion" in text
    assert "Propose acceptance" not in text
    assert "/decide/" not in text
    assert "Dismiss with a reason" not in text


def test_an_observer_reads_and_is_offered_nothing(world: World) -> None:
    filing = w.submitted(world)
    w.problem(world, filing)
    text = page(world.observer, address(filing))
    assert "周三直播课 21:20 结束" in text
    assert f'action="{address(filing)}' not in text
    assert "/decide/" not in text


def test_a_finding_stands_beside_the_thing_it_is_about(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    text = page(world.officer, address(filing))
    assert text.index("五年级数学思维") < text.index(f'id="finding-{finding.pk}"')
    assert "周三直播课 21:20 结束" in text


def test_an_officer_raises_confirms_and_dismisses(world: World) -> None:
    filing = w.submitted(world)
    line = filing.dossiers.get().platforms.get().line
    sent = {"section": "platforms", "line": line, "text": "网站没有投诉入口", "severity": "serious"}
    post(world.departments["cyberspace"], address(filing, "findings/"), **sent)
    finding = Finding.objects.get()
    assert finding.department_id == "cyberspace"
    answer = post(world.officer, address(filing, f"findings/{finding.pk}/"), verdict="confirmed", group="platforms")
    assert answer["Location"] == f"{address(filing)}?group=platforms#finding-{finding.pk}"
    post(world.officer, address(filing, f"findings/{finding.pk}/"), verdict="dismissed", reason="首页已有入口")
    finding.refresh_from_db()
    assert (finding.status, finding.verdict_reason) == ("dismissed", "首页已有入口")
    assert "首页已有入口" in page(world.officer, address(filing))


def test_dismissing_needs_a_reason_and_keeps_the_finding(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    answer = post(world.officer, address(filing, f"findings/{finding.pk}/"), 422, verdict="dismissed", reason=" ")
    # Said at its place, and first on the page with a link there.
    assert f'id="id_finding-{finding.pk}_error"' in answer.content.decode()
    assert f'href="#id_finding-{finding.pk}"' in answer.content.decode()
    finding.refresh_from_db()
    assert finding.status == "confirmed"


def test_after_a_verdict_the_next_finding_is_shown(world: World) -> None:
    filing = w.submitted(world)
    dossier = filing.dossiers.get()
    for text in ("一", "二", "三"):
        findings.raise_finding(dossier, world.officer, "courses", None, text, "serious")
    for left in (2, 1, 0):
        finding = materials.next_undecided(dossier)
        assert finding is not None
        sent = {"verdict": "confirmed", "group": "findings"}
        answer = post(world.officer, address(filing, f"findings/{finding.pk}/"), 302, **sent)
        following = materials.next_undecided(dossier)
        assert Finding.objects.filter(status="candidate").count() == left
        assert answer["Location"].endswith(f"#finding-{(following or finding).pk}")


def test_what_was_typed_comes_back_when_a_form_is_refused(world: World) -> None:
    filing = w.submitted(world)
    sent = {"section": "courses", "line": "", "text": "写了很久的一段话", "severity": "unheard of"}
    answer = post(world.officer, address(filing, "findings/"), 422, **sent)
    assert "写了很久的一段话" in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_department_cannot_decide_findings(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    sent = {"verdict": "dismissed", "reason": "不是问题"}
    post(world.departments["cyberspace"], address(filing, f"findings/{finding.pk}/"), 404, **sent)


def test_a_finding_of_another_filing_is_not_there(world: World) -> None:
    filing = w.submitted(world)
    finding = w.problem(world, filing)
    other = w.submitted(another_institution(world, "91110000XTXT000204"))
    post(world.officer, address(other, f"findings/{finding.pk}/"), 404, verdict="confirmed")


def test_each_department_gives_its_own_opinion(world: World) -> None:
    filing = w.submitted(world)
    post(world.departments["cyberspace"], address(filing, "opinion/"), verdict="no_objection", text="无异议")
    opinion = Opinion.objects.get()
    assert (opinion.department_id, opinion.text) == ("cyberspace", "无异议")
    assert "no objection" in page(world.officer, address(filing))


def test_problems_found_needs_a_finding(world: World) -> None:
    filing = w.submitted(world)
    post(world.departments["cyberspace"], address(filing, "opinion/"), 422, verdict="problems_found", text="有问题")
    assert not Opinion.objects.exists()


def test_a_department_takes_its_own_finding_back_before_it_has_no_objection(world: World) -> None:
    filing = w.submitted(world)
    dossier, officer = filing.dossiers.get(), world.departments["cyberspace"]
    own = findings.raise_finding(dossier, officer, "platforms", None, "页面有广告", "serious")
    post(officer, address(filing, "opinion/"), verdict="problems_found", text="页面有广告")
    answer = post(officer, address(filing, "opinion/"), 422, verdict="no_objection", text="核实过了")
    assert "take them back first" in answer.content.decode() and "核实过了" in answer.content.decode()
    taking_back = address(filing, f"findings/{own.pk}/taking-back/")
    post(world.departments["publications"], taking_back, 404)
    post(officer, taking_back)
    post(officer, address(filing, "opinion/"), verdict="no_objection", text="核实过了")
    text = page(world.officer, address(filing))
    assert "Opinion revised · Cyberspace administration · no objection" in text
    assert "核实过了" in page(officer, address(filing))


def test_what_education_has_confirmed_is_not_taken_back(world: World) -> None:
    filing = w.submitted(world)
    officer = world.departments["cyberspace"]
    own = findings.raise_finding(filing.dossiers.get(), officer, "platforms", None, "页面有广告", "serious")
    findings.confirm(own, world.officer)
    post(officer, address(filing, f"findings/{own.pk}/taking-back/"), 422)
    assert Finding.objects.get(pk=own.pk).status == "confirmed"


def test_answers_are_judged_beside_the_item(world: World) -> None:
    filing = w.rectifying(world)
    w.resubmit(world, filing)
    item = filing.notices.get().items.get()
    text = page(world.officer, address(filing))
    assert "已调整到 21:00 前结束" in text
    # What it is about, what was found, and that nothing of it is another.
    shown = text[text.index(f'id="item-{item.pk}"') :]
    assert "Courses › " in shown and "周三直播课 21:20 结束" in shown
    assert "Nothing of it has changed since the notice" in shown
    post(world.officer, address(filing, f"items/{item.pk}/judgement/"), 422, verdict="inadequate", reason="")
    post(world.officer, address(filing, f"items/{item.pk}/judgement/"), verdict="rectified")
    assert Judgement.objects.get().verdict == "rectified"
    assert "Revise the judgement" in page(world.officer, address(filing))


def test_two_officers_record_a_resolution(world: World) -> None:
    filing = w.submitted(world)
    w.findings.raise_finding(filing.dossiers.get(), world.departments["cyberspace"], "profile", None, "不一致")
    w.opinions.give(filing.dossiers.get(), world.departments["cyberspace"], "problems_found", "")
    sent = {"department": "cyberspace", "held_on": w.clock.today(), "attendance": "六部门", "text": "按无异议处理"}
    post(world.officer, address(filing, "resolutions/"), **sent)
    resolution = Resolution.objects.get()
    post(world.officer, address(filing, f"resolutions/{resolution.pk}/confirmation/"), 422)
    post(world.second, address(filing, f"resolutions/{resolution.pk}/confirmation/"))
    resolution.refresh_from_db()
    assert resolution.confirmed_by == world.second


def test_a_recorded_resolution_waits_for_the_other_officer_who_may_return_it(world: World) -> None:
    filing = w.submitted(world)
    w.findings.raise_finding(filing.dossiers.get(), world.departments["cyberspace"], "profile", None, "不一致")
    w.opinions.give(filing.dossiers.get(), world.departments["cyberspace"], "problems_found", "")
    sent = {"department": "cyberspace", "held_on": w.clock.today(), "attendance": "六部门", "text": "按无异议处理"}
    tomorrow = sent | {"held_on": w.clock.today() + w.timedelta(days=1)}
    assert (
        "This day has not come yet"
        in post(world.officer, address(filing, "resolutions/"), 422, **tomorrow).content.decode()
    )
    post(world.officer, address(filing, "resolutions/"), **sent)
    returned = address(filing, f"resolutions/{Resolution.objects.get().pk}/return/")
    assert filing.number in page(world.second, "/review/?view=second")
    assert "resolution to confirm" in page(world.second, "/review/")
    assert "joint-meeting resolution" in page(world.second, "/account/messages/")
    assert "Why is it returned?" in post(world.second, returned, 422, reason=" ").content.decode()
    post(world.second, returned, reason="未写明出席人员")
    assert not Resolution.objects.exists()
    assert "未写明出席人员" in page(world.officer, address(filing))
    assert "未写明出席人员" in page(world.officer, "/account/messages/")
    post(world.officer, address(filing, "resolutions/"), **sent)
    post(world.officer, address(filing, f"resolutions/{Resolution.objects.get().pk}/return/"))
    assert not Resolution.objects.exists()


def test_the_difference_shows_old_and_new_values(world: World) -> None:
    filing = w.rectifying(world)
    course = filing.dossiers.get(version=2).courses.get()
    course.name = "五年级数学提高"
    course.save()
    lesson = course.lessons.get()
    lesson.weekday = 7
    lesson.save()
    w.resubmit(world, filing)
    text = page(world.officer, address(filing, "difference/2/"))
    assert "五年级数学提高" in text
    assert "Saturday 19:00" in text
    assert "Sunday 19:00" in text
    assert "北京市海淀区示例路1号" not in text


def test_identity_numbers_are_masked_and_each_look_is_on_record(world: World) -> None:
    filing = w.draft(world)
    person = filing.dossiers.get().people.get()
    [stored] = vault.store([("resident", "110000199001010013")])
    Person.objects.filter(pk=person.pk).update(
        identity=Identity.objects.get(pk=stored.identity_id), identity_commitment=stored.commitment
    )
    w.submit(world, filing)
    reveal = address(filing, f"identities/{person.line}/")
    assert "110000199001010013" not in page(world.officer, address(filing, "?group=personnel&show=all"))
    for onlooker in (world.departments["cyberspace"], world.observer, world.administrator, world.national):
        post(onlooker, reveal, 404, why="好奇")
    post(world.officer, reveal, 422, why=" ")
    assert "110000199001010013" in post(world.officer, reveal, 200, why="核对证件").content.decode()
    assert FilingEvent.objects.filter(filing=filing, reason="核对证件", actor=world.officer).exists()


def test_nothing_typed_can_run(world: World) -> None:
    filing = w.submitted(world)
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    sent = {"section": "courses", "line": "", "text": attack, "severity": "grave"}
    post(world.officer, address(filing, "findings/"), **sent)
    for text in (page(world.officer, address(filing)), page(world.officer, address(filing, "?events=all"))):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text


def test_the_number_of_queries_does_not_grow_with_the_people(world: World) -> None:
    filing = w.draft(world)
    teacher = filing.dossiers.get().people.get()
    Person.objects.bulk_create(
        [
            Person(
                dossier_id=teacher.dossier_id,
                name=f"李{n}",
                identity_kind="resident",
                identity_commitment=f"{n:064d}",
                role="teacher",
                subjects=["mathematics"],
                stages=["primary"],
            )
            for n in range(60)
        ]
    )
    w.submit(world, filing)
    few = _queries(world, address(filing, "?group=personnel&q=刘敏"))
    assert _queries(world, address(filing, "?group=personnel&show=all")) <= few + 1
    assert "李10" in page(world.officer, address(filing, "?group=personnel&show=all"))
    assert "李10" not in page(world.officer, address(filing, "?group=personnel&show=all&page=2"))


def _queries(world: World, where: str) -> int:
    client = client_of(world.officer)
    client.get(where)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(where).status_code == 200
    return len(captured)
