"""The mails that the demo wrote to files instead of sending, for /mail/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NEWEST = 100
# One file holds what one connection sent: messages between lines of dashes.
BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """One mail as it would have arrived."""

    to: str
    subject: str
    sent: datetime
    text: str


def newest() -> list[Mail]:
    """The newest mails, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    if not folder.is_dir():
        return []
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)[:NEWEST]
    return [mail for file in files for mail in reversed(_read(file))][:NEWEST]


def _read(file: Path) -> list[Mail]:
    parts = [part for part in BETWEEN.split(file.read_bytes()) if part.strip()]
    sent = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return [_mail(message_from_bytes(part, policy=policy.default), sent) for part in parts]


def _mail(message: EmailMessage, sent: datetime) -> Mail:
    body = message.get_body(("plain",))
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=message["Date"].datetime if message["Date"] else sent,
        text=body.get_content() if body else "",
    )
