"""Every rule: one dossier just outside the limit, one just inside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import pytest
from django.utils.translation import override

from institutions.models import Dossier, Profile
from screening import running
from screening.models import RuleSetting
from screening.rules import RULES, by_number
from tests import factories

pytestmark = pytest.mark.django_db
Change = Callable[[Dossier], object]


@dataclass
class Rows:
    """Changes the rows of one table of a dossier that was in order."""

    name: str

    def __call__(self, **values: object) -> Change:
        return lambda dossier: getattr(dossier, self.name).update(**values)


lesson, course, platform, person = (Rows(name) for name in ("lessons", "courses", "platforms", "people"))


def profile(**values: object) -> Change:
    return lambda dossier: Profile.objects.filter(dossier=dossier).update(**values)


def both(*changes: Change) -> Change:
    return lambda dossier: [change(dossier) for change in changes]


def another_lesson(**values: object) -> Change:
    return lambda dossier: factories.LessonFactory(course=dossier.courses.get(), **values)


def another_person(**values: object) -> Change:
    return lambda dossier: factories.PersonFactory(dossier=dossier, **values)


def taught_by(**values: object) -> Change:
    return lambda dossier: factories.CourseTeacherFactory(
        course=dossier.courses.get(), person=factories.PersonFactory(dossier=dossier, **values)
    )


def no_report(dossier: Dossier) -> None:
    dossier.documents.filter(kind="mlps_report").delete()


def certificate(kind: int) -> str:
    return f"201411001{kind}1000001"


OUTSIDE_AND_INSIDE = [
    ("LESSON-LENGTH", lesson(lesson_minutes=41), lesson(lesson_minutes=40)),
    (
        "LESSON-LENGTH",
        both(course(mode="recorded", lesson_minutes=41), lambda dossier: dossier.lessons.all().delete()),
        both(course(mode="recorded", lesson_minutes=40), lambda dossier: dossier.lessons.all().delete()),
    ),
    (
        "LESSON-BREAK",
        lesson(ends=time(20, 9), break_minutes=9),
        lesson(ends=time(20, 10), break_minutes=10),
    ),
    ("LESSON-BREAK", another_lesson(starts=time(19, 39), ends=time(20, 0)), lesson(break_minutes=0)),
    (
        "LESSON-BREAK",
        another_lesson(starts=time(19, 20), ends=time(19, 50)),
        another_lesson(starts=time(19, 40), ends=time(20, 0)),
    ),
    (
        "LIVE-END",
        lesson(starts=time(20, 31), ends=time(21, 1)),
        lesson(starts=time(20, 30), ends=time(21, 0)),
    ),
    (
        "LIVE-END",
        both(
            course(grades=[9], stage="junior"),
            person(certificate_number=certificate(4)),
            lesson(starts=time(21, 0), ends=time(21, 30)),
        ),
        both(
            course(grades=[10], stage="senior"),
            person(certificate_number=certificate(4)),
            lesson(starts=time(21, 0), ends=time(21, 30)),
        ),
    ),
    (
        "LIVE-END",
        both(course(pupils_abroad_only=False), lesson(starts=time(21, 0), ends=time(21, 30))),
        both(course(pupils_abroad_only=True), lesson(starts=time(21, 0), ends=time(21, 30))),
    ),
    (
        "SCHOOL-HOURS",
        lesson(starts=time(16, 29), ends=time(16, 59), weekday=5),
        lesson(starts=time(16, 30), ends=time(17, 0), weekday=5),
    ),
    (
        "SCHOOL-HOURS",
        lesson(starts=time(7, 31), ends=time(8, 1), weekday=1),
        lesson(starts=time(7, 30), ends=time(8, 0), weekday=1),
    ),
    (
        "SCHOOL-HOURS",
        lesson(starts=time(10, 0), ends=time(10, 30), weekday=5),
        lesson(starts=time(10, 0), ends=time(10, 30), weekday=6),
    ),
    (
        "SCHOOL-HOURS",
        both(
            lesson(starts=time(10, 0), ends=time(10, 30)),
            course(starts_on=date(2020, 7, 9), ends_on=date(2020, 8, 31)),
        ),
        both(
            lesson(starts=time(10, 0), ends=time(10, 30)),
            course(starts_on=date(2020, 7, 10), ends_on=date(2020, 8, 31)),
        ),
    ),
    ("NO-HOMEWORK", course(grades=[2, 3], homework="required"), course(grades=[3], homework="required")),
    ("NO-HOMEWORK", course(grades=[1], homework="optional"), course(grades=[1], homework="none")),
    ("CURRICULUM", course(grades=[6, 7]), course(grades=[6])),
    (
        "CURRICULUM",
        both(course(subject="physics", stage="junior", grades=[7]), person(certificate_number=certificate(3))),
        both(course(subject="physics", stage="junior", grades=[8]), person(certificate_number=certificate(3))),
    ),
    ("CURRICULUM", course(subject="chemistry"), course(subject="english")),
    ("BANNED-CONTENT", course(introduction="课后网络游戏大奖"), course(introduction="课后网络答疑")),
    ("BANNED-CONTENT", platform(description="网 络\u200b游戏"), platform(description="网络课堂")),
    (
        "BANNED-CONTENT",
        course(introduction="详见 https://games.example/play"),
        both(platform(address="https://www.own.example/"), course(introduction="详见 https://www.own.example/a")),
    ),
    ("EYE-CARE", platform(eye_care=False), platform(eye_care=True)),
    ("EYE-CARE", platform(parental_control=None), platform(parental_control=True)),
    ("QUALIFIED", person(certificate_number=""), person(certificate_number=certificate(2))),
    (
        "QUALIFIED",
        person(certificate_number=certificate(2), stages=["primary", "junior"]),
        person(certificate_number=certificate(3), stages=["primary", "junior"]),
    ),
    (
        "QUALIFIED",
        person(certificate_number=certificate(3), stages=["senior"]),
        person(certificate_number=certificate(5), stages=["senior"]),
    ),
    ("QUALIFIED", person(certificate_number=certificate(6)), person(certificate_number=certificate(7))),
    (
        "QUALIFIED",
        person(certificate_number="", role="tutor", subjects=["japanese", "chinese"]),
        both(
            course(subject="japanese", stage="junior", grades=[7]),
            person(certificate_number="", role="tutor", subjects=["japanese"]),
        ),
    ),
    (
        "QUALIFIED",
        both(course(stage="senior", grades=[10]), person(role="researcher", certificate_number=certificate(3))),
        both(course(stage="senior", grades=[10]), person(role="researcher", certificate_number=certificate(4))),
    ),
    (
        "QUALIFIED",
        taught_by(certificate_number="", role="manager", stages=[], subjects=[]),
        taught_by(certificate_number="", nationality="GB", education="学", work="工", teaching="教"),
    ),
    ("NO-IN-SERVICE", person(in_service=True), person(in_service=False)),
    (
        "FOREIGN-RECORD",
        person(nationality="GB", education="文学士", work=" ", teaching="五年"),
        person(nationality="GB", education="文学士", work="三年", teaching="五年"),
    ),
    ("STAFF-SHOWN", platform(staff_shown=False), platform(staff_shown=True)),
    ("ICP", platform(icp_number=""), platform(icp_number="京icp备12345678号-1")),
    ("ICP", platform(icp_number="京ICP备12345号"), platform(icp_number="京ICP备123456号－2A")),
    ("ICP", platform(kind="app", icp_number=""), platform(kind="wechat_account", icp_number="")),
    ("MLPS", platform(mlps_number="1101000000020001"[:15]), platform(mlps_number="1101000000020001")),
    ("MLPS", platform(mlps_level=None), platform(mlps_level=2)),
    ("MLPS", no_report, both(no_report, platform(kind="wechat_account"))),
    (
        "TELECOM",
        platform(runs_telecom_business=True, telecom_licence=""),
        platform(runs_telecom_business=False, telecom_licence=""),
    ),
    (
        "TELECOM",
        platform(runs_telecom_business=True, telecom_licence="京B2-2019"),
        platform(runs_telecom_business=True, telecom_licence="京B2-20190001"),
    ),
    (
        "TELECOM",
        platform(runs_telecom_business=True, telecom_licence="许可证"),
        platform(runs_telecom_business=True, telecom_licence="A2.B1.B2-20200001"),
    ),
    ("RETENTION", platform(content_months=11), platform(content_months=12)),
    ("RETENTION", platform(log_months=None), platform(log_months=12)),
    ("RETENTION", platform(live_months=5), both(course(mode="recorded"), platform(live_months=5))),
    ("FEES-SHOWN", platform(fees_url=""), both(platform(fees_url=""), course(charge_mode="free"))),
    ("FEES-SHOWN", course(refund_rule=" "), course(charge_mode="free", refund_rule="", price=None)),
    ("PREPAY-HOURS", course(hours_per_payment=61), course(hours_per_payment=60)),
    (
        "PREPAY-SPAN",
        course(charge_mode="by_period", months_per_payment="3.1"),
        course(charge_mode="by_period", months_per_payment="3.0"),
    ),
    (
        "DUPLICATE-STAFF",
        both(person(certificate_number=certificate(3)), another_person(certificate_number=certificate(3))),
        both(person(certificate_number=certificate(3)), another_person(certificate_number=certificate(4))),
    ),
    ("CROSS-PROVINCE", profile(credit_code="91310000XTXT000105"), profile(credit_code="91100000XTXT000105")),
    ("CROSS-PROVINCE", platform(icp_number="沪ICP备12345678号"), platform(icp_number="京ICP备12345678号")),
]


def _numbers(dossier: Dossier) -> list[str]:
    return [candidate.rule.number for candidate in running.preview(dossier)]


@pytest.mark.parametrize(
    ("number", "outside", "inside"), OUTSIDE_AND_INSIDE, ids=[f"{c[0]}-{n}" for n, c in enumerate(OUTSIDE_AND_INSIDE)]
)
def test_outside_the_limit_and_just_inside(number: str, outside: Change, inside: Change):
    offending, proper = factories.whole_dossier(), factories.whole_dossier()
    outside(offending)
    inside(proper)
    assert set(_numbers(offending)) == {number}
    assert _numbers(proper) == []


def test_every_rule_is_tried_above_or_in_its_own_test():
    tried = {number for number, _, _ in OUTSIDE_AND_INSIDE} | {"LOOKALIKE"}
    assert tried == {rule.number for rule in RULES}


def test_every_rule_has_its_national_setting_with_known_limits():
    settings = RuleSetting.objects.filter(programme=None)
    assert {setting.rule for setting in settings} == {rule.number for rule in RULES}
    for setting in settings:
        assert set(setting.limits) == set(by_number(setting.rule).limits), setting


def test_a_finding_says_the_values_in_the_readers_language():
    dossier = factories.whole_dossier()
    lesson(starts=time(20, 50), ends=time(21, 20))(dossier)
    (candidate,) = running.preview(dossier)
    assert candidate.line == dossier.courses.get().line
    with override("en"):
        assert candidate.wording == ("Live lessons for grades 1–9 end by 21:00; this course: Wednesday 20:50–21:20.")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("number", "outside"),
    [c[:2] for c in OUTSIDE_AND_INSIDE],
    ids=[f"{c[0]}-{n}" for n, c in enumerate(OUTSIDE_AND_INSIDE)],
)
def test_every_wording_is_whole(number: str, outside: Change, language: str):
    dossier = factories.whole_dossier()
    outside(dossier)
    with override(language):
        for candidate in running.preview(dossier):
            assert candidate.wording
            assert "%(" not in candidate.wording
            assert "None" not in candidate.wording
