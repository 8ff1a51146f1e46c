"""How a person reads: large print and colours, from cookies; and which pages are public."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

PUBLIC_PREFIXES = ("/register/", "/figures/", "/api/", "/styleguide/")
PRINT_COOKIE = "print"
THEME_COOKIE = "theme"
PRINTS = ("normal", "large")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Reading:
    """`theme` is "light", "dark" or "" (as the system has it)."""

    large_print: bool = False
    theme: str = ""


def reading_of(request: HttpRequest) -> Reading:
    """The choices in this request's cookies; anything unknown is nothing."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return Reading(
        large_print=request.COOKIES.get(PRINT_COOKIE) == "large",
        theme=theme if theme in ("light", "dark") else "",
    )


def is_public(path: str) -> bool:
    """Whether the address belongs to the register: such a page touches neither session nor user."""
    return path == "/" or path.startswith(PUBLIC_PREFIXES)
