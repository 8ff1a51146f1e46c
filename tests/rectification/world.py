"""A small world for workflow tests: one province, its people, one institution, and filings brought to any state."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta

from accounts.models import Jurisdiction, Post, Role, User
from courses.models import Course, CourseTeacher, Lesson
from filing_platform import clock
from institutions.editing import current_dossier, editable_dossier
from institutions.models import (
    Blob,
    Commitment,
    Decision,
    DocumentKind,
    Dossier,
    DossierDocument,
    Filing,
    Institution,
    Kind,
    Membership,
    Platform,
    Profile,
    State,
)
from personnel.models import Person
from rectification import deciding, judging, opening, responding, workflow
from screening import findings, opinions, running
from screening.models import Finding

DEPARTMENTS = ("cyberspace", "telecommunications", "broadcasting", "public_security", "publications")


@dataclass
class World:
    """Who there is."""

    institution: Institution
    filer: User
    officer: User
    second: User
    stranger: User
    officer_elsewhere: User
    administrator: User
    national: User
    observer: User
    departments: dict[str, User]

    def roles(self) -> dict[str, User]:
        """Every kind of person, by name."""
        return {
            "filer": self.filer,
            "education officer": self.officer,
            "filer of another institution": self.stranger,
            "education officer of another province": self.officer_elsewhere,
            "department officer": self.departments["cyberspace"],
            "provincial administrator": self.administrator,
            "national administrator": self.national,
            "observer": self.observer,
        }


def user(name: str) -> User:
    return User.objects.create(username=name, email=f"{name}@test.invalid", name=name)


def post(person: User, role: Role, jurisdiction: str | None = "11", department: str | None = None) -> User:
    Post.objects.create(
        user=person,
        role=role,
        jurisdiction_id=jurisdiction,
        department_id=department,
        valid_from=date(2019, 1, 1),
    )
    return person


def build_world() -> World:
    institution = Institution.objects.create(
        credit_code="91110000XTXT000105",
        jurisdiction=Jurisdiction.objects.get(pk="11"),
        name="北京青禾启明教育科技有限公司",
        created_at=clock.now(),
    )
    filer = user("filer")
    Membership.objects.create(user=filer, institution=institution, role="administrator", since=clock.now())
    return World(
        institution=institution,
        filer=filer,
        officer=post(user("officer"), Role.EDUCATION_OFFICER, department="education"),
        second=post(user("second"), Role.EDUCATION_OFFICER, department="education"),
        stranger=user("stranger"),
        officer_elsewhere=post(user("elsewhere"), Role.EDUCATION_OFFICER, "31", "education"),
        administrator=post(user("administrator"), Role.PROVINCIAL_ADMINISTRATOR),
        national=post(user("national"), Role.NATIONAL_ADMINISTRATOR, None),
        observer=post(user("observer"), Role.OBSERVER, None),
        departments={d: post(user(d), Role.DEPARTMENT_OFFICER, "11", d) for d in DEPARTMENTS},
    )


def fill(dossier: Dossier) -> None:
    """Everything that completeness asks for, and nothing that a rule finds; in place of what was copied."""
    for model in (Course, Person, Platform, DossierDocument, Commitment, Profile):
        model.objects.filter(dossier=dossier).delete()
    Profile.objects.create(
        dossier=dossier,
        name=dossier.filing.institution.name,
        brand="青禾课堂",
        credit_code="91110000XTXT000105",
        kind="company",
        legal_representative="林青",
        registered_address="北京市海淀区示例路1号",
        contact_address="北京市海淀区示例路1号",
        capital=500,
        established_on=date(2015, 5, 1),
        contact_person="陈和",
        contact_phone="13800138000",
        contact_email="contact@qinghe.example",
        complaint_contact="400-000-0000",
        fund_management="专户存管",
        service_commitment="按合同退费",
        network_security="等级保护三级",
    )
    platform = Platform.objects.create(
        dossier=dossier,
        kind="website",
        name="青禾课堂",
        address="https://www.qinghe.example",
        icp_number="京ICP备19012345号-1",
        runs_telecom_business=False,
        mlps_number="11000019123-00001",
        mlps_level=3,
        server_location="北京",
        content_months=24,
        live_months=12,
        log_months=24,
        eye_care=True,
        parental_control=True,
        staff_shown=True,
        fees_url="https://www.qinghe.example/fees",
        complaint_url="https://www.qinghe.example/complaints",
        agreement_url="https://www.qinghe.example/agreement",
    )
    blob = a_blob()
    for position, kind in enumerate(
        (
            DocumentKind.BUSINESS_LICENCE,
            DocumentKind.CONTRACT_TEMPLATE,
            DocumentKind.PRIVACY_POLICY,
            DocumentKind.SIGNED_COMMITMENT,
            DocumentKind.MLPS_CERTIFICATE,
            DocumentKind.MLPS_REPORT,
            DocumentKind.ICP_SCREENSHOT,
        )
    ):
        DossierDocument.objects.create(
            dossier=dossier, position=position, kind=kind, title=kind.label, file_name="a.pdf", blob=blob
        )
    teacher = Person.objects.create(
        dossier=dossier,
        name="刘敏",
        sex="female",
        identity_kind="resident",
        identity_masked="110000********0013",
        identity_commitment=uuid.uuid4().hex * 2,
        certificate_number="20141101242000123",
        subjects=["mathematics"],
        stages=["primary"],
        role="teacher",
        employment="full_time",
        employed_from=date(2018, 9, 1),
    )
    course = Course.objects.create(
        dossier=dossier,
        platform=platform,
        name="五年级数学思维",
        subject="mathematics",
        stage="primary",
        grades=[5],
        mode="live",
        introduction="同步课程",
        starts_on=date(2020, 3, 1),
        ends_on=date(2020, 6, 1),
        lesson_count=24,
        class_size=30,
        homework="none",
        charge_mode="by_hour",
        price=60,
        hours_per_payment=24,
        refund_rule="未上课时全额退费",
        copyright_proof="自研",
    )
    Lesson.objects.create(
        dossier=dossier,
        course=course,
        weekday=6,
        starts=time(19, 0),
        ends=time(19, 30),
        lesson_minutes=30,
        break_minutes=10,
    )
    CourseTeacher.objects.create(dossier=dossier, course=course, person=teacher)
    Commitment.objects.create(
        dossier=dossier,
        responsible="own",
        signatory="林青",
        signatory_post="总经理",
        signed_on=date(2019, 10, 1),
        materials_true=True,
        keeps_rules=True,
    )


def a_blob() -> Blob:
    blob, _created = Blob.objects.get_or_create(
        sha256="a" * 64,
        defaults={
            "size": 1,
            "content_type": "application/pdf",
            "pages": 1,
            "file": "a.pdf",
            "scan_state": "clean",
            "created_at": clock.now(),
        },
    )
    return blob


def draft(world: World) -> Filing:
    filing = opening.open_filing(world.institution, Kind.INITIAL, world.filer)
    fill(editable_dossier(filing))
    return filing


def submitted(world: World) -> Filing:
    filing = draft(world)
    submit(world, filing)
    return filing


def submit(world: World, filing: Filing) -> None:
    filing.refresh_from_db()
    workflow.perform("submit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    screen(filing)


def screen(filing: Filing) -> None:
    dossier = current_dossier(filing)
    assert dossier is not None
    running.screen(dossier)


def hear_everybody(world: World, filing: Filing) -> None:
    """Every department has no objection to the current version."""
    dossier = current_dossier(filing)
    assert dossier is not None
    for officer in [world.officer, *world.departments.values()]:
        opinions.give(dossier, officer, "no_objection", "")


def problem(world: World, filing: Filing) -> Finding:
    """A confirmed finding of education's on the current version."""
    dossier = current_dossier(filing)
    assert dossier is not None
    line = dossier.courses.values_list("line", flat=True).first()
    finding = findings.raise_finding(dossier, world.officer, "courses", line, "周三直播课 21:20 结束", "serious")
    if finding.status != "confirmed":
        findings.confirm(finding, world.officer)
    return finding


