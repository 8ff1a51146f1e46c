"""What an officer reads as a paper: notices, documents, evidence, an identity number."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from institutions.documents import attachment
from institutions.models import DossierDocument
from personnel import vault
from personnel.models import Person
from rectification import pdf
from rectification.models import Notice, ResponseEvidence
from rectification.views.desk_access import filing_of, officers


@officers
@require_GET
def notice(request: HttpRequest, number: str, round: int) -> HttpResponse:
    """A rectification notice as the institution reads it."""
    found = _notice(request, number, round)
    context = {"filing": found.filing, "notice": found, "paper": pdf.notice_content(found)}
    return render(request, "rectification/desk/notice.html", context)


@officers
@require_GET
def notice_pdf(request: HttpRequest, number: str, round: int) -> HttpResponse:
    """The same as PDF."""
    found = _notice(request, number, round)
    disposition = {"Content-Disposition": f'inline; filename="notice-{number}-{round}.pdf"'}
    return HttpResponse(pdf.notice_pdf(found), content_type="application/pdf", headers=disposition)


@officers
@require_GET
def document(request: HttpRequest, number: str, version: int, line: str) -> HttpResponse:
    """A document of a sealed version, as a download."""
    filing = filing_of(request, number)
    sealed = DossierDocument.objects.filter(dossier__filing=filing, dossier__sealed_at__isnull=False)
    found = get_object_or_404(sealed.select_related("blob"), dossier__version=version, line=line)
    return attachment(found.blob, found.file_name)


@officers
@require_GET
def evidence(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A file that the institution handed in with an answer."""
    filing = filing_of(request, number)
    handed_in = ResponseEvidence.objects.filter(response__item__notice__filing=filing)
    found = get_object_or_404(handed_in.select_related("blob"), pk=pk)
    return attachment(found.blob, found.file_name)


@officers
@require_POST
def reveal(request: HttpRequest, number: str, line: UUID) -> HttpResponse:
    """One person's identity number, for education, once; the look is on record."""
    filing = filing_of(request, number)
    sealed = Person.objects.filter(dossier__filing=filing, dossier__sealed_at__isnull=False)
    person = sealed.filter(line=line).select_related("dossier", "identity").order_by("-dossier__version").first()
    if person is None:
        raise Http404
    revealed = vault.reveal(person, request.user, request.POST.get("why", "").replace("\0", ""))
    context = {"filing": filing, "person": person, "identity_number": revealed}
    return render(request, "rectification/desk/identity.html", context)


def _notice(request: HttpRequest, number: str, round: int) -> Notice:
    filing = filing_of(request, number)
    return get_object_or_404(filing.notices.select_related("dossier", "filing__institution"), round=round)
