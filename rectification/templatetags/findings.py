"""What a finding says, for templates, in the reader's language."""

from django import template

from screening import wording

register = template.Library()
register.filter("sentence", wording.sentence)
register.filter("heading", wording.heading)
register.filter("basis", wording.basis)
