"""Look-ups that the filing pages need."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def of(counts: dict[str, int], name: Any) -> int:
    """The count under that name, or none."""
    return counts.get(str(name), 0)
