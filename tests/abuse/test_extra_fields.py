"""What a form does not ask for is not taken from it: state, province, institution, rights, seals (A2)."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Post, User
from institutions.models import Decision, Dossier, Filing, Institution, Membership, Platform
from register.models import ProblemReport
from screening import findings
from tests.abuse import addresses
from tests.institutions.files import pdf
from tests.personnel.books import upload
from tests.personnel.people import certificate_number, identity_number
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.world import World

pytestmark = pytest.mark.django_db

# Of every table that a form writes to, the columns that no form does.
EXTRA = {
    "id": "1",
    "pk": "1",
    "state": "closed",
    "outcome": "accepted",
    "jurisdiction": "31",
    "jurisdiction_id": "31",
    "institution": "1",
    "institution_id": "1",
    "filing": "1",
    "filing_id": "1",
    "dossier_id": "1",
    "number": "3120200000019",
    "credit_code": "91310000XTXT000208",
    "kind_": "imported",
    "late": "on",
    "deadline": "2099-01-01",
    "sealed_at": "2020-01-01",
    "digest": "0" * 64,
    "copied_from": "1",
    "identity_id": "1",
    "identity_masked": "x",
    "identity_commitment": "x",
    "position": "999",
    "blob": "1",
    "blob_id": "1",
    "scan_state": "clean",
    "user": "1",
    "user_id": "1",
    "actor": "1",
    "raised_by": "1",
    "proposed_by": "1",
    "decided_by": "1",
    "confirmed_by": "1",
    "is_active": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "groups": "1",
    "posts": "1",
    "succeeds": "1",
    "handled_at": "2020-01-01",
    "handling": "x",
    "created_at": "2001-01-01",
    "first_submitted_at": "2001-01-01",
    "assigned_to": "1",
    "programme": "1",
}


@pytest.fixture
def world() -> World:
    return addresses.with_another_filer(w.build_world())


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def test_each_page_of_the_materials(world: World) -> None:
    """Every form as its page shows it, sent back with all the fields that it has not."""
    filing = w.draft(world)
    dossier = filing.dossiers.get()
    of = {name: getattr(dossier, name).first().line for name in ("platforms", "documents", "people", "courses")}
    before, rows = _fixed(), _lines(dossier)
    client = client_of(world.filer)
    for page in ("profile/", "commitment/", f"platforms/{of['platforms']}/", f"people/{of['people']}/",
                 f"documents/{of['documents']}/", f"courses/{of['courses']}/", "courses/quick/"):  # fmt: skip
        address = f"/file/{filing.number}/{page}".replace("people", "personnel")
        number = {"identity_number": identity_number(8)} if "people" in page else {}
        answer = client.post(address, EXTRA | _as_shown(client, address) | number)
        assert answer.status_code == 302, (page, answer.status_code, _errors(answer))
    assert _fixed() == before
    assert _lines(dossier) == rows


def test_a_new_thing_goes_into_the_filing_of_its_address(world: World) -> None:
    filing, client = w.draft(world), client_of(world.filer)
    other = w.draft(_world_of(world.stranger, world))
    line = uuid4()
    sent = EXTRA | {"dossier": str(other.dossiers.get().pk), "filing": other.number, "line": str(uuid4())}
    platform = {"kind": "website", "name": "新站", "address": "https://new.example"}
    assert client.post(f"/file/{filing.number}/platforms/{line}/", sent | platform).status_code == 302
    assert Platform.objects.get(name="新站").line == line
    assert Platform.objects.get(name="新站").dossier == filing.dossiers.get()
    person = {"name": "周宁", "sex": "female", "nationality": "CN", "identity_kind": "resident"} | {
        "identity_number": identity_number(9), "role": "teacher", "employment": "full_time", "in_service": "False",
        "certificate_number": certificate_number(9), "subjects": ["mathematics"], "stages": ["primary"]}  # fmt: skip
    assert client.post(f"/file/{filing.number}/personnel/{uuid4()}/", sent | person).status_code == 302
    assert filing.dossiers.get().people.get(name="周宁").identity_masked.startswith("110000****")
    assert client.post(
        f"/file/{filing.number}/documents/{uuid4()}/", sent | {"kind": "other", "file": upload(pdf(), "a.pdf")}
    ).status_code in (302, 422)
    assert other.dossiers.get().platforms.count() == 1
    assert other.dossiers.get().people.count() == 1


def test_what_is_of_another_filing_cannot_be_pointed_at(world: World) -> None:
    filing, client = w.draft(world), client_of(world.filer)
    other = w.draft(_world_of(world.stranger, world)).dossiers.get()
    course = filing.dossiers.get().courses.get()
    page = f"/file/{filing.number}/courses/{course.line}/"
    shown = _as_shown(client, page)
    name = next(name for name in shown if name.endswith("platform"))
    assert client.post(page, shown | {name: other.platforms.get().pk}).status_code == 422
    teacher = {"person": other.people.get().line, "act": "add"}
    assert client.post(f"{page}teachers/", teacher).status_code == 404
    about = {
        "kind": "icp_screenshot",
        "about": f"platforms:{other.platforms.get().line}",
        "file": upload(pdf(), "a.pdf"),
    }
    assert client.post(f"/file/{filing.number}/documents/{uuid4()}/", about).status_code == 422
    course.refresh_from_db()
    assert course.platform_id != other.platforms.get().pk


def test_handing_in_and_opening_take_no_state(world: World) -> None:
    client = client_of(world.filer)
    for kind in ("inspection", "imported", "", "initial'"):
        assert client.post("/file/open/", EXTRA | {"kind": kind}).status_code in (404, 409, 422), kind
    assert not Filing.objects.exists()
    assert client.post("/file/open/", EXTRA | {"kind": "initial"}).status_code == 302
    filing = Filing.objects.get()
    assert (filing.state, filing.outcome, filing.jurisdiction_id, filing.institution) == (
        "draft",
        "",
        "11",
        world.institution,
    )
    w.fill(filing.dossiers.get())
    sent = EXTRA | {"version": filing.version, "dossier": "1", "confirmed": "on"}
    assert client.post(f"/file/{filing.number}/submit/", sent).status_code == 302
    filing.refresh_from_db()
    assert (filing.state, filing.outcome, filing.late, filing.deadline) == ("submitted", "", False, None)


def test_registering_gives_one_institution_and_no_other_right(world: World) -> None:
    person = User.objects.create_user("newcomer", "newcomer@test.invalid")
    sent = EXTRA | {"credit_code": "91330000XTXT00010T", "name": "杭州新星教育科技有限公司", "jurisdiction": "33"}
    assert (
        client_of(person)
        .post("/file/register/", sent | {"role": "filer", "succeeds": world.institution.pk})
        .status_code
        == 302
    )
    institution = Institution.objects.get(credit_code="91330000XTXT00010T")
    assert (institution.succeeds, institution.memberships.get().role) == (None, "administrator")
    assert list(Membership.objects.filter(user=person).values_list("institution", flat=True)) == [institution.pk]
    # One that has its people already is not taken over by registering it again.
    taken = sent | {"credit_code": world.institution.credit_code}
    assert client_of(world.stranger).post("/file/register/", taken).status_code == 422
    assert world.institution.memberships.count() == 1


@pytest.mark.parametrize("role", ["owner", "education_officer", "administrator,filer", ""])
def test_an_invitation_gives_only_the_rights_that_are_offered(world: World, role: str) -> None:
    answer = client_of(world.filer).post("/file/members/", EXTRA | {"email": "new@test.invalid", "role": role})
    assert answer.status_code == 422
    assert not world.institution.invitations.exists()


def test_a_filer_invites_nobody_and_makes_nobody_administrator(world: World) -> None:
    Membership.objects.create(
        user=world.stranger, institution=world.institution, role="filer", since="2020-01-01T00:00Z"
    )
    client = client_of(world.stranger)
    client.post("/file/institution/", {"institution": str(world.institution.pk)})
    assert (
        client.post("/file/members/", EXTRA | {"email": "x@test.invalid", "role": "administrator"}).status_code == 422
    )
    assert world.institution.memberships.get(user=world.stranger).role == "filer"
    assert (
        client.post(
            "/file/institution/", {"institution": str(_world_of(world.second, world).institution.pk)}
        ).status_code
        == 404
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"role": "national_administrator"},
        {"role": "observer"},
        {"role": "provincial_administrator"},
        {"jurisdiction": "31"},
        {"department": "education", "role": "department_officer"},
    ],
)
def test_a_provincial_administrator_fills_no_post_above_or_beside(world: World, asked: dict[str, str]) -> None:
    right = {"email": "new@test.invalid", "name": "新人", "role": "education_officer", "jurisdiction": "11"}
    posts = Post.objects.count()
    sent = EXTRA | right | {"valid_from": "2020-06-01"} | asked
    assert client_of(world.administrator).post("/admin/", sent).status_code == 422
    assert Post.objects.count() == posts
    assert not User.objects.filter(is_superuser=True).exists()


def test_an_account_is_only_an_account(world: World) -> None:
    before = _rights(world.filer)
    client = client_of(world.filer)
    for address in ("/account/e-mail/", "/account/password/", "/language/", "/reading/"):
        client.post(address, EXTRA | {"email": "other@test.invalid", "action_add": "1", "role": "observer"})
    world.filer.refresh_from_db()
    assert _rights(world.filer) == before


def test_the_desk_writes_down_who_acted_and_not_who_was_named(world: World) -> None:
    filing = w.submitted(world)
    sent = EXTRA | {"raised_by": world.second.pk, "proposed_by": world.second.pk, "department": "cyberspace"}
    client = client_of(world.officer)
    finding = {"section": "courses", "line": "", "text": "结束太晚", "severity": "serious", "status": "dismissed"}
    assert client.post(f"/review/{filing.number}/findings/", sent | finding).status_code == 302
    found = filing.dossiers.get().findings.get(text="结束太晚")
    assert (found.raised_by, found.department_id, found.status) == (world.officer, "education", "candidate")
    findings.confirm(found, world.officer)
    opinion = {"verdict": "problems_found", "text": "见问题"}
    assert client.post(f"/review/{filing.number}/opinion/", sent | opinion).status_code == 302
    assert filing.dossiers.get().opinions.get().department_id == "education"
    flag = {"version": str(_version(filing)), "state": "closed", "outcome": "accepted"}
    assert client.post(f"/review/{filing.number}/decide/flag/", sent | flag).status_code == 302
    filing.refresh_from_db()
    assert (filing.state, filing.outcome, filing.jurisdiction_id) == ("flagged", "", "11")
    notice = {"version": str(filing.version), "deadline": "2099-01-01", "public_reason": "不符合规定"}
    assert client.post(f"/review/{filing.number}/decide/issue_notice/", sent | notice).status_code == 422
    assert not Decision.objects.exists()


def test_a_decision_is_confirmed_as_it_was_proposed(world: World) -> None:
    """The second officer says yes or no; what else comes with it changes nothing of the proposal."""
    filing = w.flagged(world)
    w.deciding.propose("issue_notice", filing, world.officer, filing.version, public_reason="直播太晚",
                       deadline=w.clock.today() + w.timedelta(days=20))  # fmt: skip
    decision = Decision.objects.get()
    sent = EXTRA | {
        "version": _version(filing),
        "kind": "accept",
        "public_reason": "别的",
        "terms": "{}",
        "reason": "x",
    }
    assert client_of(world.second).post(f"/review/decisions/{decision.pk}/confirmation/", sent).status_code == 302
    decision.refresh_from_db()
    assert (decision.kind, decision.public_reason, decision.proposed_by) == ("issue_notice", "直播太晚", world.officer)
    assert (decision.decided_by, filing.notices.get().deadline) == (
        world.second,
        w.clock.today() + w.timedelta(days=20),
    )


def test_a_report_of_the_public_comes_without_its_handling(world: World) -> None:
    sent = EXTRA | {"about": "青禾", "text": "不退费", "number": "1", "institution": world.institution.credit_code}
    assert Client().post("/register/report/", sent).status_code == 200
    kept = ProblemReport.objects.get()
    assert (kept.handled_at, kept.handling, kept.jurisdiction_id, kept.number != "1") == (None, "", "11", True)


def test_the_api_takes_nothing_but_questions(world: World) -> None:
    w.listed(world)
    before = _fixed()
    asked = json.dumps(EXTRA | {"queries": ["青禾课堂"], "list": "black"})
    answer = Client().post("/api/v1/register/match/", asked, content_type="application/json")
    assert answer.json()["results"][0]["matches"][0]["entry"]["list"] == "notice"
    code = world.institution.credit_code
    for method in ("post", "put", "patch", "delete"):
        for address in ("/api/v1/register/", f"/api/v1/register/{code}/", "/api/v1/changes/", "/api/v1/figures/"):
            assert getattr(Client(), method)(address, asked, content_type="application/json").status_code == 405
    assert _fixed() == before


def _as_shown(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send of the forms on that page."""
    page = client.get(address).context["form"]
    if hasattr(page, "fields"):
        forms = [page]
    elif hasattr(page, "rows"):
        forms = page.rows
    else:
        forms = [page.course, page.lessons.management_form, *page.lessons]
    sent = {field.html_name: field.value() for form in forms for field in form}
    return {name: _typed(value) for name, value in sent.items() if value not in (None, False)}


