"""What a screening rule is: what it asks, of which rows, under which limits, and how it says what it saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Named values that a rule saw, as stored in Finding.evidence.
Evidence = dict[str, Any]
Limit = int | time | list[Any] | dict[str, Any]

NATIONAL = "教基函〔2019〕8号"
_SQL_TYPES: dict[type, str] = {int: "integer", time: "time"}


class Severity(models.TextChoices):
    NOTICE = "notice", _("to note")
    SERIOUS = "serious", _("serious")
    GRAVE = "grave", _("grave")


class Theme(models.TextChoices):
    """The five things that the regulation asks for."""

    CONTENT = "content", _("healthy content")
    DURATION = "duration", _("appropriate duration")
    STAFF = "staff", _("qualified staff")
    SECURITY = "security", _("information security")
    BUSINESS = "business", _("orderly business")


@dataclass(frozen=True)
class Rule:
    """One rule of domain.md §1.

    `found` is one SELECT of (dossier_id, section, line, evidence) from `scope` and the tables of the
    dossiers' rows. `scope` has one row a dossier to be screened: dossier_id, institution_id,
    jurisdiction_id, day, words, and a column for each limit, already resolved for the dossier's programme
    and that day. `others` has the current dossier of every institution: dossier_id, institution_id.
    """

    number: str
    title: str | Promise
    theme: Theme
    # Answers for it; education where the programme has no such department.
    department: str
    found: str
    wording: Callable[[Evidence], str]
    limits: Mapping[str, Limit] = field(default_factory=dict)
    severity: Severity = Severity.SERIOUS
    clause: str | Promise = NATIONAL

    def limit_columns(self) -> str:
        """The limits as typed columns, read from a jsonb column `limits`."""
        return "".join(f", {_column(name, limit)}" for name, limit in self.limits.items())


def _column(name: str, limit: Limit) -> str:
    sql_type = _SQL_TYPES.get(type(limit))
    if sql_type is None:
        return f"setting.limits -> '{name}' AS {name}"
    return f"(setting.limits ->> '{name}')::{sql_type} AS {name}"
