"""The filer's pages on training personnel: the list, one person, and the workbook in three steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from filing_platform.errors import BadInput, Refused
from institutions.models import Filing
from personnel import importing, strongbox, template_workbook
from personnel.editing import open_dossier, remove_person, save_person
from personnel.forms import ConfirmForm, PersonForm, WorkbookForm
from personnel.models import Person
from personnel.showing import Reading

PAGE = 50
INVALID, STALE = 422, 409
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FilingPage(LoginRequiredMixin, View):
    """A page on a filing of an institution that the person files for; 404 for everybody else."""

    filing: Filing

    def dispatch(self, request: HttpRequest, *args: Any, number: str = "", **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            mine = Filing.objects.visible_to(request.user).filter(institution__memberships__user=request.user.pk)
            self.filing = mine.select_related("institution").filter(number=number).first() or _not_found()
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The template with the filing."""
        return render(self.request, f"personnel/{template}.html", {"filing": self.filing} | context, status=status)

    def to(self, name: str, query: str = "") -> HttpResponse:
        """On to another page of the filing."""
        return redirect(reverse(name, args=[self.filing.number]) + query)


class People(FilingPage):
    """The people of the draft, fifty a page, found by name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        people = open_dossier(self.filing).people.named(request.GET.get("q", "")).order_by("position", "pk")
        context = {
            "people": Paginator(people, PAGE).get_page(request.GET.get("page")),
            "query": request.GET.get("q", ""),
            "new_line": uuid4(),
        }
        return self.page("people", context)


class PersonPage(FilingPage):
    """One person by their line; a line that nobody has yet is a new person's."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        return self._form(PersonForm(**self._bound(line)))

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        with transaction.atomic():
            form = PersonForm(request.POST, **self._bound(line, lock=True))
            if not form.is_valid():
                return self._form(form, INVALID)
            if form.is_stale:
                form.renew_seen()
                return self._form(form, STALE)
            save_person(self.filing, form.save(commit=False), form.cleaned_data["identity_number"])
        messages.success(request, _("%(name)s has been saved.") % {"name": form.instance})
        return self.to("file-personnel")

    def _bound(self, line: UUID, *, lock: bool = False) -> dict[str, Any]:
        dossier = open_dossier(self.filing, lock=lock)
        person = dossier.people.filter(line=line).first()
        return {"dossier": dossier, "instance": person or Person(dossier=dossier, line=line)}

    def _form(self, form: PersonForm, status: int = 200) -> HttpResponse:
        return self.page("person", {"form": form, "person": form.stored, "stale": status == STALE}, status)


class PersonRemoval(FilingPage):
    """Taking one person out, after a question."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        person = open_dossier(self.filing).people.filter(line=line).first() or _not_found()
        return self.page("person_removal", {"person": person})

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        remove_person(self.filing, line)
        return self.to("file-personnel")


class Workbook(FilingPage):
    """Choose, read, see what changes or what is wrong; with htmx only the steps that fill in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        template = "_reading" if getattr(request, "htmx", False) else "workbook"
        return self._page(template, WorkbookForm(), ConfirmForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page("workbook", form, ConfirmForm(), INVALID)
        try:
            workbook = importing.start(open_dossier(self.filing), form.cleaned_data["workbook"], request.user)
        except (BadInput, Refused) as error:
            form.add_error("workbook", str(error))
            return self._page("workbook", form, ConfirmForm(), INVALID)
        return self.to("file-personnel-import", f"?workbook={workbook.pk}")

    def _page(self, template: str, form: WorkbookForm, confirm_form: ConfirmForm, status: int = 200) -> HttpResponse:
        dossier = open_dossier(self.filing)
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
        workbook = importing.newest(open_dossier(self.filing)) or _not_found()
        form = ConfirmForm(request.POST if workbook.removed else {"missing": "keep"})
        if not form.is_valid():
            return self._page("workbook", WorkbookForm(), form, INVALID)
        importing.confirm(workbook, request.user, keep_missing=form.keeps_missing)
        return self.to("file-personnel-import", f"?workbook={workbook.pk}")


class WorkbookErrors(FilingPage):
    """Every error of one kind, fifty a page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        workbook = importing.newest(open_dossier(self.filing)) or _not_found()
        group = Reading(workbook).group(request.GET.get("kind", "")) or _not_found()
        errors = workbook.errors.filter(column=group.column, code=group.code).order_by("row", "pk")
        return self.page(
            "errors", {"group": group, "errors": Paginator(errors, PAGE).get_page(request.GET.get("page"))}
        )


class AnnotatedWorkbook(FilingPage):
    """The filer's own workbook with its problems marked."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        workbook = importing.newest(open_dossier(self.filing))
        if workbook is None or not workbook.annotated:
            raise Http404
        pieces = strongbox.opened(workbook.annotated.open("rb"))
        return StreamingHttpResponse(pieces, content_type=XLSX, headers=_attachment(_("personnel-to-be-mended")))


class TemplateWorkbook(FilingPage):
    """An empty workbook to fill in."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        content = template_workbook.write(get_language() or "zh-hans")
        return FileResponse(content, content_type=XLSX, as_attachment=True, filename=f"{_('personnel-template')}.xlsx")


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx") or ""}


def _not_found() -> Any:
    raise Http404
