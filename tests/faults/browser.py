"""A signed-in person's requests to a real web server, answered or broken off."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import User
from tests.rectification.pages import client_of

TOKEN = "faults" * 5 + "xy"
TIMEOUT = 60


class BrokenOffError(Exception):
    """The connection ended without an answer."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the page's form."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, self.text
        return found[1]


class Browser:
    """Keeps the session of one person."""

    def __init__(self, url: str, person: User | None = None) -> None:
        self.address = urlsplit(url).netloc
        self.cookies = {settings.CSRF_COOKIE_NAME: TOKEN, settings.LANGUAGE_COOKIE_NAME: "en"}
        if person is not None:
            name = settings.SESSION_COOKIE_NAME
            self.cookies[name] = client_of(person).cookies[name].value

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, object], **headers: str) -> Answer:
        """Send a form, files included; headers with _ for -."""
        body = encode_multipart(BOUNDARY, fields | {"csrfmiddlewaretoken": TOKEN})
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask("POST", path, body, {"Content-Type": MULTIPART_CONTENT} | more)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Cookie": cookies, "Accept-Language": "en"} | headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        except (http.client.HTTPException, ConnectionError) as broken:
            raise BrokenOffError(method, path) from broken
        finally:
            connection.close()
