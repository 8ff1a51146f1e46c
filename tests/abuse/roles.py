"""Who opens which address: one row an address, one column a role. A new address without a row fails the build.

Statuses of a GET: 200 open · 302 sent to sign in or elsewhere · 404 not there for this person · 405 takes only POST.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "nobody",
    "filer",
    "filer of another institution",
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


# Everybody alike.
OPEN = (200,) * len(ROLES)
ONLY_POST = (405,) * len(ROLES)
NOT_HERE = (404,) * len(ROLES)
ELSEWHERE = (302,) * len(ROLES)
# Everybody who has signed in, about themselves.
SIGNED_IN = (302, *[200] * 8)
SIGNED_IN_POST = (302, *[405] * 8)
SIGNED_OUT = (200, *[302] * 8)
# The filers of one institution, and nobody else.
MINE = (302, 200, *[404] * 7)
MINE_POST = (302, 405, *[404] * 7)
# Every officer; nobody is sent to sign in, a filer finds nothing.
OFFICERS = (302, 404, 404, 200, 200, 200, 200, 200, 200)
# What is of one province's filing.
OF_PROVINCE = (302, 404, 404, 200, 200, 404, 200, 200, 200)
# What only education decides.
EDUCATION = (302, 404, 404, 200, 404, 404, 404, 404, 404)
# What only the province's administrator keeps.
OF_ADMINISTRATOR = (302, 404, 404, 404, 404, 404, 200, 404, 404)
SENT = (302, 404, 404, 405, 405, 405, 405, 405, 405)

PUBLIC = [
    *[
        row(name, *OPEN)
        for name in (
            "home",
            "robots",
            "figures",
            "register",
            "register-personnel",
            "register-changes",
            "register-change",
            "register-changes-atom",
            "register-changes-json",
            "register-report",
            "register-download",
            "register-proof-log",
            "register-proof-leaves",
            "register-checkpoint",
            "register-public-key",
            "register-file",
            "register-institution",
            "register-courses",
            "register-institution-personnel",
            "api-register",
            "api-institution",
            "api-changes",
            "api-figures",
            "api-schema",
            "api-docs",
            "livez",
            "readyz",
            "statusz",
            "account_confirm_email",
            "account_email_verification_sent",
            "account_inactive",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
        )
    ],
    # On to the mark as a static file.
    row("favicon", *ELSEWHERE),
    row("api-match", *ONLY_POST),
    row("language", *ONLY_POST),
    row("reading", *ONLY_POST),
    # Figures for operators, on a port of their own; the demo's mail and the style guide of development.
    row("metrics", *NOT_HERE),
    row("mail", *NOT_HERE),
    row("styleguide", *NOT_HERE),
]

ACCOUNT = [
    row("account_login", *SIGNED_OUT),
    row("account_signup", *SIGNED_OUT),
    row("account_logout", *SIGNED_IN),
    row("account_reauthenticate", *SIGNED_IN),
    row("account_email", *SIGNED_IN),
    row("account_change_password", *SIGNED_IN),
    # Everybody here has a password already.
    row("account_set_password", *ELSEWHERE),
    row("account", *SIGNED_IN),
    row("messages", *SIGNED_IN),
    row("message_open", *SIGNED_IN_POST),
    row("messages_read_all", *SIGNED_IN_POST),
    row("unsent", *ELSEWHERE),
    row("workspace", *ELSEWHERE),
    row("mfa_index", *SIGNED_IN),
    row("mfa_reauthenticate", *SIGNED_IN),
    # On to confirming the password first.
    row("mfa_activate_totp", *ELSEWHERE),
    row("mfa_deactivate_totp", *ELSEWHERE),
    row("mfa_authenticate", *ELSEWHERE),
    row("mfa_generate_recovery_codes", *ELSEWHERE),
    # There are none to show.
    row("mfa_view_recovery_codes", 302, *[404] * 8),
    row("mfa_download_recovery_codes", 302, *[404] * 8),
]

WORKSPACE = [
    # An officer is sent to the desk.
    row("file", 302, 200, 200, *[302] * 6),
    row("file-register", 302, 200, 200, *[302] * 6),
    row("file-join", *SIGNED_IN),
    row("file-members", 302, 200, 200, *[404] * 6),
    *[row(name, *SIGNED_IN_POST) for name in ("file-open", "file-institution")],
    *[row(name, *SIGNED_IN_POST) for name in ("file-member-remove", "file-invitation-withdraw")],
    *[
        row(name, *MINE)
        for name in (
            "file-filing",
            "file-profile",
            "file-commitment",
            "file-platforms",
            "file-platform",
            "file-platform-remove",
            "file-documents",
            "file-document",
            "file-document-remove",
            "file-courses",
            "file-courses-quick",
            "file-courses-import",
            "file-courses-template",
            "file-course",
            "file-course-remove",
            "file-teachers",
            "file-personnel",
            "file-personnel-import",
            "file-personnel-template",
            "file-person",
            "file-person-remove",
            "file-check",
            "file-submit",
            "file-version",
            "file-receipt",
            "file-receipt-pdf",
            "file-withdraw",
            "file-take-back",
            "file-notice",
            "file-notice-pdf",
            "file-item",
            "file-evidence",
            "file-statement",
        )
    ],
    # Officers read documents of sealed versions too.
    row("file-document-download", 302, 200, 404, 200, 200, 404, 200, 200, 200),
    row("file-course-copy", *MINE_POST),
    row("file-explain", *MINE_POST),
    row("file-evidence-remove", *MINE_POST),
    row("file-personnel-import-confirm", *MINE_POST),
    row("file-courses-import-confirm", *MINE_POST),
    # No workbook has been refused.
    row("file-personnel-import-errors", 302, *[404] * 8),
    row("file-personnel-import-annotated", 302, *[404] * 8),
    row("file-courses-import-errors", 302, *[404] * 8),
    row("file-courses-import-annotated", 302, *[404] * 8),
]

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
    row("review-drop-resolution", *SENT),
    row("review-take-back", *SENT),
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
    row("review-reports", 302, 404, 404, 200, 404, 200, 200, 200, 200),
    row("review-handle-report", *SENT),
    row("review-ministry", 302, 404, 404, 404, 404, 404, 302, 200, 200),
    row("review-ministry-province", 302, 404, 404, 404, 404, 404, 200, 200, 200),
    row("review-ministry-workbook", 302, 404, 404, 404, 404, 404, 200, 200, 200),
    row("review-figures", *OFFICERS),
    row("review-programme", *OFFICERS),
    row("review-canned", *OF_ADMINISTRATOR),
    row("review-canned-reason", *OF_ADMINISTRATOR),
    row("review-new-programme", *OF_ADMINISTRATOR),
    row("review-rule", *OF_ADMINISTRATOR),
    row("administration", 302, 404, 404, 404, 404, 404, 200, 200, 404),
    row("review-cancel-programme", *SENT),
    row("review-cancel-limits", *SENT),
    row("end-post", *SENT),
]