def flagged(world: World) -> Filing:
    filing = submitted(world)
    flag(world, filing)
    return filing


def flag(world: World, filing: Filing) -> None:
    """With every answer judged inadequate, and one more problem."""
    notice = filing.notices.filter(rescinded_on=None).order_by("-round").first()
    for item in notice.items.filter(judgement=None) if notice else ():
        judging.judge(item, world.officer, "inadequate", "仍未整改到位")
    problem(world, filing)
    filing.refresh_from_db()
    workflow.perform("flag", filing, world.officer, filing.version)
    filing.refresh_from_db()


def rectifying(world: World, days: int = 30) -> Filing:
    filing = flagged(world)
    notify(world, filing, days)
    return filing


def notify(world: World, filing: Filing, days: int = 30) -> None:
    """With every finding confirmed."""
    for finding in Finding.objects.filter(dossier=current_dossier(filing), status="candidate"):
        findings.confirm(finding, world.officer)
    decide(
        world,
        filing,
        "issue_notice",
        public_reason="直播结束时间不符合规定",
        deadline=clock.today() + timedelta(days=days),
    )


def decide(world: World, filing: Filing, kind: str, **terms: object) -> Decision:
    """Proposed by the first officer, confirmed by the second."""
    filing.refresh_from_db()
    decision = deciding.propose(kind, filing, world.officer, filing.version, **terms)  # type: ignore[arg-type]
    decision = deciding.confirm(decision, world.second)
    filing.refresh_from_db()
    return decision


