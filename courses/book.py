"""The course workbook as its pages show it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy, ngettext

from courses import filled_workbook
from courses.importing import COURSES
from institutions.views.workbook import Book


def _applied(rows: int, name: str) -> str:
    return ngettext(
        "%(rows)s course of “%(name)s” is in the materials", "%(rows)s courses of “%(name)s” are in the materials", rows
    ) % {"rows": f"{rows:,}", "name": name}


def _see_all(count: int) -> str:
    return ngettext(
        "See the %(courses)s course in the materials", "See all %(courses)s courses in the materials", count
    ) % {"courses": f"{count:,}"}


BOOK: Final = Book(
    importing=COURSES,
    name="file-courses",
    title=gettext_lazy("Course workbook"),
    lead=gettext_lazy(
        "One row a course, with its timetable, teachers and fees. All rows go in or none. When there are courses"
        " already, you see first what would change."
    ),
    group=gettext_lazy("Courses"),
    file_name=gettext_lazy("courses"),
    applied=_applied,
    see_all=_see_all,
    count=lambda dossier: dossier.courses.count(),
    template=filled_workbook.write,
    template_is_filled=True,
)
