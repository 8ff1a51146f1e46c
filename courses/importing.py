"""The import of a course workbook: see institutions/workbooks/importing.py."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from courses import merging
from courses.models import CourseImport, CourseWorkbookError
from courses.staging import StagedCourses, find_platforms_and_teachers, staging
from courses.wording import WORDING
from institutions.models import Dossier
from institutions.workbooks.changes import Changes
from institutions.workbooks.importing import Importing, Tell
from jobs import running
from jobs.models import Job


class CourseImporting(Importing):
    """Courses: some thousand at most, staged and compared in the worker's memory."""

    kind = "course_import"
    room = "courses"
    model = CourseImport
    wording = WORDING

    def staging(self, workbook: Any, tell: Tell) -> AbstractContextManager[StagedCourses]:
        return staging(workbook, tell)

    def problems(self, taking: StagedCourses, workbook: Any, dossier: Dossier) -> list[CourseWorkbookError]:
        return find_platforms_and_teachers(taking.courses, workbook, dossier)

    def changes(self, taking: StagedCourses, dossier: Dossier) -> Changes:
        return merging.compare(taking.courses, dossier).changes

    def removed_names(self, taking: StagedCourses, dossier: Dossier) -> list[str]:
        removed = merging.compare(taking.courses, dossier).removed
        return [course.name for course in removed[: merging.NAMES_SHOWN]]

    def merge(self, taking: StagedCourses, dossier: Dossier, *, keep_missing: bool) -> None:
        merging.merge(merging.compare(taking.courses, dossier), dossier, keep_missing=keep_missing)


COURSES = CourseImporting()


@running.runner(CourseImporting.kind)
def run(job: Job) -> dict[str, Any]:
    """Read, check, and apply or say what would change."""
    return COURSES.run(job)
