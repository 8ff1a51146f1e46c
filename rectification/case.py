"""What a guard or an effect is told: the filing under its lock, who acts, on which day, with which terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from accounts.models import Programme, User
from institutions.editing import current_dossier
from institutions.models import Decision, Dossier, Filing, Institution
from rectification.models import Notice


@dataclass
class Case:
    """One filing at one moment. `terms` are the act's own values: reason, deadline, texts."""

    filing: Filing
    user: User | None
    now: datetime
    terms: dict[str, Any] = field(default_factory=dict)
    # The confirmed decision, when the act takes two officers.
    decision: Decision | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def institution(self) -> Institution:
        return self.filing.institution

    @property
    def programme(self) -> Programme:
        return self.filing.programme

    @property
    def reason(self) -> str:
        return str(self.terms.get("reason", "")).strip()

    @cached_property
    def current(self) -> Dossier | None:
        """The current version: the latest sealed one."""
        return current_dossier(self.filing)

    @cached_property
    def editable(self) -> Dossier | None:
        """The version being edited, if there is one."""
        return self.filing.dossiers.filter(sealed_at=None).first()

    @cached_property
    def notice(self) -> Notice | None:
        """The latest notice that was not rescinded."""
        return self.filing.notices.filter(rescinded_on=None).order_by("-round").first()
