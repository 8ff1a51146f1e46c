"""Where institutions stand on the lists on a day: the one reading of the list changes.

As of day D: among the changes recorded by the end of D and not superseded by one recorded by then,
the one with the greatest (effective on, seq) not after D.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db import connections

from filing_platform import clock
from register.models import ListChange

# Common table expressions that end in `standing`; places: ends (a moment), day, ids (or null for all).
STANDINGS = """
known AS (
    SELECT change.seq, change.institution_id, change.list, change.effective_on, change.reason, change.dossier_id
    FROM register_listchange AS change
    WHERE change.recorded_at < %(ends)s
      AND (%(ids)s::bigint[] IS NULL OR change.institution_id = ANY(%(ids)s))
      AND NOT EXISTS (
          SELECT 1 FROM register_listchange AS later
          WHERE later.supersedes_id = change.seq AND later.recorded_at < %(ends)s
      )
),
runs AS (
    SELECT known.*, CASE WHEN list IS DISTINCT FROM lag(list) OVER by_time THEN effective_on END AS run_start
    FROM known WHERE effective_on <= %(day)s
    WINDOW by_time AS (PARTITION BY institution_id ORDER BY effective_on, seq)
),
current AS (
    SELECT DISTINCT ON (institution_id)
           institution_id, seq, list, reason,
           max(run_start) OVER (PARTITION BY institution_id) AS since,
           first_value(dossier_id) OVER (
               PARTITION BY institution_id ORDER BY dossier_id IS NULL, effective_on DESC, seq DESC
           ) AS dossier_id
    FROM runs ORDER BY institution_id, effective_on DESC, seq DESC
),
coming AS (
    SELECT DISTINCT ON (institution_id)
           institution_id, list AS next_list, effective_on AS next_on, dossier_id AS next_dossier_id
    FROM known WHERE effective_on > %(day)s ORDER BY institution_id, effective_on, seq DESC
),
standing AS (
    SELECT institution_id, coalesce(list, '') AS list, since, coalesce(next_list, '') AS next_list, next_on,
           seq, coalesce(dossier_id, next_dossier_id) AS dossier_id, coalesce(reason, '') AS reason
    FROM current FULL JOIN coming USING (institution_id)
)
"""


@dataclass(frozen=True)
class Standing:
    """Where an institution stands: `list` is empty on none; `since` is the first day of this unbroken stay.

    `next_list` follows from the day `next_on` on, when that is decided already. `seq` is the change
    that put it there, `dossier_id` the dossier shown.
    """

    list: str = ""
    since: date | None = None
    next_list: str = ""
    next_on: date | None = None
    seq: int | None = None
    dossier_id: int | None = None
    reason: str = ""

    @cached_property
    def change(self) -> ListChange | None:
        """The change itself, on the application's connection."""
        return ListChange.objects.select_related("decision").filter(seq=self.seq).first()


def places(day: date, institution_ids: Sequence[int] | None = None) -> dict[str, Any]:
    """The values that STANDINGS needs: the day, the moment it ends, and which institutions."""
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.SHANGHAI)
    return {"day": day, "ends": ends, "ids": None if institution_ids is None else list(institution_ids)}


def standings(institution_ids: Sequence[int], day: date, using: str = "default") -> dict[int, Standing]:
    """The standing of each of these institutions at the end of `day`; those never listed are left out."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"WITH {STANDINGS} SELECT institution_id, list, since, next_list, next_on, seq, dossier_id, reason"
            " FROM standing",
            places(day, institution_ids),
        )
        return {institution: Standing(*rest) for institution, *rest in cursor.fetchall()}
