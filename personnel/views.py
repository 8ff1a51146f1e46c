"""The filer's pages on training personnel: the list, one person, and the workbook in three steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filing_platform.errors import BadInput, Refused
from institutions.editing import editable_dossier, next_position, remove_row
from institutions.models import Dossier
from institutions.views.draft_page import INVALID, DraftPage, FilingPage
from personnel import importing, strongbox, template_workbook
from personnel.forms import ConfirmForm, PersonForm, WorkbookForm
from personnel.models import Person
from personnel.showing import Reading

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PersonnelPage(FilingPage):
    """A page on the people of a filing."""

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The template with the filing."""
        return render(self.request, f"personnel/{template}.html", {"filing": self.filing} | context, status=status)

    def to(self, name: str, query: str = "") -> HttpResponse:
        """On to another page of the filing."""
        return redirect(self.address(name) + query)


class People(PersonnelPage):
    """The people of the draft, fifty a page, found by name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        people = editable_dossier(self.filing).people.named(request.GET.get("q", "")).order_by("position", "pk")
        context = {
            "people": Paginator(people, PAGE).get_page(request.GET.get("page")),
            "query": request.GET.get("q", ""),
            "new_line": uuid4(),
        }
        return self.page("people", context)


class PersonPage(DraftPage):
    """One person by their line; a line that nobody has yet is a new person's."""

    template_name = "personnel/person.html"

    def form_of(self, dossier: Dossier, *data: Any, line: UUID, **kwargs: Any) -> PersonForm:
        person = dossier.people.filter(line=line).first()
        if person is None:
            person = Person(dossier=dossier, line=line, position=next_position(dossier.people))
        return PersonForm(*data, dossier=dossier, instance=person)

    def context(self, dossier: Dossier, form: PersonForm) -> dict[str, Any]:
        return {"person": form.stored}

    def address_after(self, form: PersonForm) -> str:
        return self.address("file-personnel")


class PersonRemoval(PersonnelPage):
    """Taking one person out, after a question."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        person = editable_dossier(self.filing).people.filter(line=line).first() or _not_found()
        return self.page("person_removal", {"person": person})

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        remove_row(self.filing, Person, line)
        return self.to("file-personnel")


class Workbook(PersonnelPage):
    """Choose, read, see what changes or what is wrong; with htmx only the steps that fill in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        template = "_reading" if getattr(request, "htmx", False) else "workbook"
        return self._page(template, WorkbookForm(), ConfirmForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page("workbook", form, ConfirmForm(), INVALID)
        try:
            workbook = importing.start(editable_dossier(self.filing), form.cleaned_data["workbook"], request.user)
        except (BadInput, Refused) as error:
            form.add_error("workbook", str(error))
            return self._page("workbook", form, ConfirmForm(), INVALID)
        return self.to("file-personnel-import", f"?workbook={workbook.pk}")

    def _page(self, template: str, form: WorkbookForm, confirm_form: ConfirmForm, status: int = 200) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        workbook = importing.newest(dossier)
        context = {
            "form": form,
            "confirm_form": confirm_form,
            "reading": Reading(workbook) if workbook else None,
            "limit": importing.MAX_SIZE // 1024**2,
            "people_count": dossier.people.count(),
        }
        return self.page(template, context, status)


class WorkbookConfirmation(Workbook):
    """The filer's word that what the page said may happen."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        workbook = importing.newest(editable_dossier(self.filing)) or _not_found()
        form = ConfirmForm(request.POST if workbook.removed else {"missing": "keep"})
        if not form.is_valid():
            return self._page("workbook", WorkbookForm(), form, INVALID)
        importing.confirm(workbook, request.user, keep_missing=form.keeps_missing)
        return self.to("file-personnel-import", f"?workbook={workbook.pk}")


class WorkbookErrors(PersonnelPage):
    """Every error of one kind, fifty a page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        workbook = importing.newest(editable_dossier(self.filing)) or _not_found()
        group = Reading(workbook).group(request.GET.get("kind", "")) or _not_found()
        errors = workbook.errors.filter(column=group.column, code=group.code).order_by("row", "pk")
        return self.page(
            "errors", {"group": group, "errors": Paginator(errors, PAGE).get_page(request.GET.get("page"))}
        )


class AnnotatedWorkbook(PersonnelPage):
    """The filer's own workbook with its problems marked."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        workbook = importing.newest(editable_dossier(self.filing))
        if workbook is None or not workbook.annotated:
            raise Http404
        pieces = strongbox.opened(workbook.annotated.open("rb"))
        return StreamingHttpResponse(pieces, content_type=XLSX, headers=_attachment(_("personnel-to-be-mended")))


class TemplateWorkbook(PersonnelPage):
    """An empty workbook to fill in."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        content = template_workbook.write(get_language() or "zh-hans")
        return FileResponse(content, content_type=XLSX, as_attachment=True, filename=f"{_('personnel-template')}.xlsx")


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx") or ""}


def _not_found() -> Any:
    raise Http404
