"""What a cache may keep of the public pages: short, by language, and answered 304 when nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]
# Seconds a page may be shown from a cache, and, when we cannot be reached, how much longer.
FRESH = 30
STALE = 24 * 3600


def public_page(view: View) -> View:
    """A page that everybody may read and a shared cache may keep for a moment."""
    kept = cache_control(public=True, max_age=FRESH, stale_if_error=STALE)
    return require_safe(conditional_page(kept(view)))


def public_answer(view_class: Any) -> Any:
    """The same for the GET answers of an API view."""
    kept = cache_control(public=True, max_age=FRESH, stale_if_error=STALE)
    return method_decorator([conditional_page, kept], name="get")(view_class)
