"""What people do on the platform, step by step, as the journeys tell it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.journeys import materials
from tests.journeys.browser import Person

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
    person.page.locator("main form[method=post] button:not([name]), main form[method=post] button[name=then]").last
    person.page.locator("main .button--primary, main button.button:not(.button--secondary)").last.click()
    person.page.wait_for_load_state()
    assert person.page.locator(".error-summary").count() == 0, person.page.inner_text("main")


def register_institution(person: Person, name: str, credit_code: str, title: str) -> None:
    """Make an account and register the institution for it."""
    person.go("/account/signup/")
    fill(
        person,
        {
            "username": name,
            "email": f"{name}@journeys.invalid",
            "password1": "a-long-password-of-mine",
            "password2": "a-long-password-of-mine",
        },
    )
    person.look("sign-up")
    save(person)
    person.go("/file/")
    fill(person, {"credit_code": credit_code, "name": title, "jurisdiction": "11"})
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
    person: Person, number: str, files: Path, rows: int, *, course: dict[str, object] | None = None
) -> None:
    """All five groups, page by page."""
    base = f"/file/{number}"
    person.go(f"{base}/profile/")
    fill(person, materials.PROFILE)
    person.look("profile")
    save(person)
    person.go(f"{base}/platforms/")
    person.page.locator("main a.button").first.click()
    fill(person, materials.PLATFORM)
    person.look("platform")
    save(person)
    for kind in DOCUMENTS:
        upload_document(person, base, kind, materials.scan(files / f"{kind}.pdf", kind))
    person.look("documents")
    import_personnel(person, base, materials.personnel_workbook(files / "people.xlsx", rows), rows)
    add_course(person, base, course or dict(materials.COURSE))
    person.go(f"{base}/commitment/")
    fill(person, materials.COMMITMENT)
    person.look("commitment")
    save(person)


def upload_document(person: Person, base: str, kind: str, path: Path) -> None:
    person.go(f"{base}/documents/")
    person.page.locator("main a.button").first.click()
    fill(person, {"kind": kind})
    person.page.locator("main input[type=file]").set_input_files(path)
    save(person)


def import_personnel(person: Person, base: str, workbook: Path, rows: int) -> None:
    """Choose the workbook, wait while it is read, see what will change, take it over."""
    person.go(f"{base}/personnel/import/")
    person.look("workbook")
    person.page.locator("main input[type=file]").set_input_files(workbook)
    save(person)
    for _attempt in range(240):
        if person.page.locator("main form[action$='/apply/'] button").count():
            break
        person.page.wait_for_timeout(500)
        if not person.scripted:
            person.page.reload()
    person.look("workbook-read")
    assert person.reads(f"{rows:,}")
    person.page.locator("main form[action$='/apply/'] button").click()
    person.page.wait_for_load_state()
    for _attempt in range(240):
        person.go(f"{base}/personnel/")
        if person.reads(f"{rows:,}"):
            break
        person.page.wait_for_timeout(500)
    person.look("personnel")


def add_course(person: Person, base: str, course: dict[str, object]) -> None:
    person.go(f"{base}/courses/")
    person.page.locator("main a.button").first.click()
    fill(person, {name: value for name, value in course.items()})
    person.page.locator("main [name=platform]").select_option(label=materials.PLATFORM["name"])
    person.look("course")
    save(person)
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
    """The rules run in the worker; the officer's page says when they have."""
    for _attempt in range(120):
        person.go(f"/review/{number}/")
        if person.page.locator("[data-screened]").count():
            return
        person.page.wait_for_timeout(500)
    raise AssertionError("the filing was not screened within a minute")


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
