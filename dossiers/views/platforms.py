"""The pages of the platforms: the list, one platform, removing one."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dossiers.task_list import neighbours
from dossiers.views.section_page import SectionPage
from institutions.editing import editable_dossier, next_position, remove_row
from institutions.forms.materials import PlatformForm
from institutions.models import Dossier, Platform
from institutions.views.draft_page import FilingPage, tell_saved


class PlatformList(FilingPage):
    """Every platform of the draft, with what it lacks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        around = neighbours(self.filing, "platforms")
        context = {
            "filing": self.filing,
            "dossier": dossier,
            "around": around,
            "platforms": dossier.platforms.all(),
            "missing": around.section.missing(dossier),
            "new_line": uuid.uuid4(),
        }
        return render(request, "institutions/platforms.html", context)


class PlatformPage(SectionPage):
    """One platform by its line; a line that is not there yet is a new platform, so that a replay adds none."""

    section = "platforms"
    template_name = "institutions/platform.html"

    def form_of(self, dossier: Dossier, *data: Any, line: UUID, **kwargs: Any) -> PlatformForm:
        row = dossier.platforms.filter(line=line).first()
        if row is None:
            row = Platform(dossier=dossier, line=line, position=next_position(dossier.platforms))
        return PlatformForm(*data, instance=row)

    def address_after(self, form: PlatformForm) -> str:
        return self.here() if self.request.POST.get("then") == "stay" else self.address("file-platforms")


class PlatformRemoval(FilingPage):
    """Asks once, then removes a platform; its courses stay and are on no platform."""

    def get(self, request: HttpRequest, line: UUID) -> HttpResponse:
        platform = editable_dossier(self.filing).platforms.filter(line=line).first()
        if platform is None:
            raise Http404
        context = {
            "filing": self.filing,
            "around": neighbours(self.filing, "platforms"),
            "thing": platform,
            "course_count": platform.courses.count(),
            "back": self.address("file-platforms"),
        }
        return render(request, "institutions/platform_removal.html", context)

    def post(self, request: HttpRequest, line: UUID) -> HttpResponse:
        remove_row(self.filing, Platform, line)
        tell_saved(request)
        return redirect(self.address("file-platforms"))
