"""Who opens which address: one row an address, one column a role. A new address without a row fails the build.

Statuses of a GET: 200 open · 302 sent to sign in or elsewhere · 404 not there for this person · 405 takes only POST.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "nobody",
    "filer",
    "education officer",
    "department officer",
    "education officer of another province",
    "provincial administrator",
    "national administrator",
    "observer",
)


@dataclass(frozen=True)
class Row:
    """One address by its name, and the status of each role in the order of ROLES."""

    name: str
    statuses: tuple[int, ...]


def row(name: str, *statuses: int) -> Row:
    assert len(statuses) == len(ROLES), name
    return Row(name, statuses)


# Every officer; nobody is sent to sign in, a filer finds nothing.
OFFICERS = (302, 404, 200, 200, 200, 200, 200, 200)
# What is of one province's filing.
OF_PROVINCE = (302, 404, 200, 200, 404, 200, 200, 200)
# What only education decides.
EDUCATION = (302, 404, 200, 404, 404, 404, 404, 404)
ONLY_POST = (405,) * len(ROLES)
SENT = (302, 404, 405, 405, 405, 405, 405, 405)

DESK = [
    row("review", *OFFICERS),
    row("review-export", *OFFICERS),
    row("review-filing", *OF_PROVINCE),
    row("review-assign", *SENT),
    row("review-difference", *OF_PROVINCE),
    row("review-raise", *SENT),
    row("review-finding", *SENT),
    row("review-findings-of-rule", *EDUCATION),
    row("review-opinion", *SENT),
    row("review-judge", *SENT),
    row("review-resolution", *EDUCATION),
    row("review-confirm-resolution", *SENT),
    row("review-decide", *EDUCATION),
    row("review-decision", *OF_PROVINCE),
    row("review-confirm", *SENT),
    row("review-return", *SENT),
    row("review-retract", *SENT),
    row("review-read-statement", *SENT),
    row("review-notice", *OF_PROVINCE),
    row("review-notice-pdf", *OF_PROVINCE),
    row("review-document", *OF_PROVINCE),
    row("review-evidence", *OF_PROVINCE),
    row("review-reveal", *SENT),
    row("review-order-measure", *EDUCATION),
    row("review-measures", *OFFICERS),
    row("review-move-measure", *SENT),
    row("review-lists", *OFFICERS),
    row("review-list-entry", *OF_PROVINCE),
    row("review-inspect", *EDUCATION),
    row("review-list-act", *EDUCATION),
    row("review-reports", 302, 404, 200, 404, 200, 200, 200, 200),
    row("review-handle-report", *SENT),
    row("review-ministry", 302, 404, 404, 404, 404, 302, 200, 200),
    row("review-ministry-province", 302, 404, 404, 404, 404, 200, 200, 200),
    row("review-ministry-workbook", 302, 404, 404, 404, 404, 200, 200, 200),
    row("review-figures", *OFFICERS),
    row("review-programme", *OFFICERS),
    row("review-canned", 302, 404, 404, 404, 404, 200, 404, 404),
    row("review-canned-reason", 302, 404, 404, 404, 404, 200, 404, 404),
    row("review-new-programme", 302, 404, 404, 404, 404, 200, 404, 404),
    row("administration", 302, 404, 404, 404, 404, 200, 200, 404),
    row("end-post", *SENT),
]
