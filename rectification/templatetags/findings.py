"""What a finding says and what was typed about it, for templates, in the reader's language."""

from django import template

from rectification.forms.unfinished import Unfinished
from screening import wording

register = template.Library()
register.filter("sentence", wording.sentence)
register.filter("heading", wording.heading)
register.filter("basis", wording.basis)


@register.filter
def typed(unfinished: Unfinished, name: str) -> str:
    """What was typed into that field of a small form that was refused."""
    return unfinished.typed(name)
