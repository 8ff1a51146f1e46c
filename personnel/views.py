"""The filer's pages on training personnel: the list, one person, and the workbook in three steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext

from institutions.editing import editable_dossier, next_position, remove_row
from institutions.models import Dossier
from institutions.views.draft_page import DraftPage, FilingPage
from institutions.views.workbook import Book
from personnel import template_workbook
from personnel.forms import PersonForm
from personnel.importing import PEOPLE
from personnel.models import Person

PAGE = 50


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


def _applied(rows: int, name: str) -> str:
    return ngettext(
        "%(rows)s person of “%(name)s” is in the materials", "%(rows)s people of “%(name)s” are in the materials", rows
    ) % {"rows": f"{rows:,}", "name": name}


def _see_all(count: int) -> str:
    return ngettext(
        "See the %(people)s person in the materials", "See all %(people)s people in the materials", count
    ) % {"people": f"{count:,}"}


BOOK = Book(
    importing=PEOPLE,
    name="file-personnel",
    title=gettext_lazy("Personnel workbook"),
    lead=gettext_lazy(
        "One row a person. All rows go in or none. A first workbook goes straight in; with a later one you see first"
        " what would change."
    ),
    group=gettext_lazy("Training personnel"),
    file_name=gettext_lazy("training-personnel"),
    applied=_applied,
    see_all=_see_all,
    count=lambda dossier: dossier.people.count(),
    template=lambda dossier: template_workbook.write(get_language() or "zh-hans"),
)


def _not_found() -> Any:
    raise Http404
