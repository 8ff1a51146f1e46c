"""The pages of the documents: the list, one document, removing one, downloading one."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dossiers.task_list import neighbours
from dossiers.things import abouts, names_of
from dossiers.views.section_page import SectionPage
from institutions import documents
from institutions.editing import editable_dossier, next_position, remove_row
from institutions.forms.documents import DocumentForm
from institutions.models import Dossier, DossierDocument, Filing
from institutions.views.draft_page import FilingPage, tell_saved


class DocumentList(FilingPage):
    """Every document of the draft, and what is still to be uploaded."""

    def get(self, request: HttpRequest) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        around = neighbours(self.filing, "documents")
        context = {
            "filing": self.filing,
            "dossier": dossier,
            "around": around,
            "documents": names_of(dossier, dossier.documents.select_related("blob")),
            "missing": around.section.missing(dossier),
            "new_line": uuid.uuid4(),
        }
        return render(request, "institutions/documents.html", context)


class DocumentPage(SectionPage):
    """One document by its line; a line that is not there yet is a new document."""

    section = "documents"
    template_name = "institutions/document.html"

    def form_of(self, dossier: Dossier, *data: Any, line: UUID, **kwargs: Any) -> DocumentForm:
        row = dossier.documents.select_related("blob").filter(line=line).first()
        if row is None:
            row = DossierDocument(dossier=dossier, line=line, position=next_position(dossier.documents))
        initial = {"kind": self.request.GET.get("kind"), "about": self.request.GET.get("about")} if not row.pk else {}
        return DocumentForm(*data, instance=row, abouts=abouts(dossier), initial=initial)

    def address_after(self, form: DocumentForm) -> str:
        return self.address("file-documents")


class DocumentRemoval(FilingPage):
    """Asks once, then takes a document out of the draft."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        document = editable_dossier(self.filing).documents.filter(line=line).first()
        if document is None:
            raise Http404
        context = {
            "filing": self.filing,
            "around": neighbours(self.filing, "documents"),
            "thing": document,
            "back": self.address("file-documents"),
        }
        return render(request, "dossiers/removal.html", context)

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        remove_row(self.filing, DossierDocument, line)
        tell_saved(request)
        return redirect(self.address("file-documents"))


@login_required
def download(request: HttpRequest, number: str, version: int, line: UUID) -> FileResponse:
    """A document of one version: to its institution, and, once sealed, to whom the filing is visible."""
    filing = Filing.objects.visible_to(request.user).filter(number=number).first()
    if filing is None:
        raise Http404
    found = DossierDocument.objects.select_related("blob").filter(dossier__filing=filing, dossier__version=version)
    if not filing.institution.memberships.filter(user=request.user.pk).exists():
        found = found.filter(dossier__sealed_at__isnull=False)
    document = found.filter(line=line).first()
    if document is None:
        raise Http404
    return documents.attachment(document.blob, document.file_name)
