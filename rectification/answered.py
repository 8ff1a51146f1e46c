"""Notices as officers judge them: each item with the thing it is about, what was found, and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossiers import showing
from dossiers.showing import Change
from institutions.models import Dossier, Filing
from rectification.facts import apart
from rectification.materials import Thing, things_at
from rectification.models import Notice, NoticeItem
from screening.wording import sentence


@dataclass(frozen=True)
class AnsweredItem:
    """One item; `changes` of its thing between the notice's version and the current one, None before there is one."""

    item: NoticeItem
    about: str
    found: str
    changes: list[Change] | None
    is_gone: bool

    @property
    def is_judged(self) -> bool:
        return hasattr(self.item, "judgement")

    @property
    def is_unchanged(self) -> bool:
        """Corrected materials were handed in, but of this thing nothing is another."""
        return self.changes == [] and not self.is_gone


@dataclass(frozen=True)
class AnsweredNotice:
    """One notice with its items; `is_folded`: a later one is out, and nothing of this one waits for a judgement."""

    notice: Notice
    items: list[AnsweredItem]
    is_folded: bool


def notices_of(filing: Filing, current: Dossier | None) -> list[AnsweredNotice]:
    """Newest first; per notice two queries a group of materials, whatever the number of items."""
    found = (
        Notice.objects.filter(filing=filing)
        .select_related("dossier")
        .order_by("-round")
        .prefetch_related("items__finding", "items__response__files", "items__judgement__judged_by")
    )
    return [_answered(notice, current, is_latest=place == 0) for place, notice in enumerate(found)]


def _answered(notice: Notice, current: Dossier | None, *, is_latest: bool) -> AnsweredNotice:
    items = sorted(notice.items.all(), key=lambda item: item.number)
    places = [(item.section, item.line) for item in items]
    before = things_at(notice.dossier, places)
    corrected = current is not None and current.version > notice.dossier.version
    after: Sequence[Thing | None] = things_at(current, places) if current and corrected else [None] * len(items)
    shown = [_item(*each) for each in zip(items, before, after, strict=True)]
    waits = any(hasattr(each.item, "response") and not each.is_judged for each in shown)
    return AnsweredNotice(notice, shown, is_folded=not is_latest and (not waits or bool(notice.rescinded_on)))


def _item(item: NoticeItem, was: Thing, now: Thing | None) -> AnsweredItem:
    about = str(was.section.title)
    if was.row is not None and was.title != about:
        about = f"{about} › {apart(was.section, was.title, was.facts)}"
    changes = None if now is None or was.row is None else showing.changes(was.row, now.row)
    is_gone = now is not None and was.row is not None and now.row is None
    return AnsweredItem(item, about, sentence(item.finding), changes, is_gone)
