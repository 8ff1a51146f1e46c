"""What people do on the platform, step by step, as the journeys tell it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext, override

from tests.journeys import materials
from tests.journeys.browser import Person
from tests.journeys.materials import Invented

DEPARTMENTS = ("cyberspace", "telecom", "broadcast", "police", "publications")
DOCUMENTS = ("business_licence", "contract_template", "privacy_policy", "signed_commitment")


def fill(person: Person, values: dict[str, object]) -> None:
    """Type into the fields of the page, by their names."""
    for name, value in values.items():
        field = person.page.locator(f"main [name='{name}']")
        kind = field.first.get_attribute("type")
        if kind == "radio":
            person.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "checkbox" and isinstance(value, list):
            for each in value:
                person.page.locator(f"main [name='{name}'][value='{each}']").check()
        elif kind == "checkbox":
            field.set_checked(bool(value))
        elif field.first.evaluate("element => element.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def save(person: Person) -> None:
    """Press the page's main button; no error is left."""
    person.page.locator("main button.button--primary").last.click()
    person.page.wait_for_load_state()
    assert person.page.locator(".error-summary").count() == 0, person.page.inner_text("main")


def register_institution(person: Person, who: Invented) -> None:
    """Make an account and register the institution for it."""
    person.go("/sign-up/")
    password = {"password1": "a-long-password-of-mine", "password2": "a-long-password-of-mine"}
    fill(person, {"name": "林星", "username": who.account, "email": f"{who.account}@journeys.invalid"} | password)
    person.look("sign-up")
    save(person)
    person.go("/file/register/")
    fill(person, {"credit_code": who.credit_code, "name": who.title, "jurisdiction": "11"})
    person.look("register")
    save(person)


def open_filing(person: Person) -> str:
    """Open the first filing; its number."""
    person.go("/file/")
    person.look("start")
    person.page.locator("main form[action$='/file/open/'] button").click()
    person.page.wait_for_load_state()
    found = re.search(r"/file/([0-9]{13})/", person.page.url)
    assert found, person.page.url
    return found.group(1)


def fill_dossier(
    person: Person, who: Invented, number: str, files: Path, rows: int, course: dict[str, object] = materials.COURSE
) -> None:
    """All five groups, page by page."""
    base = f"/file/{number}"
    person.go(f"{base}/profile/")
    fill(person, who.profile())
    person.look("profile")
    save_page(person)
    person.go(f"{base}/platforms/")
    person.page.locator("main a.button--primary").first.click()
    fill(person, who.platform())
    person.look("platform")
    save_page(person)
    for kind in DOCUMENTS:
        upload_document(person, base, kind, materials.scan(files / f"{kind}.pdf", kind))
    person.go(f"{base}/documents/")
    person.look("documents")
    import_personnel(person, base, materials.personnel_workbook(files / "people.xlsx", rows, who.first_number), rows)
    add_course(person, base, who, course)
    person.go(f"{base}/commitment/")
    fill(person, materials.COMMITMENT)
    person.look("commitment")
    save_page(person)


def save_page(person: Person) -> None:
    """Save a page of the draft and stay where that leads."""
    person.page.locator("main button[name=then][value=next]").click()
    person.page.wait_for_load_state()
    assert person.page.locator(".error-summary").count() == 0, person.page.inner_text("main")


def upload_document(person: Person, base: str, kind: str, path: Path) -> None:
    person.go(f"{base}/documents/")
    person.page.locator("main a.button--primary").first.click()
    fill(person, {"kind": kind})
    person.page.locator("main input[type=file]").set_input_files(path)
    save(person)


def import_personnel(person: Person, base: str, workbook: Path, rows: int) -> None:
    """Choose the workbook and wait while it is read; into empty materials it goes at once."""
    person.go(f"{base}/personnel/workbook/")
    person.look("workbook")
    person.page.locator("main input[type=file]").set_input_files(workbook)
    save(person)
    for _attempt in range(240):
        # The page goes on by itself when the upload is done and while it is read; without JavaScript people reload.
        if person.page.locator("#reading .banner--ok, #reading .notice-banner--ok").count():
            break
        person.page.wait_for_timeout(500)
        if not person.scripted:
            person.page.reload()
    person.look("workbook-read")
    assert person.reads(f"{rows:,}"), person.page.inner_text("main")
    person.go(f"{base}/personnel/")
    assert person.reads(f"{rows:,}")
    person.look("personnel")


