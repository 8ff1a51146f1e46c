"""What stands beside a filing's materials: opinions, what this officer may do, what is proposed, what went before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.posts import rights_of
from filing_platform import clock
from institutions.editing import current_dossier
from institutions.models import Decision, DecisionKind, DecisionState, Dossier, Filing, State
from rectification import answered, assigning, canned, departments, resolutions, workflow
from rectification.acts import Act, acts, proposal
from rectification.answered import AnsweredNotice
from rectification.departments import Hearing
from rectification.models import CannedReason, Resolution
from rectification.workflow import Who
from register import publishing
from register.standings import Standing
from screening import opinions
from screening.alike import Alike, alike
from screening.models import Opinion


@dataclass(frozen=True)
class OpinionLine:
    """One department's opinion, and its last one on an earlier version where it is silent on this."""

    hearing: Hearing
    outdated: Opinion | None
    # This officer may give it now.
    is_open: bool


@dataclass(frozen=True)
class Desk:
    """What this officer sees and may do beside the materials of one filing."""

    filing: Filing
    user: Any
    dossier: Dossier | None
    proposed: Decision | None
    decides: bool

    @property
    def may_decide_findings(self) -> bool:
        """Education, while the filing is submitted or flagged and nothing is proposed."""
        return self.decides and self.is_reviewed

    @property
    def proposal(self) -> str:
        """What waits for a second officer, and who proposed it."""
        return proposal(self.proposed) if self.proposed else ""

    @property
    def may_raise(self) -> bool:
        """Any department of the programme."""
        return self.is_reviewed and self.department is not None

    @property
    def is_reviewed(self) -> bool:
        return self.filing.state in (State.SUBMITTED, State.FLAGGED) and self.proposed is None

    @property
    def may_judge(self) -> bool:
        return self.decides and self.filing.state == State.SUBMITTED and self.proposed is None

    @cached_property
    def department(self) -> str | None:
        """The department this officer speaks for here."""
        return rights_of(self.user).department_in(self.filing.jurisdiction_id)

    @cached_property
    def acts(self) -> list[Act]:
        own_opinion = any(line.is_open and line.hearing.opinion is None for line in self.opinions)
        return acts(workflow.offers(self.filing, self.user), comes_first=not own_opinion)

    @cached_property
    def opinions(self) -> list[OpinionLine]:
        if self.dossier is None:
            return []
        outdated = opinions.outdated(self.dossier)
        is_open = self.filing.state == State.SUBMITTED and self.proposed is None
        return [
            OpinionLine(hearing, outdated.get(code), is_open and code == self.department)
            for hearing in departments.hearings(self.dossier, clock.today())
            for code in [hearing.department.code]
        ]

    @cached_property
    def alike(self) -> list[Alike]:
        """Rules of which several findings wait, where this officer may decide them."""
        return alike(self.dossier) if self.dossier is not None and self.may_decide_findings else []

    @cached_property
    def colleagues(self) -> list[User]:
        """To whom this officer may hand the filing."""
        return assigning.colleagues(self.filing, self.user) if self.decides and self.filing.is_open else []

    @cached_property
    def canned(self) -> dict[str, list[CannedReason]]:
        """The province's canned reasons by purpose, for who writes reasons here."""
        return canned.offered(self.filing.jurisdiction_id) if self.decides else {}

    @cached_property
    def notices(self) -> list[AnsweredNotice]:
        """Newest first, with items, answers, evidence and judgements."""
        return answered.notices_of(self.filing, self.dossier)

    @property
    def resolutions(self) -> QuerySet[Resolution]:
        found = Resolution.objects.filter(dossier=self.dossier)
        return found.select_related("department", "recorded_by", "confirmed_by").order_by("recorded_at")

    @cached_property
    def wants_resolution(self) -> bool:
        """Education may record one now: some department is late or disagrees."""
        return self.may_judge and self.dossier is not None and bool(resolutions.wanting(self.dossier, clock.today()))

    @property
    def versions(self) -> QuerySet[Dossier]:
        """The sealed versions, newest first."""
        return self.filing.dossiers.filter(sealed_at__isnull=False).order_by("-version")

    @cached_property
    def standing(self) -> Standing:
        """Where the institution stands on the lists today."""
        return publishing.standing(self.filing.institution)

    @property
    def earlier(self) -> QuerySet[Filing]:
        """Other filings of the institution that this officer may see."""
        visible = Filing.objects.visible_to(self.user).filter(institution=self.filing.institution_id)
        return visible.exclude(pk=self.filing.pk).order_by("-opened_at")[:10]

    @cached_property
    def rejection(self) -> Decision | None:
        """The confirmed rejection that measures are ordered on."""
        return self.filing.decisions.filter(kind=DecisionKind.REJECT, state=DecisionState.CONFIRMED).first()


def desk_of(filing: Filing, user: Any) -> Desk:
    """The desk of this officer for this filing; who may see it at all is asked before."""
    return Desk(
        filing=filing,
        user=user,
        dossier=current_dossier(filing),
        proposed=workflow.decision_of(filing),
        decides=Who.EDUCATION.may(user, filing),
    )
