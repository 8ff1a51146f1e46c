"""What a domain function raises: one small hierarchy that pages, API and commands all translate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


class DomainError(Exception):
    """Something a person can understand and mend.

    `message` is an English msgid (marked with gettext_noop) with %(name)s places, `params` its values:
    str() says it in the language of whoever reads; `status` is the HTTP status that pages and API answer with.
    """

    status = 422

    def __init__(
        self,
        code: str,
        message: str,
        params: dict[str, Any] | None = None,
        onward: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params or {}
        # Address and words (an English msgid) of where one goes on, when the page itself has nothing more to offer.
        self.onward = onward
        # What the fields that were sent are called: from the name of each to its words.
        self.labels: dict[str, str] = {}

    def __str__(self) -> str:
        return gettext(self.message) % self.params if self.params else gettext(self.message)


class Refused(DomainError):
    """The rules do not allow this now; the message says why and what would."""

    status = 422


class Conflict(DomainError):
    """Somebody else was first, or the page is stale: nothing was done."""

    status = 409


class NotFound(DomainError):
    """Not there, or not for this person: the two are never told apart."""

    status = 404


class TooMany(DomainError):
    """Asked too often from one address; `wait` seconds are enough."""

    status = 429
    wait = 60


@dataclass(frozen=True)
class FieldError:
    """One thing wrong in what was handed in: where, what, and how to mend it."""

    field: str
    message: str
    row: int | None = None
    value: str = ""


@dataclass
class BadInput(DomainError):
    """What was handed in cannot be taken; every error with its place."""

    code: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    status = 400

    def __post_init__(self) -> None:
        super().__init__(self.code, self.message, self.params)
