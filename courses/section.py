"""The section of a dossier that lists its courses, their weekly lessons and their teachers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.models import Course, CourseTeacher, Lesson
from institutions.models import Dossier, Platform
from institutions.section import Link, Missing, Section, Table
from personnel.models import Person

# What is filed of a course, and of a lesson in its week.
COURSE_COLUMNS: Final = (
    "name",
    "subject",
    "stage",
    "grades",
    "mode",
    "introduction",
    "starts_on",
    "ends_on",
    "lesson_count",
    "lesson_minutes",
    "class_size",
    "pupils_abroad_only",
    "homework",
    "charge_mode",
    "price",
    "hours_per_payment",
    "months_per_payment",
    "refund_rule",
    "textbook",
    "is_imported",
    "copyright_proof",
)
LESSON_COLUMNS: Final = ("weekday", "starts", "ends", "lesson_minutes", "break_minutes")


@dataclass(frozen=True)
class _Lack:
    """Which courses lack something, and how to say it of some of all."""

    courses: Q
    words: Callable[[int], str]


_HAS_LESSON = Exists(Lesson.objects.filter(course=OuterRef("pk")))
_HAS_TEACHER = Exists(CourseTeacher.objects.filter(course=OuterRef("pk")))

_LACKS = (
    _Lack(
        Q(grades=[]),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course has no grade", "%(lacking)d of %(total)d courses have no grade", n
        ),
    ),
    _Lack(
        Q(platform=None),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course is on no platform",
            "%(lacking)d of %(total)d courses are on no platform",
            n,
        ),
    ),
    _Lack(
        Q(charge_mode="") | (~Q(charge_mode="free") & (Q(price=None) | Q(refund_rule=""))),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course lacks its price or refund rules",
            "%(lacking)d of %(total)d courses lack their price or refund rules",
            n,
        ),
    ),
    _Lack(
        Q(homework=""),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course does not say whether homework is set",
            "%(lacking)d of %(total)d courses do not say whether homework is set",
            n,
        ),
    ),
    _Lack(
        Q(~_HAS_LESSON, mode="live"),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course is live but has no weekly lesson",
            "%(lacking)d of %(total)d courses are live but have no weekly lesson",
            n,
        ),
    ),
    _Lack(
        Q(mode="recorded", lesson_minutes=None),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course is recorded but does not say how long a lesson is",
            "%(lacking)d of %(total)d courses are recorded but do not say how long a lesson is",
            n,
        ),
    ),
    _Lack(
        Q(~_HAS_TEACHER),
        lambda n: ngettext(
            "%(lacking)d of %(total)d course has no teacher", "%(lacking)d of %(total)d courses have no teacher", n
        ),
    ),
)


def _missing(dossier: Dossier) -> list[Missing]:
    courses = Course.objects.filter(dossier=dossier)
    total = courses.count()
    if not total:
        return [Missing(_("No course has been added yet"))]
    found = []
    for lack in _LACKS:
        lacking = courses.filter(lack.courses)
        count = lacking.count()
        if count:
            found.append(
                Missing(
                    lack.words(total) % {"lacking": count, "total": total},
                    line=lacking.order_by("position", "id").values_list("line", flat=True).first(),
                )
            )
    return found


COURSES = Section(
    "courses",
    gettext_lazy("Courses"),
    (
        Table(
            Course,
            COURSE_COLUMNS,
            kept=("position",),
            links=(Link("platform_id", Platform),),
            told_by=(("grades", "array_to_string(t.grades, ',')"),),
        ),
        Table(
            Lesson,
            LESSON_COLUMNS,
            links=(Link("course_id", Course),),
            part_of="course_id",
        ),
        Table(
            CourseTeacher,
            (),
            links=(Link("course_id", Course), Link("person_id", Person)),
            part_of="course_id",
        ),
    ),
    _missing,
)
