"""Whose filing this is: every filer's page begins here."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from institutions.models import Filing, Institution

CHOSEN = "institution"


def own_filing(request: HttpRequest, number: str) -> Filing:
    """The filing of that number of an institution the person files for, which is now the chosen one; else 404."""
    filings = Filing.objects.visible_to(request.user).select_related("institution", "jurisdiction", "programme")
    filing = filings.filter(number=number, institution__memberships__user=request.user.pk).first()
    if filing is None:
        raise Http404
    if request.session.get(CHOSEN) != filing.institution_id:
        request.session[CHOSEN] = filing.institution_id
    return filing


def own_institutions(request: HttpRequest) -> list[Institution]:
    """The institutions the person files for, by name."""
    return list(Institution.objects.filter(memberships__user=request.user.pk).order_by("name", "pk"))


def own_institution(request: HttpRequest) -> Institution | None:
    """The institution chosen at the top of the workspace, else the first; None for somebody of none."""
    mine = own_institutions(request)
    chosen = request.session.get(CHOSEN)
    return next((institution for institution in mine if institution.pk == chosen), mine[0] if mine else None)
