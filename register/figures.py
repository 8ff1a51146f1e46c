"""The figures, as they are now, on the public connection: filed, by list, by province, by subject.

Read from the tallies alone, in one statement: what a page says adds up, whatever is decided meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections

from accounts.models import Jurisdiction
from register.models import PublicStatus, Topic
from register.search import STATUS

_SUMS = f"""
SELECT topic, place, {STATUS} AS status, sum(institutions), sum(personnel)::bigint, sum(courses)::bigint,
       sum(moved_in)
FROM register_tally GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Filed:
    """How many institutions have filed, with how many training personnel and courses."""

    institutions: int = 0
    personnel: int = 0
    courses: int = 0


@dataclass(frozen=True)
class Province:
    """What one jurisdiction's institutions have filed, and how many stand on which list, or on none any more."""

    jurisdiction: Jurisdiction
    filed: Filed
    on_list: dict[str, int]
    on_none: int = 0


@dataclass(frozen=True)
class Sum:
    """How the institutions filed add up: filed = listed + screened + on_none + unseen − moved_in.

    on_none: ended, suspended or withdrawn; unseen: being screened where a province shows nothing before a list;
    moved_in: on the lists from a register kept elsewhere, with nothing filed here.
    """

    listed: int
    screened: int
    on_none: int
    unseen: int
    moved_in: int
    filed: int


@dataclass(frozen=True)
class Figures:
    """All of them at one moment."""

    # Every jurisdiction in the order of its code, those with nothing filed too.
    by_province: list[Province]
    # How many institutions on a list, in public notice or filed teach each subject, the most taught first.
    by_subject: dict[str, int]
    # On the lists from a register kept elsewhere.
    moved_in: int

    @property
    def filed(self) -> Filed:
        """The national sentence: over the latest sealed dossier of every institution that has filed."""
        filed = [each.filed for each in self.by_province]
        return Filed(
            sum(each.institutions for each in filed),
            sum(each.personnel for each in filed),
            sum(each.courses for each in filed),
        )

    @property
    def by_list(self) -> dict[str, int]:
        """How many stand on each list, in public notice, or have filed."""
        return {name: sum(each.on_list.get(name, 0) for each in self.by_province) for name in PublicStatus.values}

    @property
    def added_up(self) -> Sum:
        """The institutions filed, by where they stand, so that a reader can add them up."""
        on_list, on_none = self.by_list, sum(each.on_none for each in self.by_province)
        shown = sum(on_list.values()) + on_none
        screened = on_list[PublicStatus.FILED]
        institutions = self.filed.institutions
        return Sum(
            listed=sum(on_list.values()) - screened,
            screened=screened,
            on_none=on_none,
            unseen=institutions - (shown - self.moved_in),
            moved_in=self.moved_in,
            filed=institutions,
        )


def now(today: date) -> Figures:
    """The figures of this moment; `today` says on which list an entry stands."""
    filed: dict[str, Filed] = {}
    lists: dict[str, dict[str, int]] = defaultdict(dict)
    subjects: dict[str, int] = defaultdict(int)
    moved_in = 0
    for topic, place, status, institutions, personnel, courses, moved in _sums(today):
        moved_in += moved
        if topic == Topic.FILED:
            filed[place] = Filed(institutions, personnel, courses)
        elif topic == Topic.ENTRY and institutions:
            lists[place][status] = institutions
        elif topic == Topic.SUBJECT and institutions and status:
            subjects[place] += institutions
    provinces = [
        Province(
            each,
            filed.get(each.code, Filed()),
            {name: count for name, count in lists[each.code].items() if name},
            lists[each.code].get("", 0),
        )
        for each in Jurisdiction.objects.using("public")
    ]
    return Figures(provinces, dict(sorted(subjects.items(), key=lambda row: (-row[1], row[0]))), moved_in)


def _sums(today: date) -> list[Any]:
    """Rows of topic, place, list, institutions, personnel, courses, moved in."""
    with connections["public"].cursor() as cursor:
        cursor.execute(_SUMS, {"today": today})
        return cursor.fetchall()
