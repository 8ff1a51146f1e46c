"""Which user an embedded server runs as: PostgreSQL refuses root, and nothing outside var/ may be opened for it."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

MADE_USER = "filing-platform"


def account(var: Path) -> pwd.struct_passwd | None:
    """Whom root must become: the owner of `var`, or a user made for it; None for everyone but root."""
    if os.geteuid() != 0:
        return None
    owner = var.stat().st_uid
    if owner == 0:
        return _made_user()
    try:
        return pwd.getpwuid(owner)
    except KeyError:
        return _made_user()


def make_directory(path: Path) -> None:
    """Make `path` and its parents; what root makes belongs to the owner of the directory it is made in."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        parent = path.parent.stat()
        os.chown(path, parent.st_uid, parent.st_gid)


def hand_over(path: Path, to: pwd.struct_passwd) -> None:
    """Give `path` and everything below it to the account; links are given, not followed."""
    os.chown(path, to.pw_uid, to.pw_gid, follow_symlinks=False)
    for directory, directories, files in os.walk(path):
        for name in directories + files:
            os.chown(
                os.path.join(directory, name),
                to.pw_uid,
                to.pw_gid,
                follow_symlinks=False,
            )


def become(user: pwd.struct_passwd) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def _made_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(MADE_USER)
    except KeyError:
        pass
    subprocess.run(
        [
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            MADE_USER,
        ],
        check=False,
    )
    try:
        return pwd.getpwnam(MADE_USER)
    except KeyError:
        raise SystemExit(
            f"PostgreSQL does not run as root, and no user {MADE_USER!r} could be made for it. "
            "Make that user, or run this as an ordinary user, or set DATABASE_URL."
        ) from None