def add_course(person: Person, base: str, who: Invented, course: dict[str, object]) -> None:
    person.go(f"{base}/courses/")
    person.page.locator("main a.button--primary").first.click()
    fill(person, course)
    person.page.locator("main [name=platform]").select_option(label=str(who.platform()["name"]))
    person.look("course")
    save_page(person)
    fill(person, {"q": materials.FIRST_PERSON})
    person.page.locator("main form[method=get] button, main form[role=search] button").first.click()
    person.page.locator("main button[name=act][value=add]").first.click()
    person.page.wait_for_load_state()
    person.look("teachers")


def submit(person: Person, number: str) -> None:
    """Check, confirm, and stand before the receipt."""
    person.go(f"/file/{number}/check/")
    person.look("check")
    person.go(f"/file/{number}/submit/")
    person.page.locator("main [name=confirmed]").check()
    person.look("submit")
    save(person)
    assert "/receipts/" in person.page.url, person.page.inner_text("main")
    person.look("receipt")


def wait_for_screening(person: Person, number: str) -> None:
    """The rules run in the worker; until they have, the officer's page says so."""
    with override("zh-hans"):
        not_yet = gettext("The automatic screening of this version has not finished yet")
    for _attempt in range(120):
        person.go(f"/review/{number}/")
        if not person.reads(not_yet):
            return
        person.page.wait_for_timeout(500)
    raise AssertionError("the filing was not screened within a minute")


def confirm_all_findings(person: Person, number: str) -> None:
    """Confirm what the rules found, one after another."""
    for _finding in range(20):
        person.go(f"/review/{number}/")
        button = person.page.locator("main form[action*='/findings/'] button[name=verdict][value=confirmed]")
        if not button.count():
            return
        button.first.click()
        person.page.wait_for_load_state()


def act(person: Person, number: str, action: str, **values: object) -> None:
    """An act that takes one officer."""
    person.go(f"/review/{number}/decide/{action}/")
    fill(person, values)
    save(person)


def days_from_now(person: Person, days: int) -> str:
    """A day on the demo's clock, as the figures tell today."""
    today = person.page.request.get(f"{person.site.url}/api/v1/figures/").json()["as_of"]
    return (date.fromisoformat(today[:10]) + timedelta(days=days)).isoformat()


def answer_items(person: Person, number: str, answers: list[str]) -> None:
    """Answer the items of the running notice in their order; the last answer serves for the rest."""
    person.go(f"/file/{number}/")
    items = person.page.locator("main a[href*='/items/']").evaluate_all("links => links.map(link => link.href)")
    for position, address in enumerate(dict.fromkeys(items)):
        person.page.goto(address)
        fill(person, {"text": answers[min(position, len(answers) - 1)]})
        person.look(f"item-{position + 1}")
        save(person)


def judge(person: Person, number: str, verdict: str, reason: str) -> None:
    """Judge every answer alike."""
    person.go(f"/review/{number}/")
    forms = person.page.locator("main form[action*='/judgement/']").count()
    assert forms
    for position in range(forms):
        person.go(f"/review/{number}/")
        form = person.page.locator("main form[action*='/judgement/']").nth(position)
        form.locator("[name=reason]").fill(reason)
        form.locator(f"button[value={verdict}]").click()
        person.page.wait_for_load_state()


def order_measure(person: Person, number: str, kind: str, department: str, reason: str) -> None:
    person.go(f"/review/{number}/measures/")
    fill(person, {"kind": kind, "department": department, "reason": reason})
    person.look("order-measure")
    person.page.locator("main form[method=post] button.button--danger").click()
    person.page.wait_for_load_state()
    assert person.page.locator(".error-summary").count() == 0, person.page.inner_text("main")


def give_opinion(person: Person, number: str, verdict: str) -> None:
    person.go(f"/review/{number}/")
    person.page.locator("details.opinion-form summary").first.click()
    person.page.locator(f"main [name=verdict][value={verdict}]").first.check()
    person.page.locator("details.opinion-form form button").first.click()
    person.page.wait_for_load_state()


def propose(person: Person, number: str, action: str, **values: object) -> str:
    """Propose a decision; the address of the page that waits for the second officer."""
    person.go(f"/review/{number}/decide/{action}/")
    fill(person, values)
    person.look(f"propose-{action}")
    person.page.locator("main form[method=post] .buttons button:not([name=preview])").first.click()
    person.page.wait_for_load_state()
    assert person.page.locator(".error-summary").count() == 0, person.page.inner_text("main")
    person.go(f"/review/{number}/")
    return str(person.page.locator("main a[href*='/review/decisions/']").first.get_attribute("href"))


def confirm(person: Person, address: str, name: str) -> None:
    person.go(address)
    person.look(f"confirm-{name}")
    person.page.locator("main button[name=answer][value=confirm]").click()
    person.page.wait_for_load_state()