def answer_all(world: World, filing: Filing) -> None:
    for notice in filing.notices.filter(rescinded_on=None):
        for item in notice.items.all():
            responding.answer(item, world.filer, "已调整到 21:00 前结束")


def resubmit(world: World, filing: Filing) -> None:
    answer_all(world, filing)
    filing.refresh_from_db()
    workflow.perform("resubmit", filing, world.filer, filing.version)
    filing.refresh_from_db()
    screen(filing)


def accept(world: World, filing: Filing) -> Decision:
    hear_everybody(world, filing)
    return decide(world, filing, "accept", public_reason="材料符合规定")


def listed(world: World) -> Filing:
    """The institution is in public notice after its first filing."""
    filing = submitted(world)
    accept(world, filing)
    return filing


def change_draft(world: World) -> Filing:
    listed(world)
    return opening.open_filing(world.institution, Kind.CHANGE, world.filer)


def inspection(world: World) -> Filing:
    listed(world)
    filing = opening.open_inspection(world.institution, world.officer, "接到举报")
    screen(filing)
    return filing


def in_state(world: World, kind: str, state: str) -> Filing | None:
    """A filing of this kind in this state; None where the kind has no such state."""
    if kind == Kind.INSPECTION and state == State.DRAFT:
        return None
    if kind == Kind.INSPECTION:
        filing = inspection(world)
    else:
        filing = draft(world) if kind == Kind.INITIAL else change_draft(world)
        if state == State.DRAFT:
            return filing
        if state == State.CLOSED:
            workflow.perform("withdraw", filing, world.filer, filing.version, reason="不再开展")
            filing.refresh_from_db()
            return filing
        submit(world, filing)
        if state == State.SUBMITTED:
            return filing
        flag(world, filing)
    if state == State.FLAGGED:
        return filing
    if kind == Kind.INSPECTION:
        problem(world, filing)
    notify(world, filing)
    if state == State.RECTIFYING:
        return filing
    resubmit(world, filing)
    if state == State.SUBMITTED:
        return filing
    rectify_and_accept(world, filing)
    return filing


def rectify_and_accept(world: World, filing: Filing) -> None:
    for item in filing.notices.get(rescinded_on=None).items.all():
        judging.judge(item, world.officer, "rectified")
    accept(world, filing)
