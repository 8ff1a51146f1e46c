"""A register moves in: all of it or nothing, on the word of two, and every institution goes on like any other."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Message, Post, Role, User
from dossiers.verifying import verify
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict, Refused
from institutions.models import Decision, Filing, Institution, Kind, Membership, Outcome, State
from rectification import list_acts, opening, workflow
from rectification.moving_in import move_in
from rectification.register_file import read
from register import proofs, publishing
from register.models import Entry, ListChange
from register.search import Asked, search
from screening import findings
from tests.rectification import world as w
from tests.rectification.pages import client_of
from tests.rectification.register_rows import BEIJING, GUANGDONG, ZHEJIANG, black, gray, register, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[User, User]:
    return tuple(w.post(w.user(name), Role.NATIONAL_ADMINISTRATOR, None) for name in ("national1", "national2"))


def moved(two: tuple[User, User], *rows: dict[str, str]) -> Decision:
    content = register(
        *(rows or (row(), row(platform_kind="app", platform_name="云杉App", address=""), black(), gray()))
    )
    register_file = read(io.BytesIO(content), "register.csv", clock.today(), lambda done, total: None)
    return move_in(register_file, *two, lambda step, done, total: None)


def of(code: str) -> Institution:
    return Institution.objects.get(credit_code=code)


def refused_rows(two: tuple[User, User], *rows: dict[str, str]) -> list[tuple[int | None, str]]:
    filings = Filing.objects.count()
    with pytest.raises(BadInput) as refusal:
        moved(two, *rows)
    assert (Filing.objects.count(), Decision.objects.filter(kind="move_in").count()) == (filings, 0)
    return [(error.row, error.field) for error in refusal.value.errors]


def test_it_works(two) -> None:
    decision = moved(two)
    filings = {filing.institution.credit_code: filing for filing in Filing.objects.select_related("institution")}
    assert {code: filing.outcome for code, filing in filings.items()} == {
        BEIJING: Outcome.ACCEPTED,
        ZHEJIANG: Outcome.REJECTED,
        GUANGDONG: Outcome.REJECTED,
    }
    assert {(filing.kind, filing.state) for filing in filings.values()} == {(Kind.IMPORTED, State.CLOSED)}
    assert [decision.proposed_by, decision.decided_by] == list(two)
    changes = ListChange.objects.filter(decision=decision).order_by("seq")
    assert [(c.list, c.effective_on) for c in changes] == [
        ("white", date(2019, 12, 20)),
        ("black", date(2019, 12, 20)),
        ("gray", date(2019, 12, 20)),
    ]


def test_the_dossier_is_what_the_file_said_sealed_and_verifiable(two, capsys) -> None:
    moved(two)
    filing = Filing.objects.get(institution=of(BEIJING))
    dossier = filing.dossiers.get()
    assert (dossier.version, dossier.platform_count, dossier.person_count) == (1, 2, 0)
    assert (dossier.profile.name, dossier.profile.credit_code) == ("北京云杉远航教育科技有限公司", BEIJING)
    checks, broken = verify(filing)
    assert [check.holds for check in checks] == [True] and broken is None
    assert filing.events.get().data["digest"] == dossier.digest
    call_command("verify_dossier", filing.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        dossier.platforms.all().delete()


def test_every_list_change_has_its_proof(two) -> None:
    moved(two)
    for change in ListChange.objects.select_related("institution", "dossier"):
        line = proofs.line_of(change, change.institution.credit_code, change.dossier.digest)
        assert change.leaf == proofs.leaf(line)


@pytest.mark.parametrize(
    "typed",
    ["云杉", "yunshan", "ysyh", BEIJING, "https://www.yunshan.example/course?id=1", "京ICP备19054321号", "云杉App"],
)
def test_the_public_finds_it_at_once(two, typed: str) -> None:
    moved(two)
    found = search(Asked(text=typed), clock.today(), 1)
    assert [hit.entry.credit_code for hit in found.hits] == [BEIJING]


def test_its_page_shows_the_list_the_day_and_the_reason(two, client: Client) -> None:
    moved(two)
    page = client.get(f"/register/{ZHEJIANG}/", headers={"accept-language": "en"}).content.decode()
    assert "逾期未整改" in page and "20 December 2019" in page
    today = client.get(f"/register/?as_of={clock.today()}&list=black").content.decode()
    assert "甲乙丙课堂" in today and "云杉网校" not in today


def test_a_white_one_files_a_change(two) -> None:
    moved(two)
    filing = opening.open_filing(of(BEIJING), Kind.CHANGE, filer(BEIJING))
    assert [platform.name for platform in filing.dossiers.get().platforms.all()] == ["云杉网校", "云杉App"]


def test_a_white_one_is_inspected_and_found_wanting(two) -> None:
    world = w.build_world()
    moved(two, row())
    inspection = opening.open_inspection(of(BEIJING), world.officer, "接到举报")
    w.screen(inspection)
    dossier = inspection.dossiers.get()
    line = dossier.platforms.get().line
    findings.confirm(
        findings.raise_finding(dossier, world.officer, "platforms", line, "未公示收费", "serious"), world.officer
    )
    w.notify(world, inspection)
    assert publishing.standing(of(BEIJING)).list == "gray"


@pytest.mark.parametrize(("code", "rows"), [(ZHEJIANG, black), (GUANGDONG, gray)])
def test_a_black_or_gray_one_files_again_and_gets_onto_the_white_list(two, code: str, rows: Any) -> None:
    world = w.build_world()
    moved(two, rows() | {"province": "北京"})
    world.institution = of(code)
    Membership.objects.create(user=world.filer, institution=world.institution, role="filer", since=clock.now())
    assert publishing.standing(world.institution).list in ("black", "gray")
    filing = w.submitted(world)
    w.accept(world, filing)
    assert publishing.standing(world.institution).list == "notice"
    assert publishing.standing(world.institution).next_list == "white"


def test_a_gray_one_can_be_put_onto_the_black_list_by_two_officers(two) -> None:
    world = w.build_world()
    moved(two, gray() | {"province": "北京"})
    institution = of(GUANGDONG)
    act = list_acts.propose(
        "correct_entry", institution, world.officer, "逾期未整改", list="black", effective_on="2020-05-01"
    )
    list_acts.confirm(act, world.second)
    assert publishing.standing(institution).list == "black"


def test_nobody_moves_the_filing_any_further(two) -> None:
    world = w.build_world()
    moved(two, row())
    filing = Filing.objects.get(kind=Kind.IMPORTED)
    assert workflow.steps_from(filing) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(state="draft", outcome="", version=9)
    officer = client_of(world.officer)
    page = officer.get(f"/review/{filing.number}/", headers={"accept-language": "en"}).content.decode()
    assert "was not screened here" in page
    entry = officer.get(f"/review/lists/{BEIJING}/").content.decode()
    assert "national1" in entry and "national2" in entry and "/review/decisions/" not in entry


def test_its_filer_sees_where_it_stands(two) -> None:
    moved(two)
    for code in (BEIJING, ZHEJIANG, GUANGDONG):
        client = client_of(filer(code))
        assert client.get("/file/").status_code == 200
        assert client.get(f"/file/{Filing.objects.get(institution=of(code)).number}/").status_code == 200


def test_the_same_file_twice_moves_in_once(two) -> None:
    moved(two, row())
    with pytest.raises(Conflict) as refusal:
        moved(two, row())
    assert refusal.value.code == "moved_in_already"
    assert Filing.objects.count() == 1


def test_the_same_rows_in_another_file_are_on_a_list_already(two) -> None:
    moved(two, row(), black())
    again = row(platform_name="另一个"), black(), gray()
    with pytest.raises(BadInput) as refusal:
        moved(two, *again)
    assert [(error.row, error.field) for error in refusal.value.errors] == [(2, "credit_code"), (3, "credit_code")]
    assert not Institution.objects.filter(credit_code=GUANGDONG).exists()


def test_an_institution_with_an_open_filing_does_not_move_in(two) -> None:
    world = w.build_world()
    w.draft(world)
    assert refused_rows(two, row(), black()) == [(2, "credit_code")]


def test_an_institution_of_another_province_is_told(two) -> None:
    w.build_world()
    assert refused_rows(two, row(province="上海")) == [(2, "province")]


def test_a_known_institution_on_no_list_moves_in_and_its_people_are_told(two) -> None:
    world = w.build_world()
    moved(two, row())
    assert publishing.standing(world.institution).list == "white"
    assert Institution.objects.count() == 1
    assert Message.objects.filter(user=world.filer, key__startswith="moved-in-").exists()


def test_an_entry_that_has_ended_comes_back_only_after_its_end(two) -> None:
    world = w.build_world()
    w.listed(world)
    act = list_acts.propose("end_entry", world.institution, world.officer, "停止办学")
    list_acts.confirm(act, world.second)
    assert refused_rows(two, row()) == [(2, "listed_on")]
    moved(two, row(listed_on=clock.today().isoformat()))
    assert publishing.standing(world.institution).list == "white"


def test_it_takes_two_people(two) -> None:
    with pytest.raises(Refused) as refusal:
        moved((two[0], two[0]))
    assert refusal.value.code == "same_officer"


@pytest.mark.parametrize("role", ["provincial", "over", "not_yet", "gone"])
def test_both_are_national_administrators_today(two, role: str) -> None:
    first, second = two
    post = second.posts.get()
    if role == "provincial":
        second = w.post(w.user("provincial"), Role.PROVINCIAL_ADMINISTRATOR)
    elif role == "over":
        Post.objects.filter(pk=post.pk).update(valid_until=date(2019, 6, 1))
    elif role == "not_yet":
        Post.objects.filter(pk=post.pk).update(valid_from=date(2999, 1, 1))
    else:
        second.is_active = False
    for pair in ((first, second), (second, first)):
        with pytest.raises(Refused) as refusal:
            moved(pair)
        assert refusal.value.code == "not_national"
    assert not Filing.objects.exists()


def test_filing_numbers_follow_each_other_and_the_next_one_goes_on(two) -> None:
    world = w.build_world()
    moved(two, *(gray() | {"credit_code": code, "province": "北京"} for code in (GUANGDONG, ZHEJIANG)))
    serials = [int(number[6:12]) for number in Filing.objects.order_by("pk").values_list("number", flat=True)]
    assert serials == [1, 2]
    assert int(w.draft(world).number[6:12]) == 3


class TestCommand:
    def run(self, tmp_path, *rows: dict[str, str], by: str = "national1", second: str = "national2") -> None:
        file = tmp_path / "register.csv"
        file.write_bytes(register(*rows))
        call_command("import_register", str(file), "--by", by, "--and", second)

    def test_it_works(self, two, tmp_path, capsys) -> None:
        self.run(tmp_path, row(), black(), second="national2@test.invalid")
        assert "2 institutions moved in from 2 rows" in capsys.readouterr().out
        assert Entry.objects.count() == 2

    def test_errors_by_row_column_and_value_then_one_line(self, two, tmp_path, capsys) -> None:
        with pytest.raises(CommandError, match="92"):
            self.run(tmp_path, *(row(list=f"x{number}", brand=f"{number}" * 61) for number in range(31)))
        told = capsys.readouterr().err.splitlines()
        assert len(told) == 51
        assert "2" in told[0] and "brand" in told[0]
        assert not Institution.objects.exists()

    @pytest.mark.parametrize(("by", "second"), [("nobody", "national2"), ("national1", "nobody")])
    def test_an_unknown_user(self, two, tmp_path, by: str, second: str) -> None:
        with pytest.raises(CommandError, match="nobody"):
            self.run(tmp_path, row(), by=by, second=second)

    def test_the_same_person_twice(self, two, tmp_path) -> None:
        with pytest.raises(CommandError):
            self.run(tmp_path, row(), second="national1")

    def test_a_file_that_is_not_there(self, two) -> None:
        with pytest.raises(CommandError, match="no file"):
            call_command("import_register", "/nowhere.csv", "--by", "national1", "--and", "national2")


def filer(code: str) -> User:
    person = w.user(f"filer-{code}")
    Membership.objects.create(user=person, institution=of(code), role="administrator", since=clock.now())
    return person
