"""Whom a freshly started platform can be tried as, and what to try first."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.db import transaction

from accounts.models import Post, Role, User
from filing_platform import clock
from filing_platform.secrets import secret
from institutions.models import Institution

ADMINISTRATOR = "admin"

DEMO_SIGN_INS = """\
Sign in at {address}/sign-in/ with the password  {password}  as

  filer           an institution that files          filer2          one person, two institutions
  officer         education, Beijing                 officer2        the second officer of Beijing
  officer-sh      education, Shanghai                officer2-sh     the second officer of Shanghai
  cyberspace, telecom, broadcast, police, publications               the departments of Beijing
  province-admin  Beijing                            observer        the ministry
  national-admin, national-admin2                    the nation

What to try first

  As a parent     search {address}/ for part of a name, or paste a link that somebody sent you
  As a filer      sign in as filer: see what the filing still lacks, fill it in, send it
  As an officer   sign in as officer: open the first filing of the queue, look at its findings,
                  decide; then sign in as officer2 to confirm the decision
"""


def text(sign_ins: str) -> str:
    """What is printed when the platform runs."""
    running = f"The platform is running at {settings.SITE_URL}/"
    mails = f"Mails are not sent but kept in {settings.EMAIL_FILE_PATH} (EMAIL_URL sends them).\n"
    kept = mails if hasattr(settings, "EMAIL_FILE_PATH") and not settings.DEMO else ""
    return f"\n{running}\n\n{sign_ins}\n{kept}Logs are in var/log/. Ctrl-C ends everything.\n"


def is_empty() -> bool:
    """Whether no institution is there yet."""
    return not Institution.objects.exists()


def demo_password() -> str:
    """DEMO_PASSWORD, or the one made on the first start and kept in var/keys."""
    return secret("DEMO_PASSWORD", Path(settings.VAR_DIR), size=5)


def keep_demo_password() -> None:
    """What is printed lets everybody in, also when DEMO_PASSWORD is another than when the demo was loaded."""
    password = demo_password()
    accounts = User.objects.filter(email__endswith="@demo.invalid").exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    hashes = accounts.values_list("password", flat=True).distinct()
    if others := [each for each in hashes if not check_password(password, each)]:
        accounts.filter(password__in=others).update(password=make_password(password))


def demo_sign_ins() -> str:
    return DEMO_SIGN_INS.format(address=settings.SITE_URL, password=demo_password())


@transaction.atomic
def first_administrator() -> str:
    """Make the first administrator of an empty platform; the password is shown this once."""
    if User.objects.exists():
        return f"Sign in at {settings.SITE_URL}/sign-in/.\n"
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(ADMINISTRATOR, f"{ADMINISTRATOR}@localhost.invalid", password)
    Post.objects.create(user=user, role=Role.NATIONAL_ADMINISTRATOR, valid_from=clock.today())
    return (
        f"Sign in at {settings.SITE_URL}/sign-in/ as {ADMINISTRATOR} with the password {password} "
        "(shown this once: change it).\n"
        f"First appoint the administrators of the provinces: {settings.SITE_URL}/admin/\n"
    )