def _typed(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, list | tuple) else str(value)


def _errors(answer: Any) -> Any:
    form = answer.context and answer.context.get("form")
    return getattr(form, "errors", None)


def _fixed() -> list[Any]:
    """Whose everything is, where it stands, and who may what."""
    return [
        list(Filing.objects.order_by("pk").values_list("number", "state", "outcome", "jurisdiction", "institution")),
        list(Filing.objects.order_by("pk").values_list("kind", "late", "deadline", "assigned_to", "programme")),
        list(Dossier.objects.order_by("pk").values_list("filing", "version", "sealed_at", "digest", "copied_from")),
        list(Institution.objects.order_by("pk").values_list("credit_code", "jurisdiction", "name", "succeeds")),
        list(Membership.objects.order_by("pk").values_list("user", "institution", "role")),
        list(Post.objects.order_by("pk").values_list("user", "role", "jurisdiction", "department", "valid_until")),
        list(User.objects.order_by("pk").values_list("username", "is_staff", "is_superuser", "is_active")),
    ]


def _lines(dossier: Dossier) -> list[Any]:
    groups = (dossier.platforms, dossier.documents, dossier.people, dossier.courses)
    return [list(group.order_by("pk").values_list("pk", "line", "position")) for group in groups] + [
        dossier.profile.credit_code,
        list(dossier.documents.order_by("pk").values_list("blob", flat=True)),
    ]


def _rights(user: User) -> list[Any]:
    user.refresh_from_db()
    return [user.is_staff, user.is_superuser, user.is_active, user.username, user.email, user.posts.count()]


def _version(filing: Filing) -> int:
    filing.refresh_from_db()
    return filing.version


def _world_of(person: User, world: World) -> World:
    """Another institution of the same world, and its filer."""
    number = {world.stranger: "91310000XTXT000208"}.get(person)
    institution = (
        Institution.objects.get(credit_code=number) if number else addresses._institution("91310000XTXT000304", person)
    )
    return World(**world.__dict__ | {"institution": institution, "filer": person})
