"""A page of the draft that belongs to one group of the materials, between the groups before and after it."""

from __future__ import annotations

from typing import Any, ClassVar

from dossiers.task_list import neighbours
from institutions.models import Dossier
from institutions.views.draft_page import DraftPage


class SectionPage(DraftPage):
    """One form of a group; saved, it leads on to the next group."""

    section: ClassVar[str]

    def address_after(self, form: Any) -> str:
        """Where the person goes once it is saved."""
        around = neighbours(self.filing, self.section)
        return self.here() if self.request.POST.get("then") == "stay" else around.next_address

    def context(self, dossier: Dossier, form: Any) -> dict[str, Any]:
        return {"around": neighbours(self.filing, self.section)}
