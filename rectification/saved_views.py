"""The desk's saved views: ready questions with their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.posts import rights_of
from filing_platform.errors import BadInput
from institutions.models import State
from institutions.querysets import FilingQuerySet
from rectification import querysets
from rectification.counting import Count, bounded_counts

Question = Callable[[FilingQuerySet, Any], FilingQuerySet]


@dataclass(frozen=True)
class SavedView:
    """One view: its name in the address, what it is called, what it asks."""

    name: str
    title: str | Promise
    question: Question
    # What it is called for who only watches over the filings.
    title_for_watchers: str | Promise = ""

    def title_for(self, user: Any) -> str:
        """In this person's words."""
        rights = rights_of(user)
        watches = not rights.education and not rights.departments
        return str(self.title_for_watchers if watches and self.title_for_watchers else self.title)


def _in_state(state: State) -> Question:
    return lambda filings, user: filings.filter(state=state)


VIEWS: tuple[SavedView, ...] = (
    SavedView("mine", _("Waiting for me"), querysets.waiting_for, _("Standing still")),
    SavedView(
        "second", _("Waiting for a second officer"), lambda filings, user: querysets.awaiting_second_officer(filings)
    ),
    SavedView("submitted", _("Submitted"), _in_state(State.SUBMITTED)),
    SavedView("flagged", _("Problems found"), _in_state(State.FLAGGED)),
    SavedView("rectifying", _("Rectifying"), _in_state(State.RECTIFYING)),
    SavedView("overdue", _("Overdue"), lambda filings, user: querysets.overdue(filings)),
    SavedView("closed", _("Closed this month"), lambda filings, user: querysets.closed_this_month(filings)),
    SavedView("all", _("All filings"), lambda filings, user: filings),
)


@dataclass(frozen=True)
class ViewLine:
    """One line of the navigation at the left of the desk."""

    name: str
    title: str
    count: Count
    current: bool


def by_name(name: str) -> SavedView:
    """The view of that name; BadInput for any other."""
    for view in VIEWS:
        if view.name == name:
            return view
    raise BadInput("no_such_view", gettext_noop("There is no such view."))


def lines(
    filings: FilingQuerySet, user: Any, current: SavedView, shown: FilingQuerySet
) -> tuple[list[ViewLine], Count]:
    """All views with their counts, and how many of the current one the filters leave: one statement."""
    questions = {view.name: view.question(filings, user) for view in VIEWS}
    counts = bounded_counts(questions | {"shown": shown})
    found = [ViewLine(view.name, view.title_for(user), counts[view.name], view == current) for view in VIEWS]
    return found, counts["shown"]
