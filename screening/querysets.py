"""What may be asked of findings and opinions; `visible_to` is the one door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, When

from accounts.posts import rights_of
from institutions.models import Filing

if TYPE_CHECKING:
    from institutions.models import Dossier


class OfDossiers(models.QuerySet[Any]):
    """Rows that officers work on, each of one dossier."""

    def visible_to(self, user: Any) -> OfDossiers:
        """Of the filings an officer sees; a filer reads what was decided in a notice, not how it came about."""
        if not rights_of(user).is_officer:
            return self.none()
        return self.filter(dossier__filing__in=Filing.objects.visible_to(user))

    def of_dossier(self, dossier: Dossier) -> OfDossiers:
        """Of one version of a filing's materials."""
        return self.filter(dossier=dossier)


class FindingQuerySet(OfDossiers):
    def undecided(self) -> FindingQuerySet:
        """Candidates that an officer must decide; what is only to be noted needs no verdict."""
        return self.filter(status="candidate").exclude(severity="notice")

    def confirmed(self) -> FindingQuerySet:
        """Problems that an officer confirmed."""
        return self.filter(status="confirmed")

    def standing(self) -> FindingQuerySet:
        """Not dismissed."""
        return self.exclude(status="dismissed")

    def of_department(self, code: str) -> FindingQuerySet:
        """Those that one department answers for."""
        return self.filter(department=code)

    def by_department(self) -> dict[str, dict[str, int]]:
        """Counts by department and status."""
        return self._counts("department")

    def by_section(self) -> dict[str, dict[str, int]]:
        """Counts by section and status."""
        return self._counts("section")

    def worst_first(self) -> FindingQuerySet:
        """To be decided first, then by severity, then in the order of the materials."""
        return self.order_by(
            Case(When(status="candidate", then=0), When(status="confirmed", then=1), default=2),
            Case(When(severity="grave", then=0), When(severity="serious", then=1), default=2),
            "section",
            "rule",
            "id",
        )

    def in_notice_order(self) -> FindingQuerySet:
        """As a notice numbers them: in the order of the materials."""
        return self.order_by("section", "rule", "id")

    def _counts(self, field: str) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for key, status, count in (
            self.order_by().values_list(field, "status").annotate(count=Count("id")).order_by(field, "status")
        ):
            counts.setdefault(key, {})[status] = count
        return counts


class OpinionQuerySet(OfDossiers):
    def newest(self) -> OpinionQuerySet:
        """Of each dossier and department the last revision."""
        return self.order_by("dossier", "department__position", "-revision").distinct("dossier", "department__position")
