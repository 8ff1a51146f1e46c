"""The pages of the courses: the list, one course with its timetable, its teachers, copying and removing one."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.forms import CoursePage
from courses.models import Course
from courses.quick import CourseRows
from courses.teaching import add_teacher, copy_course, people_to_add, remove_teacher
from dossiers.task_list import neighbours
from dossiers.views.section_page import SectionPage
from institutions.editing import editable_dossier, locked_dossier, next_position, remove_row, touched
from institutions.models import Dossier
from institutions.views.draft_page import FilingPage, tell_saved

PAGE = 50
QUICK_PAGE = 25


class CourseList(FilingPage):
    """The courses of the draft, fifty a page, found by name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        around = neighbours(self.filing, "courses")
        query = request.GET.get("q", "").strip()[:120]
        courses = dossier.courses.select_related("platform").filter(name__contains=query)
        courses = courses.annotate(
            lesson_rows=Count("lessons", distinct=True), teacher_rows=Count("teachers", distinct=True)
        )
        page = Paginator(courses.order_by("position", "pk"), PAGE).get_page(request.GET.get("page"))
        for course in page:
            # The line of the copy, should it be made: a second click finds it there.
            course.copy_line = uuid.uuid4()
        context = {
            "filing": self.filing,
            "dossier": dossier,
            "around": around,
            "query": query,
            "courses": page,
            "missing": around.section.missing(dossier),
            "new_line": uuid.uuid4(),
        }
        return render(request, "courses/list.html", context)


class CourseEditing(SectionPage):
    """One course by its line, with its weekly timetable."""

    section = "courses"
    template_name = "courses/course.html"

    def form_of(self, dossier: Dossier, *data: Any, line: UUID, **kwargs: Any) -> CoursePage:
        row = dossier.courses.filter(line=line).first()
        if row is None:
            row = Course(dossier=dossier, line=line, position=next_position(dossier.courses))
        return CoursePage(*data, instance=row)

    def context(self, dossier: Dossier, form: CoursePage) -> dict[str, Any]:
        course = form.course.instance
        more = {"course": course, "teacher_count": course.teachers.count() if course.pk else 0}
        return super().context(dossier, form) | more

    def address_after(self, form: CoursePage) -> str:
        course = form.course.instance
        if self.request.POST.get("then") == "lessons":
            return f"{self.here()}#lessons"
        if self.request.POST.get("then") == "stay":
            return self.here()
        return self.address("file-courses") if course.teachers.exists() else self.address("file-teachers", course.line)


class CourseQuick(SectionPage):
    """Platform, homework and fees of many courses on one page."""

    section = "courses"
    template_name = "courses/quick.html"

    def form_of(self, dossier: Dossier, *data: Any, **kwargs: Any) -> CourseRows:
        courses = dossier.courses.order_by("position", "pk")
        if data:
            lines = [_uuid(line) for line in data[0].getlist("line")]
            return CourseRows(*data, courses=list(courses.filter(line__in=lines)), dossier=dossier)
        self.shown = Paginator(courses, QUICK_PAGE).get_page(self.request.GET.get("page"))
        return CourseRows(courses=list(self.shown), dossier=dossier)

    def context(self, dossier: Dossier, form: CourseRows) -> dict[str, Any]:
        return super().context(dossier, form) | {"page_obj": getattr(self, "shown", None)}

    def address_after(self, form: CourseRows) -> str:
        stays = self.request.POST.get("then") == "stay"
        return self.request.get_full_path() if stays else self.address("file-courses")


class CourseTeachers(FilingPage):
    """Who teaches a course: found by name among the people of the dossier, added and removed one by one."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        course = course_at(editable_dossier(self.filing), line)
        query = request.GET.get("q", "").strip()[:60]
        teachers = course.teachers.select_related("person").order_by("person__name", "pk")
        context = {
            "filing": self.filing,
            "around": neighbours(self.filing, "courses"),
            "course": course,
            "query": query,
            "teachers": Paginator(teachers, PAGE).get_page(request.GET.get("page")),
            "found": people_to_add(course, query) if query else None,
            "people_count": course.dossier.people.count(),
        }
        return render(request, "courses/teachers.html", context)

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        with transaction.atomic():
            dossier = locked_dossier(self.filing)
            course = course_at(dossier, line)
            person = dossier.people.filter(line=_uuid(request.POST.get("person", ""))).first()
            if person is None:
                raise Http404
            change = remove_teacher if request.POST.get("act") == "remove" else add_teacher
            change(course, person)
            touched(dossier)
        tell_saved(request)
        return redirect(request.get_full_path())


class CourseCopy(FilingPage):
    """A copy of a course as the start of another."""

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        with transaction.atomic():
            dossier = locked_dossier(self.filing)
            course = course_at(dossier, line)
            name = Truncator(_("%(name)s (copy)") % {"name": course.name}).chars(120)
            copy = copy_course(course, _uuid(request.POST.get("copy", "")), name, next_position(dossier.courses))
            touched(dossier)
        tell_saved(request)
        return redirect(self.address("file-course", copy.line))


class CourseRemoval(FilingPage):
    """Asks once, then removes a course with its lessons."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        context = {
            "filing": self.filing,
            "around": neighbours(self.filing, "courses"),
            "thing": course_at(editable_dossier(self.filing), line),
            "back": self.address("file-courses"),
        }
        return render(request, "dossiers/removal.html", context)

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        remove_row(self.filing, Course, line)
        tell_saved(request)
        return redirect(self.address("file-courses"))


def course_at(dossier: Dossier, line: UUID) -> Course:
    """The course of that line; 404 when it is not there."""
    course = dossier.courses.select_related("dossier").filter(line=line).first()
    if course is None:
        raise Http404
    return course


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
