"""A person at a browser: goes, types and clicks as they would; every page they look at is checked and kept."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.journeys.site import PASSWORD, Site

PICTURES = Path(__file__).resolve().parents[2] / "var" / "journeys"
# WCAG 2.2 AA, as axe knows it, and its own best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Person:
    """One browser context: its own cookies, screen and language."""

    def __init__(self, context: BrowserContext, site: Site, journey: str, *, scripted: bool = True) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.journey = journey
        # axe itself is a script: a person without JavaScript is looked at, not measured.
        self.scripted = scripted
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, address: str) -> None:
        """Type an address."""
        answer = self.page.goto(self.site.url + address)
        assert answer is not None and answer.status < 400, f"{address} answered {answer and answer.status}"

    def sign_in(self, name: str) -> None:
        """Sign in with the demo's password."""
        self.go("/sign-in/")
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main button.button--primary").first.click()
        self.page.wait_for_load_state()
        assert "/sign-in" not in self.page.url, self.page.inner_text("main")

    def look(self, name: str) -> None:
        """Keep a picture of the page; axe finds nothing on it, nor does the browser complain."""
        folder = PICTURES / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        if self.scripted:
            found = Axe().run(self.page, options=RULES).response["violations"]
            assert found == [], f"{self.page.url}: " + "; ".join(
                f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['html'][:200]}" for v in found
            )

    def reads(self, text: str) -> bool:
        """Whether the page says so."""
        return text in re.sub(r"\s+", " ", self.page.inner_text("body"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)
