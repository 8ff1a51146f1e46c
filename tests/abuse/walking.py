"""Walking the platform as one person: every address of the written table that may be opened, and what it answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

from tests.abuse import addresses
from tests.abuse.roles import ACCOUNT, DESK, PUBLIC, WORKSPACE, Row
from tests.rectification.world import World

PARTS: dict[str, tuple[list[Row], Callable[[World], dict[str, str]]]] = {
    "public": ([*PUBLIC, *ACCOUNT], addresses.public_addresses),
    "workspace": (WORKSPACE, addresses.workspace_addresses),
    "desk": (DESK, addresses.desk_addresses),
}


@dataclass
class Step:
    """One address and its answer."""

    name: str
    address: str
    answer: HttpResponse

    @property
    def content(self) -> bytes:
        """The whole body, streamed or not."""
        if not hasattr(self, "_content"):
            self._content: bytes = (
                b"".join(self.answer.streaming_content) if self.answer.streaming else self.answer.content  # type: ignore[attr-defined]
            )
        return self._content

    @property
    def media_type(self) -> str:
        return self.answer.headers.get("Content-Type", "").partition(";")[0]


def walk(client: Client, rows: list[Row], asked: dict[str, str]) -> Iterator[Step]:
    """Open every address by GET."""
    for row in rows:
        yield Step(row.name, asked[row.name], client.get(asked[row.name]))


class Markup(HTMLParser):
    """The elements of a page with their attributes, as a browser takes them apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
