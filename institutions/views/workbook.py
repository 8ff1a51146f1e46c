"""The pages of a workbook in three steps: choose it, see it read, see what changes or what is wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from filing_platform.errors import BadInput, Refused
from institutions.editing import editable_dossier
from institutions.forms.workbook import ConfirmForm, WorkbookForm
from institutions.models import Dossier
from institutions.views.draft_page import INVALID, FilingPage
from institutions.workbooks import strongbox
from institutions.workbooks.importing import MAX_SIZE, Importing
from institutions.workbooks.showing import Reading

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Book:
    """One kind of workbook as its pages show it."""

    importing: Importing
    # Its addresses are called `name`-import, `name`-template and so on; `name` itself is the page of the group.
    name: str
    title: Promise
    lead: Promise
    group: Promise
    file_name: Promise
    # Of a number of rows and the workbook's name: “3 people of … are in the materials”.
    applied: Callable[[int, str], str]
    # Of how many there are now: “See all 3 people in the materials”.
    see_all: Callable[[int], str]
    count: Callable[[Dossier], int]
    template: Callable[[Dossier], io.BytesIO]
    # The template holds what is in the materials.
    template_is_filled: bool = False


class WorkbookPage(FilingPage):
    """A page on the workbook of one room."""

    book: Book = None  # type: ignore[assignment]  # Given with the address.

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The template with the filing, the words of the room and the addresses of its pages."""
        around = {"filing": self.filing, "book": self.book, "at": self._addresses()}
        return render(self.request, f"institutions/workbook/{template}.html", around | context, status=status)

    def to_the_workbook(self, workbook: Any) -> HttpResponse:
        """On to where the workbook is read."""
        return redirect(f"{self._addresses()['workbook']}?workbook={workbook.pk}")

    def newest(self) -> Any:
        """The workbook handed in last; 404 without one."""
        return self.book.importing.newest(editable_dossier(self.filing)) or _not_found()

    def reading(self, workbook: Any) -> Reading:
        """How far it is."""
        return Reading(workbook, self.book.importing.wording)

    def _addresses(self) -> dict[str, str]:
        name = self.book.name
        return {
            "group": self.address(name),
            "workbook": self.address(f"{name}-import"),
            "confirm": self.address(f"{name}-import-confirm"),
            "errors": self.address(f"{name}-import-errors"),
            "annotated": self.address(f"{name}-import-annotated"),
            "template": self.address(f"{name}-template"),
        }


class Workbook(WorkbookPage):
    """Choose, read, see what changes or what is wrong; with htmx only the steps that fill in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        template = "_reading" if getattr(request, "htmx", False) else "workbook"
        return self.steps(template, WorkbookForm(), ConfirmForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.steps("workbook", form, ConfirmForm(), INVALID)
        try:
            workbook = self.book.importing.start(
                editable_dossier(self.filing), form.cleaned_data["workbook"], request.user
            )
        except (BadInput, Refused) as error:
            form.add_error("workbook", str(error))
            return self.steps("workbook", form, ConfirmForm(), INVALID)
        return self.to_the_workbook(workbook)

    def steps(self, template: str, form: WorkbookForm, confirm_form: ConfirmForm, status: int = 200) -> HttpResponse:
        """The page as far as the workbook handed in last is."""
        dossier = editable_dossier(self.filing)
        workbook = self.book.importing.newest(dossier)
        count = self.book.count(dossier)
        context = {
            "form": form,
            "confirm_form": confirm_form,
            "reading": self.reading(workbook) if workbook else None,
            "limit": MAX_SIZE // 1024**2,
            "count": count,
            "see_all": self.book.see_all(count),
            "applied": self.book.applied(workbook.rows, workbook.file_name) if workbook else "",
        }
        return self.page(template, context, status)


class WorkbookConfirmation(Workbook):
    """The filer's word that what the page said may happen."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        workbook = self.newest()
        form = ConfirmForm(request.POST if workbook.removed else {"missing": "keep"})
        if not form.is_valid():
            return self.steps("workbook", WorkbookForm(), form, INVALID)
        self.book.importing.confirm(workbook, request.user, keep_missing=form.keeps_missing)
        return self.to_the_workbook(workbook)


class WorkbookErrors(WorkbookPage):
    """Every error of one kind, fifty a page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        workbook = self.newest()
        group = self.reading(workbook).group(request.GET.get("kind", "")) or _not_found()
        errors = workbook.errors.filter(column=group.column, code=group.code).order_by("row", "pk")
        return self.page(
            "errors", {"group": group, "errors": Paginator(errors, PAGE).get_page(request.GET.get("page"))}
        )


class AnnotatedWorkbook(WorkbookPage):
    """The filer's own workbook with its problems marked."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        workbook = self.newest()
        if not workbook.annotated:
            raise Http404
        name = _("%(workbook)s-to-be-mended") % {"workbook": self.book.file_name} + ".xlsx"
        headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
        pieces = strongbox.opened(workbook.annotated.open("rb"))
        return StreamingHttpResponse(pieces, content_type=XLSX, headers=headers)


class TemplateWorkbook(WorkbookPage):
    """A workbook to fill in."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        content = self.book.template(editable_dossier(self.filing))
        return FileResponse(content, content_type=XLSX, as_attachment=True, filename=f"{self.book.file_name}.xlsx")


def workbook_addresses(prefix: str, book: Book) -> list[URLPattern]:
    """The addresses of the pages below `prefix`."""
    name = book.name
    return [
        path(f"{prefix}workbook/", Workbook.as_view(book=book), name=f"{name}-import"),
        path(f"{prefix}workbook/confirm/", WorkbookConfirmation.as_view(book=book), name=f"{name}-import-confirm"),
        path(f"{prefix}workbook/errors/", WorkbookErrors.as_view(book=book), name=f"{name}-import-errors"),
        path(f"{prefix}workbook/annotated/", AnnotatedWorkbook.as_view(book=book), name=f"{name}-import-annotated"),
        path(f"{prefix}workbook/template/", TemplateWorkbook.as_view(book=book), name=f"{name}-template"),
    ]


def _not_found() -> NoReturn:
    raise Http404
