"""The course workbook to fill in: the courses of the materials, a row each, drop-downs and a sheet that explains.

Read again unchanged it changes nothing.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from courses.columns import COLUMNS, WEEKDAYS
from courses.merging import slot_of
from courses.models import ChargeMode, Course, Homework, Lesson, Mode
from courses.staging import BREAK, lesson_length, names_of_platforms
from courses.wording import WORDING
from institutions.models import Dossier
from institutions.workbooks.columns import Column
from institutions.workbooks.spreadsheet import FORMULA_BEGINS
from institutions.workbooks.wording import listed
from personnel.models import Person, Stage, Subject

ROWS = 20_000
WIDTHS = {"name": 30, "platform": 20, "teachers": 24, "introduction": 24, "refund_rule": 24, "textbook": 20}
CHOICES = {"subject": Subject, "stage": Stage, "mode": Mode, "homework": Homework, "charge_mode": ChargeMode}
YES_NO = ("pupils_abroad_only", "is_imported")


def write(dossier: Dossier) -> io.BytesIO:
    """The courses of the dossier in the reader's language."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@", "valign": "top"})
        quoted = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        heading = book.add_format({"bold": True, "num_format": "@", "bg_color": "#E9F0FC", "bottom": 1})
        sheet = book.add_worksheet(_("Courses"))
        platforms = names_of_platforms(dossier)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS.get(column.name, 12), text)
            sheet.write_string(0, place, _heading(column), heading)
        for line, course in enumerate(_courses(dossier), 1):
            for place, value in enumerate(row_of(course, platforms)):
                if value:
                    # A quote prefix keeps it text, even when somebody edits the cell.
                    sheet.write_string(line, place, value, quoted if value.startswith(FORMULA_BEGINS) else text)
        sheet.freeze_panes(1, 1)
        _explain(book.add_worksheet(_("How to fill in")), heading, text)
        _offer(sheet, book.add_worksheet(_("Platforms")), list(platforms.values()))
    content.seek(0)
    return content


def row_of(course: Course, platforms: dict[int, str]) -> list[str]:
    """What the workbook says of a course, in the order of its columns."""
    lessons = list(course.lessons.all())
    rest = Counter(lesson.break_minutes for lesson in lessons).most_common(1)
    rest_of_all = rest[0][0] if rest else BREAK
    said = {
        "platform": platforms.get(course.platform_id or 0, ""),
        "grades": listed(map(str, course.grades)),
        "break_minutes": str(rest_of_all) if rest_of_all != BREAK else "",
        "teachers": listed(_as_teacher(teacher.person) for teacher in course.teachers.all()),
    }
    for weekday, name in enumerate(WEEKDAYS, 1):
        said[name] = listed(
            _slot(lesson, course, rest_of_all) for lesson in sorted(lessons, key=slot_of) if lesson.weekday == weekday
        )
    return [said[column.name] if column.name in said else _value(course, column.name) for column in COLUMNS]


def _value(course: Course, name: str) -> str:
    if name in CHOICES:
        return str(getattr(course, f"get_{name}_display")())
    value: Any = getattr(course, name)
    if name in YES_NO:
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _slot(lesson: Lesson, course: Course, rest_of_all: int) -> str:
    """19:00-19:40; in brackets the minutes of a lesson and of its break, where the other columns do not say them."""
    plain = f"{lesson.starts:%H:%M}-{lesson.ends:%H:%M}"
    usual = lesson_length(course.lesson_minutes, lesson.starts, lesson.ends)
    if (lesson.lesson_minutes, lesson.break_minutes) == (usual, rest_of_all):
        return plain
    return f"{plain} ({lesson.lesson_minutes}+{lesson.break_minutes})"


def _as_teacher(person: Person) -> str:
    return person.certificate_number or person.name


def _courses(dossier: Dossier) -> Any:
    return dossier.courses.prefetch_related("lessons", "teachers__person").order_by("position", "pk")


def _heading(column: Column) -> str:
    return WORDING.column_label(column.name) + ("*" if column.required else "")


def _offer(sheet: Worksheet, names: Worksheet, platforms: list[str]) -> None:
    """Drop-downs; those of the platforms come from a sheet of their own."""
    names.set_column(0, 0, 40)
    for line, platform in enumerate([_("Platform"), *platforms]):
        names.write_string(line, 0, platform)
    for place, column in enumerate(COLUMNS):
        words: object = None
        if column.name in CHOICES:
            words = [str(label) for label in CHOICES[column.name].labels]
        elif column.name in YES_NO:
            words = [_("no"), _("yes")]
        elif column.name == "platform" and platforms:
            words = f"='{_('Platforms')}'!$A$2:$A${len(platforms) + 1}"
        if words:
            offered = {"validate": "list", "source": words, "error_title": _("Choose from the list")}
            sheet.data_validation(1, place, ROWS, place, offered)


def _explain(sheet: Worksheet, heading: object, text: object) -> None:
    for place, width in enumerate((20, 16, 90, 28)):
        sheet.set_column(place, place, width, text)
    for place, title in enumerate((_("Column"), _("Needed"), _("What stands there"), _("Example"))):
        sheet.write_string(0, place, title, heading)
    for line, column in enumerate(COLUMNS, 1):
        needed = _("always") if column.required else _("before the materials are submitted, where it applies")
        what, example = _help(column.name)
        for place, value in enumerate((_heading(column), needed, what, example)):
            sheet.write_string(line, place, value)
    sheet.write_string(
        len(COLUMNS) + 2, 0, _("All rows go in or none; the page then tells every problem by row and column.")
    )


def _help(column: str) -> tuple[str, str]:
    """What stands in a column, and an example."""
    if column in CHOICES:
        return _("One of: %(words)s") % {"words": WORDING.allowed(column)}, str(CHOICES[column].labels[0])
    if column in YES_NO:
        return _("One of: %(words)s") % {"words": WORDING.allowed(column)}, _("no")
    if column in WEEKDAYS:
        return (
            _(
                "From and to of each lesson of that day, several by commas. In brackets, where it differs: minutes of"
                " a lesson, plus minutes of break"
            ),
            "19:00-19:40" if column != "saturday" else "09:00-10:30 (40+10)",
        )
    return {
        "name": (_("Each course has a name of its own: it is known by it"), _("Mathematics, grade 7, autumn")),
        "grades": (_("1 to 12, several by commas, or from and to"), "7-9"),
        "platform": (_("As on the sheet “Platforms”"), ""),
        "introduction": (_("What pupils learn"), ""),
        "starts_on": (_("Year, month and day"), "2019-09-07"),
        "ends_on": (_("Year, month and day"), "2020-01-12"),
        "lesson_count": (_("A whole number"), "36"),
        "lesson_minutes": (_("Of a recorded course; of a live one where a lesson is shorter than its time"), "40"),
        "break_minutes": (_("Between two lessons; empty: 10"), "10"),
        "teachers": (_("Numbers of the teacher qualification certificates, or names that only one person has"), ""),
        "class_size": (_("A whole number"), "30"),
        "price": (_("In yuan, for a class hour or a period"), "80"),
        "hours_per_payment": (_("When charged by class hour: at most 60 are allowed."), "40"),
        "months_per_payment": (_("When charged by period: at most 3 are allowed."), "3"),
        "refund_rule": (_("How and when fees are paid back"), ""),
        "textbook": (_("Its title, or that of your own material"), ""),
        "copyright_proof": (_("Of your own or licensed material"), ""),
    }[column]
