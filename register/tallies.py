"""Keeping the tallies short: what triggers have added one by one is folded into sums, and all can be counted anew."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

# One statement, so that every reader sees the parts or their sum; who folds at the same time finds nothing left.
# An entry whose day came before yesterday stands for good where it was to go; earlier, a page may still say otherwise.
_FOLD = """
WITH settled AS (
    SELECT id, topic, place, next_on < %(settled)s AS came,
           CASE WHEN next_on < %(settled)s THEN next_list ELSE list END AS list,
           CASE WHEN next_on < %(settled)s THEN '' ELSE next_list END AS next_list,
           CASE WHEN next_on < %(settled)s THEN NULL ELSE next_on END AS next_on
    FROM register_tally
),
parted AS (
    SELECT unnest(array_agg(id)) AS id, topic, place, list, next_list, next_on
    FROM settled GROUP BY topic, place, list, next_list, next_on HAVING count(*) > 1 OR bool_or(came)
),
gone AS (
    DELETE FROM register_tally AS tally USING parted WHERE tally.id = parted.id
    RETURNING parted.topic, parted.place, parted.list, parted.next_list, parted.next_on,
              institutions, personnel, courses, moved_in
)
INSERT INTO register_tally (topic, place, list, next_list, next_on, institutions, personnel, courses, moved_in)
SELECT topic, place, list, next_list, next_on,
       sum(institutions), sum(personnel), sum(courses), sum(moved_in)
FROM gone GROUP BY topic, place, list, next_list, next_on
HAVING sum(institutions) <> 0 OR sum(personnel) <> 0 OR sum(courses) <> 0 OR sum(moved_in) <> 0
"""


def fold(today: date) -> None:
    """Make one row of all that say the same."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"settled": today - timedelta(days=1)})


@transaction.atomic
def recount() -> None:
    """Count everything anew; who changes what is counted waits until it is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT register_recount()")
