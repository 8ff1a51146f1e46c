"""The whole journey of two institutions, and of a filer with a phone and no JavaScript; last: the clock moves on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from tests.journeys import materials, steps
from tests.journeys.browser import Person
from tests.journeys.site import Site

# 10,000 people in one workbook: the size that a filer of a big institution has.
MANY = 10_000


def test_an_institution_files_ten_thousand_people_and_ends_on_the_white_list(
    person: Callable[..., Person], site: Site, files: Path
) -> None:
    filer = person()
    steps.register_institution(filer, materials.HEMIAO)
    number = steps.open_filing(filer)
    filer.go(f"/file/{number}/")
    filer.look("task-list")
    steps.fill_dossier(filer, materials.HEMIAO, number, files, MANY)
    steps.submit(filer, number)

    officer, second = person(), person(language="en")
    officer.sign_in("officer")
    steps.wait_for_screening(officer, number)
    officer.look("filing")
    steps.give_opinion(officer, number, "no_objection")
    for department in steps.DEPARTMENTS:
        colleague = person()
        colleague.sign_in(department)
        colleague.go("/review/")
        colleague.look(f"queue-{department}")
        steps.give_opinion(colleague, number, "no_objection")
        colleague.page.context.close()
    address = steps.propose(officer, number, "accept", public_reason="材料经六部门会审，符合规定。")
    second.sign_in("officer2")
    steps.confirm(second, address, "accept")

    parent = person(phone=True)
    parent.go("/register/?q=" + quote(materials.HEMIAO.brand))
    parent.look("in-notice")
    assert parent.reads("公示")
    site.forward(7)
    parent.go("/register/?q=" + quote(f"https://www.{materials.HEMIAO.domain}/class?id=9"))
    parent.look("white")
    assert parent.reads("白名单") and parent.reads(materials.HEMIAO.brand)


def test_an_institution_that_does_not_rectify_ends_on_the_black_list(
    person: Callable[..., Person], site: Site, files: Path
) -> None:
    filer, officer, second = person(), person(), person()
    steps.register_institution(filer, materials.YUNFAN)
    number = steps.open_filing(filer)
    late = dict(materials.COURSE) | {
        "lessons-0-starts": "20:40",
        "lessons-0-ends": "21:20",
        "hours_per_payment": "90",
    }
    steps.fill_dossier(filer, materials.YUNFAN, number, files, 12, late)
    steps.submit(filer, number)

    officer.sign_in("officer")
    steps.wait_for_screening(officer, number)
    officer.look("findings")
    steps.confirm_all_findings(officer, number)
    steps.act(officer, number, "flag")
    officer.look("flagged")
    day = steps.days_from_now(officer, 10)
    notice = steps.propose(
        officer, number, "issue_notice", deadline=day, public_reason="直播课超过 21:00；一次性收费超过 60 课时。"
    )
    second.sign_in("officer2")
    steps.confirm(second, notice, "notice")

    filer.go(f"/file/{number}/")
    filer.look("rectifying")
    steps.answer_items(filer, number, ["已改为 21:00 前结束。", "不改。"])
    steps.submit(filer, number)
    steps.wait_for_screening(officer, number)
    steps.judge(officer, number, "inadequate", "课表和收费没有改。")
    officer.look("judged")
    steps.confirm_all_findings(officer, number)
    steps.act(officer, number, "flag")
    rejection = steps.propose(officer, number, "reject", public_reason="整改不到位：直播课仍超过 21:00。")
    filer.go(f"/file/{number}/statement/")
    steps.fill(filer, {"text": "我们正在调整，请求宽限。"})
    filer.look("statement")
    steps.save(filer)
    site.forward(12)
    officer.go(rejection)
    officer.page.locator("form[action$='/statement/'] button").click()
    officer.page.wait_for_load_state()
    steps.confirm(second, rejection, "reject")
    steps.order_measure(officer, number, "stop_platform", "telecommunications", "整改不到位，责令停止平台运营。")

    parent = person()
    parent.go("/register/?q=" + quote(f"https://www.{materials.YUNFAN.domain}/"))
    parent.look("black")
    assert parent.reads("黑名单") and parent.reads("整改不到位")


def test_a_filer_on_a_phone_without_javascript_submits(person: Callable[..., Person], files: Path) -> None:
    filer = person(phone=True, scripted=False, language="en")
    steps.register_institution(filer, materials.MUYU)
    number = steps.open_filing(filer)
    steps.fill_dossier(filer, materials.MUYU, number, files, 12)
    steps.submit(filer, number)
    assert re.search(r"[0-9a-f]{8}", filer.page.inner_text("main"))
