"""What the institution says beforehand about a finding that it will not mend; part of the version, sealed with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from filing_platform import clock
from institutions.models import Dossier
from screening.models import Explanation

Place = tuple[str, str, UUID | None]
# In place of the line of what is about a whole group: nothing equals NULL.
_NO_LINE = Value(UUID(int=0), output_field=UUIDField())


def explain(dossier: Dossier, rule: str, section: str, line: UUID | None, text: str, user: User) -> None:
    """Keep the words, in place of earlier ones; none takes them back. The database refuses it once sealed."""
    place: dict[str, Any] = {"dossier": dossier, "rule": rule, "section": section, "line": line}
    if not text:
        Explanation.objects.filter(**place).delete()
        return
    words = {"text": text, "written_by": user, "written_at": clock.now()}
    Explanation.objects.update_or_create(**place, defaults=words)


def texts(dossier: Dossier) -> dict[Place, str]:
    """Every explanation of a version by rule, section and line; a person wrote each, so they are few."""
    rows = Explanation.objects.filter(dossier=dossier).values_list("rule", "section", "line", "text")
    return {(rule, section, line): text for rule, section, line, text in rows}


def beside_finding() -> Subquery:
    """For a query of findings: what the institution says about each, or NULL."""
    place = {name: OuterRef(name) for name in ("dossier", "rule", "section")}
    found = Explanation.objects.filter(**place).annotate(at=Coalesce("line", _NO_LINE))
    return Subquery(found.filter(at=Coalesce(OuterRef("line"), _NO_LINE)).values("text")[:1])


def carry_over(dossier: Dossier) -> None:
    """Copy the explanations of the version that this one was copied from: what was not mended is still explained."""
    Explanation.objects.bulk_create(
        [
            Explanation(
                dossier=dossier,
                rule=each.rule,
                section=each.section,
                line=each.line,
                text=each.text,
                written_by_id=each.written_by_id,
                written_at=each.written_at,
            )
            for each in Explanation.objects.filter(dossier=dossier.copied_from_id)
        ]
    )
