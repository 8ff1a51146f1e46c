"""How teachers are written in the courses' pages."""

from django import template

from courses.teaching import subject_names

register = template.Library()
register.filter("subjects", subject_names)
